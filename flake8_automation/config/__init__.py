"""Where settings come from: flake8's files, then pyproject.toml, then the command line.

A run has one configuration, looked up from the working directory upward. Of flake8's files the
first with a `[flake8]` section counts, in flake8's own order and with its stopping rule (the home
folder is looked at only by a run that starts there); of the `pyproject.toml` files, the nearest
with a `[tool.flake8-automation]` table. The two searches are independent of each other, and a file
named by `--config` replaces the search of its own kind.
"""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from flake8_automation.config import flake8_file, pyproject
from flake8_automation.config.reading import (
    ConfigError,
    Layer,
    absolute,
    insist_on_codes,
    parsed,
    shown,
)
from flake8_automation.settings import BY_FIELD, PREFIX, Settings

__all__ = ["COMMAND_LINE", "DEFAULT", "ConfigError", "Layer", "Loaded", "from_pyproject", "load"]

COMMAND_LINE = "command line"
DEFAULT = "default"

from_pyproject = pyproject.nearest


class Loaded(NamedTuple):
    """The settings of a run.

    `origins` says for each field where its value comes from: `DEFAULT`, `COMMAND_LINE` or the
    absolute path of a file. `notes` are remarks for the user, one line each.
    """

    settings: Settings
    origins: dict[str, str]
    notes: tuple[str, ...]


def load(
    command_line: Mapping[str, Any],
    *,
    config_file: str | None = None,
    isolated: bool = False,
    directory: str = ".",
) -> Loaded:
    """The settings of a run in `directory`. Raises `ConfigError`.

    `command_line` holds what the user gave, by the names of the options (dashes or underscores):
    a text, a bool, or the texts of an option that was repeated. None stands for "not given".
    `isolated` reads no file at all.
    """
    try:
        directory = os.path.abspath(directory)
    except FileNotFoundError:
        raise ConfigError("the working directory does not exist any more") from None
    notes: list[str] = []
    layers = [] if isolated else _from_files(config_file, directory, notes)
    layers.append(_from_command_line(command_line, directory))

    values: dict[str, Any] = {}
    origins = dict.fromkeys(Settings._fields, DEFAULT)
    for layer in layers:
        values |= layer.values
        origins |= dict.fromkeys(layer.values, layer.origin)
    for layer in layers:
        if layer.is_flake8s and layer.origin == origins["select"] and not _names_ours(values):
            del values["select"]
            origins["select"] = DEFAULT
            where = shown(layer.origin, directory)
            notes.append(f"{where}: [flake8] select names none of the codes {PREFIX}...: ignored")
    return Loaded(Settings(**values), origins, tuple(notes))


def _from_files(named: str | None, directory: str, notes: list[str]) -> list[Layer]:
    if not named:
        layers = [flake8_file.nearest(directory), pyproject.nearest(directory)]
    else:
        path = os.path.abspath(os.path.join(directory, named))
        _insist_on_file(path, named)
        if named.endswith(".toml"):
            own, section = pyproject.read(path, directory), "[tool.flake8-automation]"
            layers = [flake8_file.nearest(directory), own]
        else:
            own, section = flake8_file.read(path, directory), "[flake8]"
            layers = [own, pyproject.nearest(directory)]
        if not own:
            notes.append(f"{named}: has no {section}, so nothing is read from it")
    return [layer for layer in layers if layer]


def _insist_on_file(path: str, named: str) -> None:
    if not os.path.isfile(path):
        raise ConfigError(f"{named}: {'not a file' if os.path.exists(path) else 'no such file'}")
    if not os.access(path, os.R_OK):
        raise ConfigError(f"{named}: permission denied")


def _from_command_line(given: Mapping[str, Any], directory: str) -> Layer:
    values = {}
    for name, value in given.items():
        option = BY_FIELD[name.replace("-", "_")]
        if value is None:
            continue
        text = ",".join(value) if isinstance(value, (list, tuple)) else value
        values[option.field] = parsed(option, text, f"--{option.name}")
        insist_on_codes(option, values, f"--{option.name}")
    return Layer(COMMAND_LINE, absolute(values, directory, directory))


def _names_ours(values: Mapping[str, Any]) -> bool:
    prefixes = (*values["select"], *values.get("extend_select", ()))
    return any(PREFIX.startswith(p) or p.startswith(PREFIX) for p in prefixes)
