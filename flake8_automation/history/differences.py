"""A comparison as text, as a comment on a pull request in Markdown, and as JSON."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from flake8_automation.history.comparison import Base, Comparison
from flake8_automation.ledger import table
from flake8_automation.ledger.keys import Gap
from flake8_automation.ledger.summary import numbers
from flake8_automation.ledger.table import Table
from flake8_automation.ledger.tally import Tally
from flake8_automation.ledger.views import percent
from flake8_automation.model import Checked
from flake8_automation.output import Style, renderer
from flake8_automation.output.json_array import row
from flake8_automation.registry import all_rules
from flake8_automation.settings import Settings

_NUMBERS = ("Before", "New", "Closed", "Waived", "Now")
_SHORT = 12  # characters of a commit's id
_LISTED = 50  # gaps in a comment, whose length is limited


def text(found: Comparison, how: Callable[[Table], str], style: Style) -> str:
    """New gaps as `check` reports them, a line for each other one, and the table."""
    new = [Checked(gap.filename, (gap.site,)) for gap in found.new]
    lines = [f"{about(found.base)}\n\n", *renderer("text")(new, style)]
    lines += [f"{_where(gap)}: {gap.key.code} closed{_scope(gap)}\n" for gap in found.closed]
    lines += [f"{_where(gap)}: {gap.key.code} waived{_scope(gap)}\n" for gap in found.waived]
    lines += [
        f"{_where(one)}: {one.key.code} moved to {two.key.path}:{two.site.span.start.line}\n"
        for one, two in found.moved
    ]
    lines += ["\n"] if len(lines) > 1 else []
    return "".join(lines) + how(as_table(found))


def markdown(found: Comparison) -> str:
    """A comment: the verdict, the table, and the gaps in lists that are cut where they are long."""
    sections = [
        ("New", [f"{_code(gap)} {gap.site.message}" for gap in found.new]),
        ("Closed", [_code(gap) + _scope(gap) for gap in found.closed]),
        ("Waived", [_code(gap) + _scope(gap) for gap in found.waived]),
        ("Moved", [f"{_code(one)} to {_quoted(two.key.path)}" for one, two in found.moved]),
    ]
    parts = [f"{table.as_markdown(as_table(found))}\n{about(found.base)}.\n"]
    for title, lines in sections:
        if lines:
            shown = "".join(f"- {' '.join(line.split())}\n" for line in lines[:_LISTED])
            more = len(lines) - _LISTED
            parts.append(f"**{title}**\n\n{shown}" + (f"- and {more} more\n" if more > 0 else ""))
    return "\n".join(parts)


def json_text(found: Comparison, settings: Settings) -> str:
    """An object: what was compared, the verdict, the counts and the gaps."""
    commit = found.base.commit
    value = {
        "base": {
            "commit": commit.id,
            "date": commit.moment,
            "ref": found.base.ref,
            "at_ref": found.base.at_ref,
        },
        "verdict": verdict(found),
        "before": numbers(found.before, settings),
        "now": numbers(found.now, settings),
        "new": [row(gap.filename, gap.site) for gap in found.new],
        "closed": [_plain(gap) for gap in found.closed],
        "waived": [_plain(gap) for gap in found.waived],
        "moved": [
            {**_plain(one), "to": {"path": two.key.path, "line": two.site.span.start.line}}
            for one, two in found.moved
        ],
        "unseen": [_plain(gap) for gap in found.unseen],
    }
    return json.dumps(value, indent=2) + "\n"


def verdict(found: Comparison) -> str:
    """Worse if there is anything new, however much is closed. Waiving closes nothing."""
    return "worse" if found.new else "better" if found.closed else "same"


def about(base: Base) -> str:
    """What was compared."""
    commit = f"{base.commit.id[:_SHORT]} of {base.commit.day}"
    place = f"which is {base.ref}" if base.at_ref else f"where HEAD left {base.ref}"
    return f"The working tree against {commit}, {place}"


def as_table(found: Comparison) -> Table:
    """A row for each rule that has gaps, or had some."""
    names = {rule.code: rule.name for rule in all_rules()}
    before, now = (_gaps_by_code(tally) for tally in (found.before, found.now))
    counts = [before, *map(_by_code, (found.new, found.closed, found.waived)), now]
    codes = sorted(code for code in names if any(count[code] for count in counts))
    rows = tuple((c, names[c], *(str(count[c]) for count in counts)) for c in codes)
    total = ("Total", "", *(str(sum(count.values())) for count in counts))
    coverages = (percent(tally.total.coverage) for tally in (found.before, found.now))
    words = f"{len(found.new)} new, {len(found.closed)} closed, {len(found.moved)} moved"
    title = f"{verdict(found).capitalize()}: {words}; coverage {' to '.join(coverages)}"
    return Table(title, ("Code", "Rule", *_NUMBERS), rows, total, frozenset(_NUMBERS))


def _gaps_by_code(tally: Tally) -> Counter[str]:
    return Counter({code: part.total.gap for code, part in tally.by_rule().items()})


def _by_code(gaps: Iterable[Gap]) -> Counter[str]:
    return Counter(gap.key.code for gap in gaps)


def _plain(gap: Gap) -> dict[str, Any]:
    return {
        "code": gap.key.code,
        "path": gap.key.path,
        "line": gap.site.span.start.line,
        "scope": gap.key.scope,
        "message": gap.site.message,
        "priority": gap.site.priority.name,
    }


def _where(gap: Gap) -> str:
    """The file as the user knows it, and the line that the gap had in the base."""
    return f"{os.path.relpath(gap.filename)}:{gap.site.span.start.line}".replace(os.sep, "/")


def _scope(gap: Gap) -> str:
    return f" in {gap.key.scope}" if gap.key.scope else ""


def _code(gap: Gap) -> str:
    return f"{gap.key.code} {_quoted(f'{gap.key.path}:{gap.site.span.start.line}')}"


def _quoted(path: str) -> str:
    return f"`{path.replace('`', '?')}`"
