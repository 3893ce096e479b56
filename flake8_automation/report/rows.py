"""What the tables of the report show, made from its document, so that every format shows the same.

A row has `key`, `name` (empty where there is none), the numbers `now` and `before` (None: there is
nothing to compare with), and by how much they changed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flake8_automation.report.words import change

Numbers = dict[str, Any]  # as `ledger.summary` gives them
Row = dict[str, Any]

# What has no sites. Nothing is covered, so there is no coverage, and nothing is at stake.
NONE: Numbers = {
    "covered": 0,
    "gap": 0,
    "waived": 0,
    "sites": 0,
    "coverage": None,
    "hours_estimated": None,
}
MOST_FOLDERS = 20  # the last row stands for all that are left then


def total(document: Mapping[str, Any]) -> Row:
    """The row for everything."""
    before = document["before"]
    return _row("Total", document["now"]["counts"]["total"], before and before["counts"]["total"])


def rules(document: Mapping[str, Any]) -> list[Row]:
    """A row for each rule that has, or had, sites; by code."""
    now = {row["code"]: row for row in document["now"]["counts"]["rules"]}
    if document["before"] is None:
        return [_row(code, numbers, None) for code, numbers in sorted(now.items())]
    then = {row["code"]: row for row in document["before"]["counts"]["rules"]}
    return [_row(code, now.get(code, NONE), then.get(code, NONE)) for code in sorted(now | then)]


def folders(document: Mapping[str, Any]) -> list[Row]:
    """A row for each folder that has sites, as it is now: those with the most gaps first.

    What is too much for a table is the last row, so that the sums stay right.
    """
    rows = [_row(row["folder"], row, None) for row in document["now"]["counts"]["folders"]]
    rows.sort(key=lambda row: (-row["now"]["gap"], -row["now"]["sites"], row["key"]))
    if len(rows) <= MOST_FOLDERS:
        return rows
    rest = rows[MOST_FOLDERS - 1 :]
    others = _row(f"{len(rest)} other folders", _sum(row["now"] for row in rest), None)
    return [*rows[: MOST_FOLDERS - 1], others]


def _row(key: str, now: Numbers, before: Numbers | None) -> Row:
    then = before or NONE
    hours = change(then["hours_estimated"], now["hours_estimated"])
    coverage = change(then["coverage"], now["coverage"])
    return {
        "key": key,
        "name": now.get("name") or then.get("name") or "",
        "now": now,
        "before": before,
        "gap_change": None if before is None else now["gap"] - before["gap"],
        "coverage_change": None if coverage is None else round(coverage, 6),
        "hours_change": None if hours is None else round(hours, 2),
    }


def _sum(rows: Iterable[Numbers]) -> Numbers:
    rows = list(rows)
    added = {key: sum(row[key] for row in rows) for key in ("covered", "gap", "waived", "sites")}
    figures = [row["hours_estimated"] for row in rows if row["hours_estimated"] is not None]
    return added | {
        "coverage": added["covered"] / added["sites"] if added["sites"] else None,
        "hours_estimated": round(sum(figures), 2) if figures else None,
    }
