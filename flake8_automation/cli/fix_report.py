"""What `fix` says: the changes as a patch, what became of each fix, and the last line."""

import os
from collections.abc import Iterator
from typing import Any

from flake8_automation.cli.failure import Failure
from flake8_automation.cli.run import count, status, tell_problems
from flake8_automation.cli.streams import note, write_bytes
from flake8_automation.cli.verified import Verified
from flake8_automation.cli.words import Given
from flake8_automation.files.visit import Fixing
from flake8_automation.model import Checked, Safety, Site
from flake8_automation.output.patch import patch
from flake8_automation.settings import Settings


def show(given: Given, fixings: list[Fixing]) -> None:
    """Write the changes as a patch, to where they are wanted."""
    changes = b"".join(patch(f.checked.path, f.before, f.after) for f in fixings if f.after)
    if given.diff:
        write_bytes(changes)
    if given.patch:
        try:
            with open(given.patch, "wb") as file:
                file.write(changes)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise Failure(f"{given.patch}: cannot be written: {reason}") from None


def as_text(fixings: list[Fixing]) -> Iterator[str]:
    """A line for each fix, and for each gap that is left."""
    for fixing in fixings:
        path = fixing.checked.path
        for site in fixing.done:
            assert site.fix is not None
            yield f"{_place(path, site)}: {site.code} fixed: {site.fix.title}\n"
        told = set()
        for word, sites in (("refused", _refused(fixing)), ("dropped", fixing.dropped)):
            for site, reason in sites:
                told.add((site.code, site.span.start.offset))
                yield f"{_place(path, site)}: {site.code} {word}: {reason}\n"
        for site in fixing.checked.gaps():
            if (site.code, site.span.start.offset) not in told:
                yield f"{_place(path, site)}: {site.code} {site.message}\n"


def _refused(fixing: Fixing) -> list[tuple[Site, str]]:
    """The fixes that were tried and taken back, and those that are only shown, with the reasons."""
    shown = [
        (site, site.fix.title)
        for site in fixing.checked.gaps()
        if site.fix and site.fix.safety is Safety.DISPLAY
    ]
    return [*fixing.refused, *shown]


def _place(path: str, site: Site) -> str:
    return f"{path}:{site.span.start.line}:{site.span.start.column}"


def as_json(given: Given, result: Verified, seconds: float) -> dict[str, Any]:
    """All of it as a value that JSON can hold."""
    fixings = result.fixings
    return {
        "files": len(fixings),
        "changed": [fixing.checked.path for fixing in fixings if fixing.after],
        "done": [_row(f.checked, site) for f in fixings for site in f.done],
        "held": [_row(f.checked, site) for f in fixings for site in f.held],
        "refused": [_row(f.checked, site, why) for f in fixings for site, why in _refused(f)],
        "dropped": [_row(f.checked, site, why) for f in fixings for site, why in f.dropped],
        "left": [_row(f.checked, site) for f in fixings for site in f.checked.gaps()],
        "verify": given.verify
        and {"command": given.verify, "batches": result.batches, "runs": result.runs},
        "commits": list(result.commits),
        "seconds": round(seconds, 2),
    }


def _row(checked: Checked, site: Site, reason: str | None = None) -> dict[str, Any]:
    start = site.span.start
    row = {
        "code": site.code,
        "filename": os.path.abspath(checked.path),
        "location": {"row": start.line, "column": start.column},
        "message": site.message,
        "fix": site.fix.titled() if site.fix else None,
    }
    return row if reason is None else {**row, "reason": reason}


def close(given: Given, settings: Settings, result: Verified, seconds: float) -> int:
    """The summary on stderr, its last line with all the counts; and the exit status."""
    fixings = result.fixings
    shown_only = bool(given.diff or given.patch)
    results = [fixing.checked for fixing in fixings]
    tell_problems(results)
    done = sum(len(fixing.done) for fixing in fixings)
    if not given.quiet:
        held = sum(len(fixing.held) for fixing in fixings)
        refused = sum(len(_refused(fixing)) for fixing in fixings)
        dropped = sum(len(fixing.dropped) for fixing in fixings)
        left = sum(len(checked.gaps()) for checked in results)
        changed = sum(1 for fixing in fixings if fixing.after)
        for line in result.commits:
            note(f"committed {line}")
        if result.runs:
            batches = count(result.batches, "batch", "batches")
            note(f"verified by {count(result.runs, 'run')} of `{given.verify}` for {batches}")
        if refused:
            note(f"{refused} refused: no fix would be right there; each says why")
        if dropped:
            note(f"{dropped} dropped: the command fails with them")
        if held:
            note(f"{held} held: --unsafe-fixes applies them")
        would = "would be " if shown_only else ""
        note(
            f"{count(len(fixings), 'file')} analysed, {changed} {would}changed, "
            f"{count(done, 'gap')} {would}closed, {left} left, {held} held, {refused} refused, "
            f"{dropped} dropped, {seconds:.1f} seconds"
        )
    if result.uncommitted:
        note(f"not committed, but in the working tree: {result.uncommitted}")
        return 2
    worst = status(results, settings, exit_zero=given.exit_zero)
    return int(not given.exit_zero) if shown_only and done and worst == 0 else worst
