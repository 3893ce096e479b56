"""Command-line scripts: the options they declare, and what they print."""
