"""What is found in one version of a file, and how it is written down."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from flake8_automation.ledger.counts import Count
from flake8_automation.ledger.tally import Place, tally
from flake8_automation.model import (
    Broken,
    BrokenKind,
    Checked,
    Mark,
    Position,
    Priority,
    Site,
    Span,
    Status,
)

Counts = tuple[tuple[Place, Count], ...]


class Judgement(NamedTuple):
    """The counts of one version, by code and priority; the paths of these places are empty.

    `counts` is None for what turned out to be no Python, so that it is no file of the run.
    """

    counts: Counts | None
    broken: Broken | None = None


NO_PYTHON = Judgement(None)


def judgement(checked: Checked) -> Judgement:
    """The counts of a file that was checked."""
    return Judgement(tuple(tally([checked._replace(path="")]).counts.items()), checked.broken)


def packed(checked: Checked | None) -> bytes:
    """A result as bytes: the counts in the first line, the sites in the second. None: no Python.

    Fixes are left out.
    """
    if checked is None:
        return b"null\n[]"
    found = judgement(checked)
    broken = found.broken and [found.broken.kind.name, *found.broken[1:]]
    counts = [[place.code, place.priority, *count] for place, count in found.counts or ()]
    return f"{_compact([counts, broken])}\n{_compact(map(_plain, checked.sites))}".encode(
        "utf-8", "surrogatepass"
    )


def counts_of(data: bytes) -> Judgement:
    """The counts of what was `packed`."""
    value = json.loads(data[: data.index(b"\n")].decode("utf-8", "surrogatepass"))
    if value is None:
        return NO_PYTHON
    counts, broken = value
    return Judgement(
        tuple((Place(row[0], Priority(row[1]), ""), Count(*row[2:])) for row in counts),
        broken and Broken(BrokenKind[broken[0]], *broken[1:]),
    )


def checked_of(data: bytes, path: str) -> Checked | None:
    """What was `packed`, as the result of a file of this path. None: no Python."""
    found = counts_of(data)
    if found.counts is None:
        return None
    rows = json.loads(data[data.index(b"\n") :].decode("utf-8", "surrogatepass"))
    return Checked(path, tuple(map(_site, rows)), found.broken)


def _compact(value: Iterable[object]) -> str:
    return json.dumps(list(value), separators=(",", ":"))


def _plain(site: Site) -> list[object]:
    status, priority = site.status.value, site.priority
    told = [site.code, site.name, status, priority, site.message, site.reason]
    return [*told, site.span, site.mark]


def _site(row: list[Any]) -> Site:
    code, name, status, priority, message, reason, span, mark = row
    start, end = (Position(*position) for position in span)
    return Site(
        code,
        name,
        Status(status),
        Span(start, end),
        message,
        Priority(priority),
        reason=reason,
        mark=mark and Mark(*mark),
    )
