"""What all readers of configuration have in common: checked values, and errors of one line."""

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from flake8_automation.kinds import BY_CODE, CODES
from flake8_automation.settings import Option, normalised

OURS = "automation-"


class ConfigError(ValueError):
    """A configuration that cannot be used. The message is one line for the user."""


class Layer(NamedTuple):
    """What one place says: its values by field of `Settings`.

    `origin` is "command line" or the absolute path of a file.
    """

    origin: str
    values: dict[str, Any]
    is_flake8s: bool = False


def upward(directory: str) -> Iterator[str]:
    """A folder and those above it; flake8 stops below the home folder, and so do we."""
    home = os.path.expanduser("~")
    folder = directory
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or (os.path.isdir(home) and os.path.samefile(parent, home)):
            return
        folder = parent


def text_with(literal: bytes, path: str, directory: str) -> str | None:
    """The text of a file that can be read and holds a literal; as flake8, pass over others."""
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    if literal not in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError(f"{shown(path, directory)}:{line}: not UTF-8") from None


def parsed(option: Option, value: Any, where: str) -> Any:
    """What a value means for an option. Raises `ConfigError`, which begins with `where`."""
    try:
        return option.kind.parse(value)
    except ValueError:
        said = " ".join(value.split()) if isinstance(value, str) else value
        raise ConfigError(f"{where}: expected {option.kind.wants}, not {said!r}") from None


def absolute(values: dict[str, Any], folder: str, directory: str) -> dict[str, Any]:
    """Make paths absolute, patterns as flake8 does: `per-file-ignores` by the working directory."""
    for field in ("exclude", "extend_exclude"):
        if field in values:
            values[field] = tuple(normalised(pattern, folder) for pattern in values[field])
    if "cache_dir" in values:
        values["cache_dir"] = os.path.abspath(os.path.join(folder, values["cache_dir"]))
    if "per_file_ignores" in values:
        pairs = values["per_file_ignores"]
        values["per_file_ignores"] = tuple((normalised(p, directory), codes) for p, codes in pairs)
    return values


def insist_on_codes(option: Option, values: dict[str, Any], where: str) -> None:
    """Raise `ConfigError` if a code is given that no rule has."""
    value = values[option.field]
    if option.field == "per_file_ignores":
        given = [code for _, codes in value for code in codes]
    elif option.kind is BY_CODE:
        given = [code for code, _ in value]
    else:
        given = list(value) if option.kind is CODES else []
    if not given:
        return
    from flake8_automation.registry import codes

    known = list(codes())
    for code in given:
        if not any(other.startswith(code) for other in known):
            near = _nearest(code, known)
            hint = f"did you mean {near}?" if near else f"the codes are {', '.join(known)}"
            raise ConfigError(f"{where}: no rule has the code {code}: {hint}")


def unknown_option(name: str, known: Mapping[str, Option], where: str) -> ConfigError:
    """The error for a name that is not among the known ones, each with its option."""
    bare = name.removeprefix(OURS)
    respelled = [right for right, option in known.items() if option.name == bare.replace("_", "-")]
    near = respelled[0] if respelled else _nearest(name, known)
    hint = f"did you mean {near}?" if near else f"there are {', '.join(known)}"
    return ConfigError(f"{where} {name}: no such option: {hint}")


def broken(path: str, directory: str, error: Exception) -> ConfigError:
    """The error for a file that its parser rejects."""
    reason = " ".join(str(error).split())  # configparser needs several lines to say it
    return ConfigError(f"{shown(path, directory)}: {reason}")


def shown(path: str, directory: str) -> str:
    """A file as the user knows it: from the working directory if it is below that."""
    below = os.path.join(directory, "")
    return path.removeprefix(below)


def _nearest(word: str, words: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, words, n=1)), None)
