"""`gaps check`: the ratchet. It compares the gaps with the accepted ones, and never writes."""

import json
from typing import Any, NamedTuple

from flake8_automation.cli import options
from flake8_automation.cli.gaps.looking import look, parse, telling
from flake8_automation.cli.run import count, status, tell_problems
from flake8_automation.cli.streams import note, write_results
from flake8_automation.ledger.accepted import Entry, load
from flake8_automation.ledger.home import LIST, home
from flake8_automation.ledger.ratchet import Standing
from flake8_automation.model import Checked
from flake8_automation.output import Style, renderer
from flake8_automation.output.json_array import row

_NEW, _STALE, _MISSING = 1, 3, 4

_COLOURS = {"worse": "31", "better": "32"}


def run(argv: list[str]) -> int:
    """Exit status 0: no worse than accepted, 1: new gaps, 3: closed ones are still listed, 4: there
    is no list, 2: wrong usage, a corrupt list or files that went wrong.
    """
    given = parse("check", f"Compare the gaps with {LIST}: is it better, the same or worse?", argv)
    settings = options.begin(given)
    place = home()
    with telling():
        entries = load(place.list)
        if entries is None:
            return _tell_missing(given.output_format == "json", given.output_file, place.root)
        found = look(given, settings, place)
        stands = found.against(entries)
    colour = options.wants_colour(given)
    as_json = given.output_format == "json"
    pieces = [_as_json(stands)] if as_json else _as_text(stands, colour=colour)
    write_results(pieces, given.output_file)
    tell_problems(found.results)
    if not given.quiet:
        _summarise(stands)
    worst = status(found.results, settings, exit_zero=True)
    return worst or _status(stands, exit_zero=given.exit_zero)


def _status(stands: Standing, *, exit_zero: bool) -> int:
    if exit_zero:
        return 0
    return _NEW if stands.new else _STALE if stands.stale else 0


class Row(NamedTuple):
    """How one rule stands: lines in the list, gaps now, and what became of both."""

    code: str
    accepted: int
    now: int
    new: int
    closed: int

    @property
    def verdict(self) -> str:
        """Worse if there is anything new, however much is closed."""
        return "worse" if self.new else "better" if self.closed else "same"


def rows(stands: Standing) -> list[Row]:
    """Every rule that has gaps or lines, by code."""
    kept = [gap.key.code for _, gap in (*stands.accepted, *stands.moved)]
    new = [gap.key.code for gap in stands.new]
    closed = [entry.key.code for entry in stands.stale]
    return [
        Row(
            code,
            kept.count(code) + closed.count(code),
            kept.count(code) + new.count(code),
            new.count(code),
            closed.count(code),
        )
        for code in sorted({*kept, *new, *closed})
    ]


def verdict(stands: Standing) -> str:
    """All rules together."""
    return "worse" if stands.new else "better" if stands.stale else "same"


def _as_text(stands: Standing, *, colour: bool) -> list[str]:
    results = [Checked(gap.filename, (gap.site,)) for gap in stands.new]
    lines = list(renderer("text")(results, Style(colour)))
    for entry in stands.stale:
        where = f" in {entry.key.scope}" if entry.key.scope else ""
        lines.append(f"{entry.key.path}: {entry.key.code} closed{where}, but still listed\n")
    for one in rows(stands):
        word = f"{one.verdict:6}"
        if colour and one.verdict in _COLOURS:
            word = f"\033[{_COLOURS[one.verdict]}m{word}\033[m"
        numbers = f"{one.accepted} accepted, {one.now} now, {one.new} new, {one.closed} closed"
        lines.append(f"{one.code}  {word}  {numbers}\n")
    return lines


def _as_json(stands: Standing) -> str:
    value = {
        "verdict": verdict(stands),
        "rules": [{**one._asdict(), "verdict": one.verdict} for one in rows(stands)],
        "new": [row(gap.filename, gap.site) for gap in stands.new],
        "closed": [_line(entry) for entry in stands.stale],
        "moved": [{**_line(entry), "to": gap.key.path} for entry, gap in stands.moved],
    }
    return json.dumps(value, indent=2) + "\n"


def _line(entry: Entry) -> dict[str, Any]:
    key = entry.key
    return {"code": key.code, "path": key.path, "scope": key.scope, "reason": entry.reason}


def _summarise(stands: Standing) -> None:
    parts = [verdict(stands), f"{count(len(stands.new), 'new gap')}"]
    parts.append(f"{len(stands.stale)} closed but still listed")
    parts += [f"{len(stands.moved)} moved"] if stands.moved else []
    note(", ".join(parts))
    if stands.stale or stands.moved:
        note("'flake8-automation gaps accept' brings the list up to date")


def _tell_missing(as_json: bool, output_file: str | None, root: str) -> int:
    if as_json:
        value = {"verdict": "missing", "rules": [], "new": [], "closed": [], "moved": []}
        write_results([json.dumps(value, indent=2) + "\n"], output_file)
    note(f"there is no {LIST} in {root}: 'gaps accept --reason TEXT' accepts the gaps of now")
    return _MISSING
