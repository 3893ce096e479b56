"""The report as Markdown, in the dialect of GitHub and GitLab: what the page shows but the charts.

Whatever a name or a reason holds stays text: no cell, link, tag or emphasis begins in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flake8_automation import __version__
from flake8_automation.report import words
from flake8_automation.report.rows import Row
from flake8_automation.report.view import Listed, View, view

_PLAIN = re.compile(r"[^`|\\<>&@\s](?:[^`|\\<>&@]*[^`|\\<>&@\s])?")  # fits between two backticks
_SPECIAL = re.compile(r"[!#$&*<>@\[\\\]^_`{|}~]")
_NUMBERS = ("Covered", "Gaps", "Waived", "Coverage", "Hours a month at stake (estimate)")
_COMPARED = ("Gaps before", "now", "change", "Coverage before", "now", "change")


def render(document: Mapping[str, Any], top: int) -> str:
    """The report of a document, with the `top` first of its gaps."""
    return "\n".join(_lines(view(document, top))) + "\n"


def text(value: str) -> str:
    """What stands as it is, in one line; it may stand in a table."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", words.visible(value))


def code(value: str) -> str:
    """The same, as code."""
    value = words.visible(value)
    return f"`{value}`" if _PLAIN.fullmatch(value) else f"<code>{text(value)}</code>"


def _lines(shown: View) -> Iterator[str]:
    yield f"# Gaps in automation: {text(shown.project)}"
    notes = [f"Note: {note}" for note in shown.notes]
    for line in filter(None, (shown.moment, shown.base, *notes)):
        yield from ("", text(line))
    yield ""
    yield from _summary(shown)
    if shown.total["before"]:
        yield from ("", "## Before and after", "")
        yield from _table("Rule", _COMPARED, [*map(_compared, shown.rules), _compared(shown.total)])
    if len(shown.points) > 1:
        yield from ("", "## Trend", "")
        yield from _table("Date", ("Commit", *_NUMBERS), map(_point, shown.trend.shown))
        yield from _more(shown.trend, "changes")
    yield from ("", "## What to close next", "", *([words.ORDER, ""] if shown.next.shown else []))
    yield from _listed(shown.next, _step, "steps", "There are no gaps.")
    for heading, head, rows in (("rule", "Rule", shown.rules), ("folder", "Folder", shown.folders)):
        yield from ("", f"## Coverage by {heading}", "")
        if rows:
            yield from _table(head, _NUMBERS, [*map(_counted, rows), _counted(shown.total)])
        else:
            yield f"No {heading} has a place to judge."
    yield from ("", "## Waivers", "")
    yield from _listed(shown.waivers, _waiver, "waivers", "Nothing is waived.")
    yield from ("", "## Accepted gaps", "")
    yield from _listed(shown.accepted, _accepted, "accepted gaps", "No gap is accepted.")
    yield from ("", f"{words.LEGEND} Made by flake8-automation {__version__}.")


def _summary(shown: View) -> Iterator[str]:
    total, now = shown.total, shown.total["now"]
    rows = [
        ("Gaps", words.whole(now["gap"]), words.signed(total["gap_change"])),
        (
            "Coverage",
            words.share(now["coverage"]),
            words.signed(total["coverage_change"], "points"),
        ),
        (
            "Hours a month at stake (estimate)",
            words.hours(now["hours_estimated"]),
            words.signed(total["hours_change"], "hours"),
        ),
        ("Waived in the code", words.whole(now["waived"]), words.NOTHING),
        ("Accepted for now", words.whole(shown.accepted_total), words.NOTHING),
    ]
    yield from _table("", ("Now", "Change"), rows)


def _table(head: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table whose first column is names, and all others numbers."""
    columns = list(columns)
    yield f"| {' | '.join([head, *columns])} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _title(row: Row) -> str:
    return " ".join(filter(None, (_rule(row["key"]), text(row["name"]))))


def _rule(key: str) -> str:
    """The code of a rule, with a link to its page, or the name of a folder."""
    url = words.rule_url(key)
    return f"[{key}]({url})" if url else code(words.folder(key))


def _counts(numbers: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        *(words.whole(numbers[key]) for key in ("covered", "gap", "waived")),
        words.share(numbers["coverage"]),
        words.hours(numbers["hours_estimated"]),
    )


def _counted(row: Row) -> tuple[str, ...]:
    return (_title(row), *_counts(row["now"]))


def _compared(row: Row) -> tuple[str, ...]:
    before, now = row["before"], row["now"]
    return (
        _title(row),
        words.whole(before["gap"]),
        words.whole(now["gap"]),
        words.signed(row["gap_change"]),
        words.share(before["coverage"]),
        words.share(now["coverage"]),
        words.signed(row["coverage_change"], "points"),
    )


def _point(point: Mapping[str, Any]) -> tuple[str, ...]:
    return (point["date"][:10], code(point["commit"][:10]), *_counts(point["counts"]["total"]))


def _listed(
    listed: Listed, line_of: Callable[[Mapping[str, Any]], str], what: str, none: str
) -> Iterator[str]:
    yield from map(line_of, listed.shown) if listed.shown else (none,)
    yield from _more(listed, what)


def _more(listed: Listed, what: str) -> Iterator[str]:
    if listed.more:
        yield from ("", words.more(listed.more, what))


def _step(step: Mapping[str, Any]) -> str:
    hours = step["hours_estimated"]
    estimate = "" if hours is None else f", an estimated {words.hours(hours)} hours a month"
    gaps = words.several(len(step["gaps"]), "gap")
    lines = [f"1. {step['priority']} {_place(step)}: {gaps}{estimate}"]
    for group in step["groups"]:
        parts = words.pieces(group["message"])
        message = "".join((code if is_code else text)(part) for is_code, part in parts)
        places = [_line(gap) for gap in group["gaps"]]
        places += [f"{len(group['more'])} more"] if group["more"] else []
        lines.append(f"   - {text(group['code'])} {message}: {', '.join(places)}")
    return "\n".join(lines)


def _line(gap: Mapping[str, Any]) -> str:
    return f"[line {gap['line']}]({gap['url']})" + (" (accepted)" if gap["accepted"] else "")


def _waiver(waiver: Mapping[str, Any]) -> str:
    reason = text(waiver["reason"]) or "no reason given"
    return f"- {text(waiver['code'])} {_place(waiver)}: {reason}"


def _accepted(item: Mapping[str, Any]) -> str:
    scope = f" in {code(item['scope'])}" if item["scope"] else ""
    stale = " (no longer found: the list is stale)" if item["stale"] else ""
    return f"- {text(item['code'])} {_place(item)}{scope}: {text(item['reason'])}{stale}"


def _place(item: Mapping[str, Any]) -> str:
    line = f":{item['line']}" if item.get("line") else ""
    return f"[{code(item['path'] + line)}]({item['url']})"
