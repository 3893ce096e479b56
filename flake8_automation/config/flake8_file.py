"""The `[flake8]` section of setup.cfg, tox.ini or .flake8, found and read as flake8 does it."""

import os

from flake8_automation.config.reading import (
    OURS,
    Layer,
    absolute,
    broken,
    parsed,
    shown,
    text_with,
    unknown_option,
    upward,
)
from flake8_automation.kinds import WORDS
from flake8_automation.settings import OPTIONS

_FILES = ("setup.cfg", "tox.ini", ".flake8")


def nearest(directory: str) -> Layer | None:
    """What the first of flake8's files says, going up from a folder. Raises `ConfigError`."""
    for folder in upward(directory):
        for name in _FILES:
            layer = read(os.path.join(folder, name), directory)
            if layer:
                return layer
    return None


def read(path: str, directory: str) -> Layer | None:
    """The `[flake8]` section of a file; None if this is not a file of flake8's."""
    text = text_with(b"[flake8", path, directory)
    if text is None:
        return None
    from configparser import Error, RawConfigParser

    ini = RawConfigParser()
    try:
        ini.read_string(text, source=os.path.basename(path))
    except Error as error:
        raise broken(path, directory, error) from None
    if "flake8" not in ini:
        return Layer(path, {}, is_flake8s=True) if "flake8:local-plugins" in ini else None
    by_name = {option.flake8_name: option for option in OPTIONS}
    values = {}
    for name, value in ini["flake8"].items():
        known = by_name.get(name.replace("_", "-"))
        if known:
            # Other plugins' codes are normal here, and may be of any shape.
            kind = WORDS if known.name in {"select", "extend-select"} else known.kind
            where = f"{shown(path, directory)}: [flake8] {name}"
            values[known.field] = parsed(known._replace(kind=kind), value, where)
        elif name.replace("_", "-").startswith(OURS):
            where = f"{shown(path, directory)}: [flake8]"
            raise unknown_option(name.replace("_", "-"), by_name, where)
    return Layer(path, absolute(values, os.path.dirname(path), directory), is_flake8s=True)
