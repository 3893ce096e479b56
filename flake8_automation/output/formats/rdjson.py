"""The Reviewdog Diagnostic Format, as one JSON document.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf

Lines and columns are 1-based, columns count bytes of UTF-8, and an end is exclusive. A suggestion
replaces one stretch of text, so a fix of several edits is given as one that spans them all.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flake8_automation.files.hunks import lie_in
from flake8_automation.model import Checked, Position, Safety, Site, Span
from flake8_automation.output import Context
from flake8_automation.output.levels import LEVELS
from flake8_automation.output.paths import relative
from flake8_automation.output.suggestions import as_one_edit
from flake8_automation.registry import HOME, page_url

FIXES = True

_HEAD = json.dumps({"source": {"name": "flake8-automation", "url": HOME}})[:-1]


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """The document, a diagnostic at a time."""
    yield f'{_HEAD}, "diagnostics": ['
    separator = "\n"
    for row in diagnostics(results, context):
        yield separator + json.dumps(row)
        separator = ",\n"
    yield "\n]}\n"


def diagnostics(results: Iterable[Checked], context: Context) -> Iterator[dict[str, Any]]:
    """One for each gap, and one without a code for each file that went wrong."""
    for checked in results:
        path = relative(checked.path, context.root)
        for site in checked.gaps():
            yield _diagnostic(path, checked.path, site, context)
        if checked.broken:
            location: dict[str, Any] = {"path": path}
            if checked.broken.line:
                location["range"] = {"start": {"line": checked.broken.line}}
            told = f"{checked.broken.kind.value}: {checked.broken.reason}"
            yield {"message": told, "location": location, "severity": "ERROR"}


def _diagnostic(shown: str, path: str, site: Site, context: Context) -> dict[str, Any]:
    url = page_url(site.code)
    row: dict[str, Any] = {
        "message": site.message,
        "location": {"path": shown, "range": _range(site.span)},
        "severity": LEVELS[site.priority].rdjson,
        "code": {"value": site.code} | ({"url": url} if url else {}),
    }
    fix = site.fix
    edit = as_one_edit(path, fix, context) if fix else None
    if fix and edit:
        advised = fix.safety is Safety.DISPLAY
        row["message"] = f"{site.message}\n{'Advice' if advised else 'Fix'}: {fix.titled()}"
        lines = edit.span.start.line, edit.span.end.line
        if not advised and (context.hunks is None or lie_in(context.hunks.get(shown, ()), *lines)):
            row["suggestions"] = [{"range": _range(edit.span), "text": edit.text}]
    return row


def _range(span: Span) -> dict[str, Any]:
    return {"start": _place(span.start), "end": _place(span.end)}


def _place(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column_utf8}
