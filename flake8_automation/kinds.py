"""The kinds of values that options take: how each is written, and what it means."""

import re
from collections.abc import Callable
from keyword import iskeyword
from typing import Any, NamedTuple

from flake8_automation.model import Priority

PerFile = tuple[tuple[str, tuple[str, ...]], ...]


class Kind(NamedTuple):
    """How a value is written. `parse` takes text or a value of TOML, and raises ValueError."""

    wants: str  # "expected …"
    parse: Callable[[Any], Any]
    metavar: str


# What configparser, and so flake8, reads as a truth value.
_TRUTHS = dict.fromkeys(("1", "yes", "true", "on"), True) | dict.fromkeys(
    ("0", "no", "false", "off"), False
)


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(word for word in re.split(r"[,\s]+", value) if word)
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ValueError


def _codes(value: Any) -> tuple[str, ...]:
    codes = _words(value)
    if not all(re.fullmatch(r"[A-Z]{1,3}[0-9]{0,3}", code) for code in codes):
        raise ValueError
    return codes


# A line such as `tests/*: AUT101, E501`.
_PLAIN_PAIR = r"([^\s:,]+):\s*([A-Z]+[0-9]*(?:\s*,\s*[A-Z]+[0-9]*)*)"


def _plain_pairs(text: str) -> PerFile | None:
    """What is written as nearly everybody does, a file's codes in a line. None: ask flake8.

    Its own code, which reads all that may be written, takes 9 ms to load.
    """
    lines = [line.strip() for line in text.split("\n")]
    pairs = [re.fullmatch(_PLAIN_PAIR, line) for line in lines if line]
    if None in pairs:
        return None
    return tuple((pair[1], _words(pair[2])) for pair in pairs if pair)


def _per_file(value: Any) -> PerFile:
    if isinstance(value, dict):
        return tuple((pattern, _codes(codes)) for pattern, codes in value.items())
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - every kind says no in the same way
    pairs = _plain_pairs(value)
    if pairs is not None:
        return pairs
    from flake8.exceptions import ExecutionError
    from flake8.utils import parse_files_to_codes_mapping

    try:
        mapping = parse_files_to_codes_mapping(value)
    except (ExecutionError, AssertionError):
        raise ValueError from None
    return tuple((pattern, tuple(codes)) for pattern, codes in mapping)


def _truth(value: Any) -> bool:
    try:
        return _TRUTHS[str(value).lower()]
    except KeyError:
        raise ValueError from None


def _positive(value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,7}", str(value)) or int(value) == 0:
        raise ValueError
    return int(value)


def _by_command(value: Any) -> tuple[tuple[str, int], ...]:
    if isinstance(value, str):
        pairs = [word.rpartition(":") for word in _words(re.sub(r"\s*:\s*", ":", value))]
        value = {command: seconds for command, _, seconds in pairs}
    if not isinstance(value, dict) or not all(re.fullmatch(r"[^\s:,/\\]+", c) for c in value):
        raise ValueError
    names = [command.lower().removesuffix(".exe") for command in value]
    return tuple(zip(names, map(_positive, value.values()), strict=True))


def _by_code(value: Any) -> tuple[tuple[str, int], ...]:
    if isinstance(value, str):
        pairs = [word.rpartition(":") for word in _words(re.sub(r"\s*:\s*", ":", value))]
        value = {code: number for code, _, number in pairs}
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 - every kind says no in the same way
    return tuple(zip(_codes(list(value)), map(_minutes, value.values()), strict=True))


def _minutes(value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,6}", str(value)):
        raise ValueError
    return int(value)


def _name(value: Any) -> str:
    name = str(value).strip()
    if isinstance(value, str) and (not name or (name.isidentifier() and not iskeyword(name))):
        return name
    raise ValueError


def _priority(value: Any) -> Priority:
    try:
        return Priority[str(value).upper()]
    except KeyError:
        raise ValueError from None


def _unparsed(value: Any) -> str:
    if str(value) not in {"error", "warn"}:
        raise ValueError
    return str(value)


def _folder(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


WORDS = Kind("a list of words", _words, "WORDS")
GLOBS = Kind("a list of glob patterns", _words, "GLOBS")
CODES = Kind("a list of codes or their beginnings, such as AUT101,AUT2", _codes, "CODES")
PER_FILE = Kind("pairs such as tests/*:AUT101", _per_file, "PAIRS")
TRUTH = Kind("true or false", _truth, "BOOL")
BY_COMMAND = Kind("pairs such as git:300,pip:900", _by_command, "PAIRS")
BY_CODE = Kind("pairs such as AUT101:30,AUT2:10", _by_code, "PAIRS")
NAME = Kind("the name of a variable", _name, "NAME")
SECONDS = Kind("a whole number of seconds, 1 or more", _positive, "SECONDS")
MINUTES = Kind("a whole number of minutes, 1 or more", _positive, "MINUTES")
PRIORITY = Kind("P0, P1, P2 or P3", _priority, "PRIORITY")
UNPARSED = Kind("error or warn", _unparsed, "error|warn")
FOLDER = Kind("the path of a folder", _folder, "FOLDER")
