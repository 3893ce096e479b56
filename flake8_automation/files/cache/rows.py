"""The result of a file as a text of JSON, and back: all of it but the path."""

from enum import Enum
from typing import Any

from flake8_automation.model import (
    Broken,
    BrokenKind,
    Checked,
    Edit,
    Fix,
    Mark,
    Position,
    Priority,
    Safety,
    Site,
    Span,
    Status,
)


def packed(checked: Checked) -> str:
    """A result as a text in ASCII. Empty: there is nothing to say about the file."""
    if not checked.sites and not checked.broken:
        return ""
    import json  # takes longer to load than most files to check

    return json.dumps(_plain(checked[1:]), separators=(",", ":"))


def unpacked(text: str, path: str) -> Checked:
    """The result for a file of this path. Raises ValueError for what was not packed here."""
    if not text:
        return Checked(path)
    import json

    try:
        sites, broken = json.loads(text)
        return Checked(path, tuple(_site(*row) for row in sites), broken and _broken(*broken))
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value.value if isinstance(value, Enum) else value


def _site(  # noqa: PLR0913, PLR0917 - the fields of a site, in their order
    code: str,
    name: str,
    status: str,
    span: Any,
    message: str,
    priority: int,
    fix: Any,
    reason: str,
    alternatives: Any,
    mark: Any,
) -> Site:
    return Site(
        code,
        name,
        Status(status),
        _span(span),
        message,
        Priority(priority),
        fix and _fix(fix),
        reason,
        tuple(_fix(other) for other in alternatives),
        mark and Mark(*mark),
    )


def _fix(row: Any) -> Fix:
    title, edits, safety = row
    return Fix(title, tuple(Edit(_span(span), text) for span, text in edits), Safety(safety))


def _span(row: Any) -> Span:
    start, end = row
    return Span(Position(*start), Position(*end))


def _broken(kind: str, reason: str, line: int, column: int) -> Broken:
    return Broken(BrokenKind(kind), reason, line, column)
