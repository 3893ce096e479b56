"""The document of a report: everything it says, as one value that JSON can hold.

`now` and `before` are moments with their `counts` as `gaps --json` prints them, but for owners;
those of `before` and of the `trend`, the earliest first, know no folders. `next` is the worklist
with all gaps, the most valuable step first. A `line` is 1-based, 0 where it is not known; `before`
and `commit` are null where there is none. What is called an estimate is one: null where no figure
is published.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flake8_automation.history.commits import Commit
from flake8_automation.history.series import Row, Series
from flake8_automation.ledger.accepted import Entry
from flake8_automation.ledger.home import Home
from flake8_automation.ledger.keys import Gap
from flake8_automation.ledger.ratchet import Standing
from flake8_automation.ledger.summary import summary
from flake8_automation.ledger.tally import Tally, tally
from flake8_automation.ledger.worklist import CLOSED_WITH, worklist
from flake8_automation.model import Checked, Site, Status
from flake8_automation.settings import Settings

LinkTo = Callable[[str, int], str]  # (path from the root of the project, line) -> address


class Gathered(NamedTuple):
    """What a report is made of. `results` are in the order of path, with marked gaps.

    `paths`, from the root, are what was counted; empty: the whole project. `past` None: there is no
    history. `commit` None: there is no commit either. `why` says how the commit was chosen that is
    compared with, the first one of `past`.
    """

    home: Home
    paths: tuple[str, ...]
    results: tuple[Checked, ...]
    stands: Standing
    commit: Commit | None
    changed: bool
    past: Series | None
    why: str
    notes: tuple[str, ...]


def document(of: Gathered, settings: Settings, link_to: LinkTo) -> dict[str, Any]:
    """The document. Sites below the least priority of the settings are left out of all of it."""
    results = [_urgent(checked, settings) for checked in of.results]
    counted = tally(results, of.home.shown_path_of)
    rows = of.past.rows if of.past else ()
    return {
        "project": os.path.basename(of.home.root) or of.home.root,
        "paths": list(of.paths),
        "now": {
            **_moment(of.commit),
            "changed": of.changed,
            "counts": _counts(counted, settings, "folders"),
        },
        "before": {**_point(rows[0], settings), "why": of.why} if len(rows) > 1 else None,
        "trend": [_point(row, settings) for row in rows],
        "next": _next(of, results, counted, settings, link_to),
        "waivers": [
            {**_place(site, path, link_to), "reason": site.reason}
            for site, path in _sites(of, results, Status.WAIVED)
        ],
        "accepted": _accepted(of, settings, link_to),
        "notes": list(of.notes),
    }


def _urgent(checked: Checked, settings: Settings) -> Checked:
    wanted = tuple(site for site in checked.sites if site.priority <= settings.min_priority)
    return checked._replace(sites=wanted)


def _moment(commit: Commit | None) -> dict[str, Any]:
    return {"commit": commit and commit.id, "date": commit and commit.moment}


def _point(row: Row, settings: Settings) -> dict[str, Any]:
    return {**_moment(row.commit), "counts": _counts(row.tally, settings)}


def _counts(counted: Tally, settings: Settings, *more: str) -> dict[str, Any]:
    told = summary(counted, settings)
    return {name: told[name] for name in ("total", "rules", "priorities", *more)}


def _sites(of: Gathered, results: Iterable[Checked], status: Status) -> Iterable[tuple[Site, str]]:
    """The sites of this status with the paths of their files, in order."""
    for checked in results:
        for site in checked.sites:
            if site.status is status:
                yield site, of.home.shown_path_of(checked.path)


def _place(site: Site, path: str, link_to: LinkTo) -> dict[str, Any]:
    line = site.span.start.line
    return {"code": site.code, "path": path, "line": line, "url": link_to(path, line)}


def _next(
    of: Gathered, results: Iterable[Checked], counted: Tally, settings: Settings, link_to: LinkTo
) -> list[dict[str, Any]]:
    """The steps of the worklist, each with its gaps in the order of their lines."""
    accepted = {
        (gap.key.path, gap.site.code, gap.site.span.start.offset)
        for _, gap in (*of.stands.accepted, *of.stands.moved)
    }
    steps: dict[tuple[str, str], dict[str, Any]] = {
        (step.code, step.path): {
            "code": step.code,
            "path": step.path,
            "url": link_to(step.path, 0),
            "priority": step.priority.name,
            "places": step.places,
            "hours_estimated": None if step.hours is None else round(step.hours, 2),
            "gaps": [],
        }
        for step in worklist(counted, settings)
    }
    for site, path in _sites(of, results, Status.GAP):
        outer = (CLOSED_WITH.get(site.code, ""), path)
        step = steps[outer if outer in steps else (site.code, path)]
        step["gaps"].append(
            {
                **_place(site, path, link_to),
                "priority": site.priority.name,
                "message": site.message,
                "accepted": (path, site.code, site.span.start.offset) in accepted,
            }
        )
    return list(steps.values())


def _accepted(of: Gathered, settings: Settings, link_to: LinkTo) -> list[dict[str, Any]]:
    """The accepted gaps where they stand now, then the lines of the list that have none."""
    found = [
        {
            **_place(gap.site, gap.key.path, link_to),
            "scope": gap.key.scope,
            "reason": entry.reason,
            "stale": False,
        }
        for entry, gap in sorted((*of.stands.accepted, *of.stands.moved), key=_where)
        if gap.site.priority <= settings.min_priority
    ]
    stale = [
        {
            "code": entry.key.code,
            "path": entry.key.path,
            "line": 0,
            "url": link_to(entry.key.path, 0),
            "scope": entry.key.scope,
            "reason": entry.reason,
            "stale": True,
        }
        for entry in of.stands.stale
    ]
    return found + stale


def _where(pair: tuple[Entry, Gap]) -> tuple[str, int]:
    gap = pair[1]
    return gap.key.path, gap.site.span.start.offset
