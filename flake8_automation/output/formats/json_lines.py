"""One JSON object per line and gap, in the shape of ruff's `json-lines`."""

import json
from collections.abc import Iterable, Iterator

from flake8_automation.model import Checked
from flake8_automation.output import Context
from flake8_automation.output.formats.json import as_objects

FIXES = True


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:  # noqa: ARG001
    """A line per gap."""
    for row in as_objects(results):
        yield json.dumps(row) + "\n"
