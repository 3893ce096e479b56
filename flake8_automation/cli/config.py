"""`config`: the settings in force, and where each comes from."""

import json
from enum import Enum
from typing import Any

from flake8_automation.cli import options
from flake8_automation.cli.streams import note, write_results
from flake8_automation.settings import OPTIONS


def run(argv: list[str]) -> int:
    """Always 0, unless the configuration is wrong (2)."""
    parser = options.parser("config", "Show the settings in force, and where each comes from.")
    options.add_settings(parser)
    options.add_output(parser, ("text", "json"))
    given = parser.parse_args(argv)
    loaded = options.settings(given)
    for line in loaded.notes:
        note(line)
    rows = [
        (option.name, _plain(getattr(loaded.settings, option.field)), loaded.origins[option.field])
        for option in OPTIONS
    ]
    if given.output_format == "json":
        table = {name: {"value": value, "origin": origin} for name, value, origin in rows}
        text = json.dumps(table, indent=2) + "\n"
    else:
        text = "".join(
            f"{name} = {json.dumps(value)}  # {origin}\n" for name, value, origin in rows
        )
    write_results([text], given.output_file)
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return {key: _plain(inner) for key, inner in value}
    return list(value) if isinstance(value, tuple) else value
