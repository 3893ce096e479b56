"""A series as text, Markdown, HTML and JSON."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from flake8_automation.history.chart import bars, line
from flake8_automation.history.series import Row, Series
from flake8_automation.ledger import table
from flake8_automation.ledger.counts import Count
from flake8_automation.ledger.summary import summary
from flake8_automation.ledger.table import Table
from flake8_automation.ledger.views import percent
from flake8_automation.registry import selected_rules
from flake8_automation.settings import Settings

_NUMBERS = ("Covered", "Gaps", "Waived", "Coverage", "Change")
_WIDE = 60  # bars of a chart
_SHORT = 12  # characters of a commit's id


def text(
    found: Series, settings: Settings, how: Callable[[Table], str], encoding: str = "utf-8"
) -> str:
    """The table, written in some way, and two rows of bars in characters that `encoding` has."""
    shown = as_table(found, settings)
    title = "" if how is table.as_terminal_text else f"{shown.title}\n\n"
    return title + how(shown) + _charts(found, encoding)


def _charts(found: Series, encoding: str) -> str:
    if len(found.rows) == 1:
        return ""
    coverages, gaps = _coverages(found), _gaps(found)
    known = [coverage for coverage in coverages if coverage is not None]
    ends = f"{percent(known[0])} to {percent(known[-1])}" if known else "no sites"
    return (
        f"\ncoverage  {bars(coverages, 1, _WIDE, encoding)}  {ends}\n"
        f"gaps      {bars(gaps, max(gaps), _WIDE, encoding)}  {gaps[0]} to {gaps[-1]}\n"
    )


def markdown(found: Series, settings: Settings) -> str:
    """The table and its title."""
    return table.as_markdown(as_table(found, settings))


def html(found: Series, settings: Settings) -> str:
    """A page of its own: two charts and the table."""
    shown = as_table(found, settings)
    gaps = _gaps(found)
    charts = line(_coverages(found), 1, "Coverage") + line(gaps, max(gaps), "Gaps")
    return table.page(shown.title, [shown], charts)


def as_table(found: Series, settings: Settings) -> Table:
    """A row for each commit. A change is one of the gaps, against the row before."""
    before: list[int | None] = [None, *_gaps(found)]
    rows = zip(found.rows, before, strict=False)
    cells = tuple(_cells(row, then) for row, then in rows)
    head = ("Date", "Commit", *_NUMBERS)
    return Table(_title(found, settings), head, cells, numbers=frozenset(_NUMBERS))


def _cells(row: Row, before: int | None) -> tuple[str, ...]:
    total = row.tally.total
    name = ", ".join(row.commit.tags) or row.commit.id[:_SHORT]
    numbers = (str(total.covered), str(total.gap), str(total.waived), percent(total.coverage))
    change = 0 if before is None else total.gap - before
    return (row.commit.day, name, *numbers, f"{change:+d}" if change else "")


def _coverages(found: Series) -> list[float | None]:
    return [row.tally.total.coverage for row in found.rows]


def _gaps(found: Series) -> list[int]:
    return [row.tally.total.gap for row in found.rows]


def json_pieces(found: Series, settings: Settings) -> Iterator[str]:
    """An object; `history` has a row for each commit, whose numbers are those of `gaps --json`."""
    about = {"every": found.chosen.every, "shallow": found.chosen.cut}
    yield f'{json.dumps(about)[:-1]}, "history": ['
    separator = "\n"
    for value in values(found, settings):
        # A line for each row: with an indent, json is ten times as slow.
        yield separator + json.dumps(value)
        separator = ",\n"
    yield "\n]}\n"


def values(found: Series, settings: Settings) -> Iterator[dict[str, Any]]:
    """The rows as values that JSON can hold."""
    before = None
    for row in found.rows:
        yield _value(row, before, settings)
        before = row


def _value(row: Row, before: Row | None, settings: Settings) -> dict[str, Any]:
    told = summary(row.tally, settings)
    change = before and [
        now - then for now, then in zip(row.tally.total, before.tally.total, strict=True)
    ]
    return {
        "commit": row.commit.id,
        "date": row.commit.moment,
        "tags": list(row.commit.tags),
        "files": row.files,
        **{name: told[name] for name in ("total", "rules", "priorities")},
        "change": change and dict(zip(Count._fields, change, strict=True)),
        "problems": [
            {"path": path, "kind": broken.kind.value, "reason": broken.reason, "line": broken.line}
            for path, broken in row.broken
        ],
    }


def _title(found: Series, settings: Settings) -> str:
    """What is counted, how far it is, and since when: for one rule the line of its migration."""
    rules = selected_rules(settings)
    about = f"{rules[0].code} {rules[0].name}" if len(rules) == 1 else f"{len(rules)} rules"
    first, last = found.rows[0], found.rows[-1]
    total = last.tally.total
    if total.coverage is None:
        return f"{about}: no sites at {last.commit.day}"
    state = f"{total.covered} of {total.sites} sites covered ({percent(total.coverage)})"
    left = f"{total.gap} to go" if total.gap else "no gap left"
    began = first.tally.total.coverage
    since = "" if began is None or first is last else f"; {percent(began)} on {first.commit.day}"
    return f"{about}: {state}, {left}{since}"
