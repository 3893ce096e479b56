"""The table `[tool.flake8-automation]` of a pyproject.toml."""

import os

from flake8_automation.config.reading import (
    ConfigError,
    Layer,
    absolute,
    broken,
    insist_on_codes,
    parsed,
    shown,
    text_with,
    unknown_option,
    upward,
)
from flake8_automation.settings import OPTIONS


def nearest(directory: str = ".") -> Layer | None:
    """What the nearest `pyproject.toml` with our table says. Raises `ConfigError`."""
    directory = os.path.abspath(directory)
    for folder in upward(directory):
        layer = read(os.path.join(folder, "pyproject.toml"), directory)
        if layer:
            return layer
    return None


def read(path: str, directory: str) -> Layer | None:
    """The table of ours in a TOML file; None if it has none."""
    text = text_with(b"flake8-automation", path, directory)
    if text is None:
        return None
    import tomllib

    file = shown(path, directory)
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise broken(path, directory, error) from None
    tools = document.get("tool", {})
    if not isinstance(tools, dict):
        raise ConfigError(f"{file}: tool: expected a table, not {tools!r}")
    if "flake8-automation" not in tools:
        return None
    table = tools["flake8-automation"]
    where = f"{file}: [tool.flake8-automation]"
    if not isinstance(table, dict):
        raise ConfigError(f"{where}: expected a table, not {table!r}")
    by_name = {option.name: option for option in OPTIONS}
    values = {}
    for name, value in table.items():
        if name not in by_name:
            raise unknown_option(name, by_name, where)
        values[by_name[name].field] = parsed(by_name[name], value, f"{where} {name}")
        insist_on_codes(by_name[name], values, f"{where} {name}")
    return Layer(path, absolute(values, os.path.dirname(path), directory))
