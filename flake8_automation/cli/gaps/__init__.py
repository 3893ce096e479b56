"""`gaps`: the counts, and what is done with them: a table of sub-commands, a module each."""

import os
from importlib import import_module

from flake8_automation.cli.failure import Failure

# Word -> what it does. A sub-command is `run(argv) -> int` in the module of its name.
SUBCOMMANDS: dict[str, str] = {
    "accept": "drop closed gaps from the list of accepted ones, or with a reason, add new ones",
    "check": "compare the gaps with the accepted ones: better, the same or worse",
    "compare": "what the working tree opens and closes against a commit",
    "history": "the counts over the commits of a branch",
    "report": "where a project stands, how it got there and what to close next",
}


def run(argv: list[str]) -> int:
    """Run a sub-command, or count if the first word is none of them."""
    word = argv[0] if argv and argv[0] in SUBCOMMANDS else ""
    if argv and not word:
        _refuse_misspelt(argv[0])
    status: int = import_module(f"{__name__}.{word or 'counting'}").run(argv[bool(word) :])
    return status


def _refuse_misspelt(word: str) -> None:
    """Raise `Failure` for what is no path and nearly a sub-command."""
    from difflib import get_close_matches

    near = get_close_matches(word, SUBCOMMANDS, n=1)
    if near and not os.path.lexists(word):
        raise Failure(f"no path {word!r}; did you mean 'gaps {near[0]}'?")
