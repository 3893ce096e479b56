"""Giving a command line `--json`: the option, and the one document that it makes of the output."""
