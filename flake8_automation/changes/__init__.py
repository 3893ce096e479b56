"""Writing what was decided: journalled, so that it can be taken back, and verified on the way."""


class Stopped(Exception):
    """A run cannot go on. The message is one line for the user."""


class Unjournalled(Stopped):
    """What a run does could not be taken back, for no journal can be kept."""
