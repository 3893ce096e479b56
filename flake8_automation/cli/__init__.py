"""The command line: one table of commands, a module each, loaded when it is asked for.

The words, options and exit statuses are a contract that the scripts of others rely on.
"""

import sys
from importlib import import_module

from flake8_automation import __version__
from flake8_automation.cli.failure import Failure

# Word -> what it does. A command is `run(argv) -> int` in the module of its name.
COMMANDS = {
    "check": "report gaps",
    "fix": "apply fixes",
    "rules": "list the rules",
    "rule": "show the page of one rule",
    "config": "show the settings in force, and where each comes from",
}

PROGRAM = "flake8-automation"
_INTERRUPTED = 130  # 128 + SIGINT, as shells report it
_WRONG = 2


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        return _dispatch(argv)
    except Failure as failure:
        print(f"{PROGRAM}: error: {failure}", file=sys.stderr)
        return _WRONG
    except KeyboardInterrupt:
        print(f"{PROGRAM}: interrupted", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()


def _dispatch(argv: list[str]) -> int:
    word = argv[0] if argv else "--help"
    if word in {"-h", "--help", "help"}:
        print(_help(), end="")
        return 0 if argv else _WRONG
    if word in {"-V", "--version"}:
        print(f"{PROGRAM} {__version__}")
        return 0
    if word not in COMMANDS:
        raise Failure(_unknown(word))
    status: int = import_module(f"{__name__}.{word}").run(argv[1:])
    sys.stdout.flush()  # here, where a failure still finds a handler
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


def _reader_gone() -> int:
    """Standard output was closed early, as by `| head`: no message, and no error at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + 13  # SIGPIPE, as a shell reports it
