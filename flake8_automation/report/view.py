"""What a report shows: the tables of `rows`, and the beginnings of lists that may be very long."""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from flake8_automation.report import rows, words
from flake8_automation.report.rows import Row

# A page must stay one that can be read; the JSON has everything.
MOST_POINTS = 60
MOST_PLACES = 200
MOST_LINES = 20  # of one file, of which the same is said

Item = dict[str, Any]


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
    trend: Listed  # the points at which something changed, and both ends; the latest first
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
        moment=_moment(document["now"], document["paths"]),
        base=_base(document["before"]) if document["before"] else "",
        notes=tuple(document["notes"]),
        total=rows.total(document),
        accepted_total=sum(1 for item in document["accepted"] if not item["stale"]),
        trend=_listed(_changes(document["trend"])[::-1], MOST_POINTS),
        points=tuple(document["trend"]),
        next=_listed(document["next"], top, _step),
        rules=tuple(rows.rules(document)),
        folders=tuple(rows.folders(document)),
        waivers=_listed(document["waivers"], MOST_PLACES),
        accepted=_listed(document["accepted"], MOST_PLACES),
    )


def _changes(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    changed = [now for before, now in pairwise(points) if now["counts"] != before["counts"]]
    ends = [*points[:1], *changed, *points[-1:]]
    return ends[:-1] if len(ends) > 1 and ends[-1] is ends[-2] else ends


def _listed(items: list[dict[str, Any]], most: int, shown: Callable[[Item], Item] = dict) -> Listed:
    return Listed(tuple(map(shown, items[:most])), max(0, len(items) - most))


def _step(step: Item) -> Item:
    """A step of the worklist, with its gaps grouped by what is said about them."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for gap in step["gaps"]:
        groups.setdefault((gap["code"], gap["message"]), []).append(gap)
    return step | {
        "groups": [
            {"code": code, "message": message, "gaps": gaps[:MOST_LINES], "more": gaps[MOST_LINES:]}
            for (code, message), gaps in groups.items()
        ]
    }


def _moment(now: Mapping[str, Any], paths: Iterable[str]) -> str:
    counted = " ".join(["Counted", *(["in", words.visible(", ".join(paths))] if paths else [])])
    if now["commit"] is None:
        return f"{counted}, as the files are: there is no commit."
    where = f"commit {now['commit'][:10]} of {now['date'][:10]}"
    if now["changed"]:
        return f"{counted}, as the files are: with changes on top of {where}."
    return f"{counted} at {where}."


def _base(before: Mapping[str, Any]) -> str:
    named = words.visible(before["why"])
    return f"Compared with commit {before['commit'][:10]} of {before['date'][:10]}, {named}."
