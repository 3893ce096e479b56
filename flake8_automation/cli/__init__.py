"""The command line: one table of commands, a module each, loaded when it is asked for.

The words, options and exit statuses are a contract that the scripts of others rely on.
"""

import sys
from importlib import import_module

from flake8_automation import __version__
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.streams import flush, give_up_output, note, write_text

# Word -> what it does. A command is `run(argv) -> int` in the module of its name.
COMMANDS = {
    "check": "report gaps",
    "fix": "apply fixes, or take the last ones back",
    "gaps": "count what can run unattended, and what cannot",
    "suggest": "write a review that suggests fixes for a pull request",
    "apply": "apply a patch, wholly or not at all",
    "rules": "list the rules",
    "rule": "show the page of one rule",
    "config": "show the settings in force, and where each comes from",
    "clean": "remove what is known from earlier runs",
}

PROGRAM = "flake8-automation"
_INTERRUPTED = 130  # 128 + SIGINT, as shells report it
_READER_GONE = 141  # 128 + SIGPIPE: standard output was closed early, as by `| head`
_WRONG = 2


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        return _dispatch(argv)
    except Failure as failure:
        note(f"{PROGRAM}: error: {failure}")
        return _WRONG
    except KeyboardInterrupt:
        note(f"{PROGRAM}: interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        give_up_output()
        return _READER_GONE


def _dispatch(argv: list[str]) -> int:
    word = argv[0] if argv else "--help"
    if word in {"-h", "--help", "help"}:
        write_text(_help())
        return 0 if argv else _WRONG
    if word in {"-V", "--version"}:
        write_text(f"{PROGRAM} {__version__}\n")
        return 0
    if word not in COMMANDS:
        raise Failure(_unknown(word))
    status: int = import_module(f"{__name__}.{word}").run(argv[1:])
    flush()
    return status


def _help() -> str:
    lines = [f"usage: {PROGRAM} COMMAND [OPTION ...] [PATH ...]", "", "commands:"]
    lines += [f"  {word:8} {what}" for word, what in COMMANDS.items()]
    lines += ["", f"'{PROGRAM} COMMAND --help' tells the options of a command.", ""]
    return "\n".join(lines)


def _unknown(word: str) -> str:
    import difflib
    import os

    near = difflib.get_close_matches(word, COMMANDS, n=1)
    if near:
        return f"no command {word!r}; did you mean {near[0]!r}?"
    if os.path.exists(word):
        return f"no command {word!r}; to check that path: {PROGRAM} check {word}"
    return f"no command {word!r}; the commands are {', '.join(COMMANDS)}"
