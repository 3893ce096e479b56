"""The Reviewdog Diagnostic Format, one diagnostic a line: the rows of `rdjson`."""

import json
from collections.abc import Iterable, Iterator

from flake8_automation.model import Checked
from flake8_automation.output import Context
from flake8_automation.output.formats.rdjson import diagnostics

FIXES = True


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """A line per diagnostic."""
    for row in diagnostics(results, context):
        yield json.dumps(row) + "\n"
