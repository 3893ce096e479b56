"""Find, fix and count the places where code cannot run unattended."""

__version__ = "0.1.0"
