"""What ends a command with status 2."""


class Failure(Exception):
    """Wrong usage, or something that cannot be done. The message is one line for the user."""
