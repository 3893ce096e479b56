"""`check`: report gaps."""

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from flake8_automation import engine
from flake8_automation.cli import options
from flake8_automation.cli.run import (
    count,
    go_through,
    hunks_since_base,
    reads_input,
    status,
    tell_problems,
)
from flake8_automation.cli.streams import note, read_input, write_results
from flake8_automation.files.facts import facts
from flake8_automation.files.visit import check_file, sources
from flake8_automation.model import Checked, Safety, Status
from flake8_automation.output import Context, format_names, renderer, wants_marks
from flake8_automation.output.paths import repository_root
from flake8_automation.settings import Settings
from flake8_automation.source import Source

_BASE = "leave suggestions out of rdjson and rdjsonl beyond what differs from this branch or commit"


def run(argv: list[str]) -> int:
    """Exit status 0: nothing to report, 1: gaps, 2: wrong usage or files that went wrong."""
    parser = options.parser("check", "Report gaps: places where code cannot run unattended.")
    options.add_run(parser)
    options.add_settings(parser, "check")
    options.add_output(parser, format_names(), default=None)
    parser.add_argument("--diff-base", metavar="REF", help=_BASE)
    given = parser.parse_args(argv)
    begun = time.monotonic()
    settings = options.begin(given)
    name = given.output_format or _usual_format(given)
    checking = _check(given, settings, marked=wants_marks(name))
    root, hunks = (
        hunks_since_base(given.diff_base) if given.diff_base else (repository_root(), None)
    )
    context = Context(options.wants_colour(given), root, checking.source, hunks)
    write_results(renderer(name)(checking.results, context), given.output_file)
    tell_problems(checking.results)
    if not given.quiet:
        _summarise(checking)
    if given.verbose:
        note(f"{time.monotonic() - begun:.2f} seconds")
    return status(checking.results, settings, exit_zero=given.exit_zero)


class _Checking(NamedTuple):
    """The results in the order of path, how many files were read, and the text of one."""

    results: list[Checked]
    read: int
    source: Callable[[str], Source | None]


def _check(given: argparse.Namespace, settings: Settings, *, marked: bool) -> _Checking:
    if reads_input(given):
        name = given.stdin_filename or "stdin"
        data = read_input()
        checked = engine.check_bytes(name, data, settings, facts, marked=marked)
        return _Checking([checked], 1, lambda path: Source.from_bytes(path, data))
    visit = partial(check_file, settings=settings, marked=marked)
    results, problems = go_through(given, settings, visit, "checking")
    return _Checking(sorted([*results, *problems]), len(results), sources())


def _usual_format(given: argparse.Namespace) -> str:
    """Annotations where GitHub runs us and reads along, else text."""
    watched = os.environ.get("GITHUB_ACTIONS") == "true" and not given.output_file
    return "github" if watched else "text"


def _summarise(checking: _Checking) -> None:
    results = checking.results
    sites = [site for checked in results for site in checked.sites]
    gaps = [site for site in sites if site.status is Status.GAP]
    fixable = sum(1 for gap in gaps if gap.fix and gap.fix.safety is not Safety.DISPLAY)
    waived = sum(1 for site in sites if site.status is Status.WAIVED)
    broken = sum(1 for checked in results if checked.broken)
    parts = [f"{count(checking.read, 'file')} read", count(len(gaps), "gap")]
    parts += [f"{fixable} fixable"] if fixable else []
    parts += [f"{waived} waived"] if waived else []
    parts += [f"{count(broken, 'file')} with problems"] if broken else []
    note(", ".join(parts))
