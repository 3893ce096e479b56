"""A series as text, Markdown, HTML and JSON."""

import json
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any

from flake8_automation.history.chart import bars, line
from flake8_automation.history.series import Row, Series
from flake8_automation.ledger.counts import Count
from flake8_automation.ledger.summary import summary
from flake8_automation.registry import selected_rules
from flake8_automation.settings import Settings

_HEAD = ("date", "commit", "covered", "gap", "waived", "coverage", "change")
_LABELS = 2  # columns that are text, on the left
_WIDE = 60  # bars of a chart
_SHORT = 12  # characters of a commit's id

_STYLE = """\
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}
th,td{padding:.2rem .6rem;border-bottom:1px solid #8884;text-align:right;white-space:nowrap}
th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}
svg{width:100%;height:auto;color:#2563eb}
.gap svg{color:#c2410c}
svg *{fill:none;stroke:currentColor;stroke-width:2}
svg path{stroke:#8888;stroke-width:1}
"""


def text(found: Series, settings: Settings, encoding: str = "utf-8") -> str:
    """A title, the table and two rows of bars, in characters that `encoding` has."""
    cells = _cells(found)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_title(found, settings), ""]
    for row in cells:
        aligned = (
            cell.ljust(width) if at < _LABELS else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join(aligned).rstrip())
    if len(found.rows) > 1:
        totals = [row.tally.total for row in found.rows]
        coverages = [total.coverage for total in totals]
        gaps = [total.gap for total in totals]
        lines += [
            "",
            f"coverage  {bars([*coverages, 1.0], _WIDE + 1, encoding)[:-1]}  {_ends(coverages)}",
            f"gaps      {bars(gaps, _WIDE, encoding)}  {gaps[0]} to {gaps[-1]}",
        ]
    return "\n".join(lines) + "\n"


def markdown(found: Series, settings: Settings) -> str:
    """A title and the table."""
    head, *rows = _cells(found)
    rule = ["---" if at < _LABELS else "---:" for at in range(len(head))]
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in (head, rule, *rows)]
    return f"**{_title(found, settings)}**\n\n" + "".join(f"| {one} |\n" for one in lines)


def html(found: Series, settings: Settings) -> str:
    """A page of its own: a title, two charts and the table."""
    title = escape(_title(found, settings))
    totals = [row.tally.total for row in found.rows]
    gaps = [total.gap for total in totals]
    head, *rows = _cells(found)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"<h2>Coverage</h2>\n{line([total.coverage for total in totals], 1, 'coverage')}\n"
        f'<h2>Gaps</h2>\n<div class="gap">{line(gaps, max(gaps), "gaps")}</div>\n'
        f"<table>\n{_html_row(head, 'th')}{''.join(_html_row(row, 'td') for row in rows)}"
        f"</table>\n</body>\n</html>\n"
    )


def json_text(found: Series, settings: Settings) -> str:
    """An object; `history` has a row for each commit, whose numbers are those of `gaps --json`."""
    value = {
        "every": found.chosen.every,
        "shallow": found.chosen.cut,
        "history": values(found, settings),
    }
    return json.dumps(value, indent=2) + "\n"


def values(found: Series, settings: Settings) -> list[dict[str, Any]]:
    """The rows as values that JSON can hold."""
    before = [None, *found.rows]
    return [_value(row, last, settings) for row, last in zip(found.rows, before, strict=False)]


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
    state = f"{total.covered} of {total.sites} sites covered ({_percent(total.coverage)})"
    left = f"{total.gap} to go" if total.gap else "no gap left"
    began = first.tally.total.coverage
    since = "" if began is None or first is last else f"; {_percent(began)} on {first.commit.day}"
    return f"{about}: {state}, {left}{since}"


def _cells(found: Series) -> list[tuple[str, ...]]:
    rows = [_HEAD, _row(found.rows[0], "")]
    for before, row in pairwise(found.rows):
        change = row.tally.total.gap - before.tally.total.gap
        rows.append(_row(row, f"{change:+d}" if change else ""))
    return rows


def _row(row: Row, change: str) -> tuple[str, ...]:
    total = row.tally.total
    name = ", ".join(row.commit.tags) or row.commit.id[:_SHORT]
    numbers = (str(total.covered), str(total.gap), str(total.waived), _percent(total.coverage))
    return (row.commit.day, name, *numbers, change)


def _html_row(cells: Sequence[str], kind: str) -> str:
    inner = "".join(f"<{kind}>{escape(cell)}</{kind}>" for cell in cells)
    return f"<tr>{inner}</tr>\n"


def _percent(coverage: float | None) -> str:
    return "" if coverage is None else f"{coverage * 100:.1f} %"


def _ends(coverages: Sequence[float | None]) -> str:
    known = [coverage for coverage in coverages if coverage is not None]
    return f"{_percent(known[0])} to {_percent(known[-1])}" if known else "no sites"
