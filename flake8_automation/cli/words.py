"""Reading the words of a command line: plain ones here, all others by argparse.

To load argparse and to fill a parser takes longer than to check a small file. So a command only
declares its arguments, in the terms of argparse, and a line of nothing but options, their values
and paths is read right here. Whatever else there is (help, errors, short options in one word, `--`)
is left to a parser of argparse's that is made from the same declarations, so that what a line means
is decided there alone: `tests/test_command_lines.py` has both read the same lines.
"""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

SWITCH = "switch"  # an action: `--x` and `--no-x`, as argparse.BooleanOptionalAction

# What an option can be declared with and still be read here.
_PLAIN = frozenset({"action", "choices", "const", "default", "dest", "help", "metavar", "type"})


class Given(SimpleNamespace):
    """What a command line says: a value for each option and for the paths, by name."""


class Declared:
    """One argument: the group it stands in, and what `add_argument` was given."""

    __slots__ = ("flags", "group", "how")

    def __init__(self, group: "Group", flags: tuple[str, ...], how: dict[str, Any]) -> None:
        self.group = group
        self.flags = flags
        self.how = how


class Group:
    """Arguments that stand together in the help."""

    def __init__(self, title: str, declared: list[Declared]) -> None:
        self.title = title
        self._declared = declared  # all of the parser, in the order of its usage line

    def add_argument(self, *flags: str, **how: Any) -> None:
        """Declare an argument as argparse takes it; the action `SWITCH` stands for a class."""
        self._declared.append(Declared(self, flags, how))


class Parser(Group):
    """The command line of one command."""

    def __init__(self, prog: str, description: str) -> None:
        self.declared: list[Declared] = []
        super().__init__("", self.declared)
        self.prog = prog
        self.description = description
        self.epilog = ""
        self.groups: list[Group] = []

    def add_argument_group(self, title: str) -> Group:
        """A group under a heading of its own."""
        self.groups.append(Group(title, self.declared))
        return self.groups[-1]

    def parse_args(self, argv: Sequence[str]) -> Given:
        """What these words say. Raises `Failure`; where they ask for help, prints it and leaves."""
        values = read_plainly(self.declared, argv)
        if values is None:
            from flake8_automation.cli.full_parser import made_from

            values = vars(made_from(self).parse_args(argv))
        return Given(**values)


def read_plainly(declared: Iterable[Declared], words: Sequence[str]) -> dict[str, Any] | None:
    """What the words say, by the names of the arguments. None: argparse is to read them."""
    values: dict[str, Any] = {}
    fixed: dict[str, tuple[str, Any]] = {}  # by flag: the name, and the value that it stands for
    valued: dict[str, tuple[str, dict[str, Any]]] = {}  # the name, and how to take the value
    paths: list[str] | None = None
    for argument in declared:
        flags, how = argument.flags, argument.how
        if how.get("nargs") == "*" and paths is None:
            paths = values[flags[0]] = []
            continue
        if not _is_plain(argument):
            return None
        action = how.get("action")
        name = how.get("dest", flags[-1].lstrip("-").replace("-", "_"))
        values.setdefault(name, how.get("default", False if action == "store_true" else None))
        if action is None:
            valued |= dict.fromkeys(flags, (name, how))
        else:
            fixed |= dict.fromkeys(flags, (name, how.get("const", True)))
        if action == SWITCH:
            fixed["--no-" + flags[0].removeprefix("--")] = (name, False)
    return values if _take(words, values, fixed, valued, paths) else None


def _is_plain(argument: Declared) -> bool:
    how = argument.how
    return (
        argument.flags[0].startswith("-")
        and how.keys() <= _PLAIN
        and how.get("action") in {None, "store_true", "store_const", SWITCH}
    )


def _take(
    words: Iterable[str],
    values: dict[str, Any],
    fixed: dict[str, tuple[str, Any]],
    valued: dict[str, tuple[str, dict[str, Any]]],
    paths: list[str] | None,
) -> bool:
    """Put what the words say into `values` and `paths`; or say that they are not plain."""
    takes_paths = paths is not None
    rest = iter(words)
    for word in rest:
        if _is_value(word):
            if paths is None or not takes_paths:
                return False
            paths.append(word)
            continue
        takes_paths = not paths  # argparse takes one row of them, and objects to another
        flag, joined, text = word.partition("=")
        if flag in fixed and not joined:
            name, value = fixed[flag]
            values[name] = value
        elif flag in valued:
            name, how = valued[flag]
            text = text if joined else next(rest, "--")
            if not (text if joined else _is_value(text)):
                return False
            try:
                values[name] = how.get("type", str)(text)
            except Exception:  # noqa: BLE001 - argparse knows what to say
                return False
            if values[name] not in how.get("choices", (values[name],)):
                return False
        else:
            return False
    return True


def _is_value(word: str) -> bool:
    return word == "-" or not word.startswith("-")
