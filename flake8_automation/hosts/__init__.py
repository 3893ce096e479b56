"""Programs that run our rules: thin adapters, each a module."""
