"""What a report shows: the tables of `rows`, and the beginnings of lists that may be very long."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flake8_automation.report import rows, words
from flake8_automation.report.rows import Row

# A page must stay one that can be read; the JSON has everything.
MOST_POINTS = 60
MOST_PLACES = 200


class Listed(NamedTuple):
    """The beginning of a list, and how many more there are."""

    shown: tuple[dict[str, Any], ...]
    more: int


class View(NamedTuple):
    """All that is shown, in the order in which it is shown."""

    project: str
    moment: str  # a sentence: what was counted
    base: str  # a sentence: what it is compared with; empty: nothing
    notes: tuple[str, ...]
    total: Row
    accepted_total: int
    trend: Listed  # the latest first
    points: tuple[dict[str, Any], ...]  # the whole of it, the earliest first, for the charts
    next: Listed
    rules: tuple[Row, ...]
    folders: tuple[Row, ...]
    waivers: Listed
    accepted: Listed


def view(document: Mapping[str, Any], top: int) -> View:
    """What is shown of a document, with the `top` first of its gaps."""
    return View(
        project=document["project"],
        moment=_moment(document["now"]),
        base=_base(document["before"]) if document["before"] else "",
        notes=tuple(document["notes"]),
        total=rows.total(document),
        accepted_total=len(document["accepted"]),
        trend=_listed(document["trend"][::-1], MOST_POINTS),
        points=tuple(document["trend"]),
        next=_listed(document["next"], top),
        rules=tuple(rows.rules(document)),
        folders=tuple(rows.folders(document)),
        waivers=_listed(document["waivers"], MOST_PLACES),
        accepted=_listed(document["accepted"], MOST_PLACES),
    )


def _listed(items: list[dict[str, Any]], most: int) -> Listed:
    return Listed(tuple(items[:most]), max(0, len(items) - most))


def _moment(now: Mapping[str, Any]) -> str:
    if now["commit"] is None:
        return "Counted in files that no commit of git holds."
    where = f"commit {now['commit'][:10]} of {now['date'][:10]}"
    if now["changed"]:
        return f"Counted in the working tree, which has changes on top of {where}."
    return f"Counted at {where}."


def _base(before: Mapping[str, Any]) -> str:
    named = words.visible(before["why"])
    return f"Compared with commit {before['commit'][:10]} of {before['date'][:10]}, {named}."
