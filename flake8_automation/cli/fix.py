"""`fix`: apply fixes, or show them."""

import argparse
import json
import os
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from flake8_automation.cli import options
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.run import count, go_through, reads_input, status, tell_problems
from flake8_automation.cli.streams import note, read_input, write_bytes, write_results
from flake8_automation.files.visit import Fixing, fix_bytes, fix_file
from flake8_automation.model import Checked, Site
from flake8_automation.output.patch import patch
from flake8_automation.settings import Settings


def run(argv: list[str]) -> int:
    """Exit status 0: no gap is left, 1: gaps remain, 2: wrong usage or files that went wrong."""
    given = _parse(argv)
    begun = time.monotonic()
    settings = options.begin(given)
    if reads_input(given):
        return _fix_input(given, settings)
    shown_only = given.diff or given.patch
    visit = partial(fix_file, settings=settings, write_back=not shown_only)
    fixings, problems = go_through(given, settings, visit, "fixing")
    fixings = sorted([*fixings, *map(Fixing, problems)], key=lambda fixing: fixing.checked.path)
    if shown_only:
        _show(given, fixings)
    elif given.output_format == "json":
        write_results([json.dumps(_as_json(fixings), indent=2) + "\n"], given.output_file)
    else:
        write_results(_as_text(fixings), given.output_file)
    if given.verbose:
        note(f"{time.monotonic() - begun:.2f} seconds")
    return _close(given, settings, fixings, shown_only=bool(shown_only))


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = options.parser("fix", "Apply the fixes that are safe, or show them.")
    options.add_run(parser)
    group = parser.add_argument_group("fixing")
    group.add_argument("--diff", action="store_true", help="show the changes, apply none")
    group.add_argument("--patch", metavar="FILE", help="write the changes to FILE, apply none")
    options.add_settings(parser, "fix")
    options.add_output(parser, ("text", "json"))
    given = parser.parse_args(argv)
    if given.output_format == "json" and (given.diff or given.patch):
        raise Failure("--json goes with applying fixes, not with --diff or --patch")
    if given.output_file and given.diff:
        raise Failure("--output-file does not go with --diff; --patch FILE writes the changes")
    return given


def _fix_input(given: argparse.Namespace, settings: Settings) -> int:
    name = given.stdin_filename or "stdin"
    data = read_input()
    fixing = fix_bytes(name, data, settings)
    if given.diff or given.patch:
        _show(given, [fixing])
    else:
        write_bytes(fixing.after or data)
    return _close(given, settings, [fixing], shown_only=bool(given.diff or given.patch))


def _show(given: argparse.Namespace, fixings: list[Fixing]) -> None:
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


def _as_text(fixings: list[Fixing]) -> Iterator[str]:
    for fixing in fixings:
        path = fixing.checked.path
        for site in fixing.done:
            assert site.fix is not None
            yield f"{_place(path, site)}: {site.code} fixed: {site.fix.title}\n"
        for site, reason in fixing.refused:
            yield f"{_place(path, site)}: {site.code} refused: {reason}\n"
        refused = {(site.code, site.span.start.offset) for site, _ in fixing.refused}
        for site in fixing.checked.gaps():
            if (site.code, site.span.start.offset) not in refused:
                yield f"{_place(path, site)}: {site.code} {site.message}\n"


def _place(path: str, site: Site) -> str:
    return f"{path}:{site.span.start.line}:{site.span.start.column}"


def _as_json(fixings: list[Fixing]) -> dict[str, Any]:
    return {
        "files": len(fixings),
        "changed": [fixing.checked.path for fixing in fixings if fixing.after],
        "done": [_row(f.checked, site) for f in fixings for site in f.done],
        "held": [_row(f.checked, site) for f in fixings for site in f.held],
        "refused": [
            {**_row(f.checked, site), "reason": reason}
            for f in fixings
            for site, reason in f.refused
        ],
        "left": [_row(f.checked, site) for f in fixings for site in f.checked.gaps()],
    }


def _row(checked: Checked, site: Site) -> dict[str, Any]:
    start = site.span.start
    return {
        "code": site.code,
        "filename": os.path.abspath(checked.path),
        "location": {"row": start.line, "column": start.column},
        "message": site.message,
        "fix": site.fix.titled() if site.fix else None,
    }


def _close(
    given: argparse.Namespace, settings: Settings, fixings: list[Fixing], *, shown_only: bool
) -> int:
    """The summary on stderr, and the exit status."""
    results = [fixing.checked for fixing in fixings]
    tell_problems(results)
    done = sum(len(fixing.done) for fixing in fixings)
    held = sum(len(fixing.held) for fixing in fixings)
    refused = sum(len(fixing.refused) for fixing in fixings)
    left = sum(len(checked.gaps()) for checked in results)
    changed = sum(1 for fixing in fixings if fixing.after)
    if not given.quiet:
        would = "would be " if shown_only else ""
        files, gaps = count(changed, "file"), count(done, "gap")
        note(f"{files} {would}changed, {gaps} {would}closed, {left} left")
        if refused:
            note(f"{refused} refused: a fix was tried and taken back")
        if held:
            note(f"{held} held: --unsafe-fixes applies them")
    worst = status(results, settings, exit_zero=given.exit_zero)
    return int(not given.exit_zero) if shown_only and done and worst == 0 else worst
