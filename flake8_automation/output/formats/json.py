"""JSON in the shape of `ruff check --output-format json`, so that its readers work unchanged.

An array of gaps. Rows and columns are 1-based and count characters, `end_location` is exclusive,
`filename` is absolute; `priority` and `alternatives`, the fixes offered beside `fix`, are ours.
"""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from flake8_automation.model import Checked, Fix, Position, Site
from flake8_automation.output import Context
from flake8_automation.registry import page_url

FIXES = True


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:  # noqa: ARG001
    """The array, an element at a time."""
    separator = "[\n"
    for gap in as_objects(results):
        text = json.dumps(gap, indent=2)
        yield separator + "  " + text.replace("\n", "\n  ")
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def as_objects(results: Iterable[Checked]) -> Iterator[dict[str, Any]]:
    """The elements: one for each gap."""
    for checked in results:
        for site in checked.gaps():
            yield row(checked.path, site)


def row(path: str, site: Site) -> dict[str, Any]:
    """One gap of a file, as a value that JSON can hold."""
    return {
        "code": site.code,
        "name": site.name,
        "message": site.message,
        "filename": os.path.abspath(path),
        "location": _place(site.span.start),
        "end_location": _place(site.span.end),
        "fix": _fix(site.fix) if site.fix else None,
        "noqa_row": site.span.start.line,
        "url": page_url(site.code),
        "priority": site.priority.name,
        "alternatives": [_fix(fix) for fix in site.alternatives],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "applicability": fix.safety.value,
        "message": fix.titled(),
        "edits": [
            {
                "content": edit.text,
                "location": _place(edit.span.start),
                "end_location": _place(edit.span.end),
            }
            for edit in fix.edits
        ],
    }


def _place(position: Position) -> dict[str, int]:
    return {"row": position.line, "column": position.column}
