"""`check`: report gaps."""

import os
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from flake8_automation.cli import options
from flake8_automation.cli.accepted import accepted, with_accepted
from flake8_automation.cli.job_summary import SUMMARY, add_summary
from flake8_automation.cli.run import (
    check_through,
    count,
    hunks_since_base,
    reads_input,
    status,
    tell_problems,
)
from flake8_automation.cli.streams import note, read_input, write_results
from flake8_automation.cli.words import Given
from flake8_automation.files.facts import facts
from flake8_automation.files.visit import sources
from flake8_automation.model import Checked, Safety, Status
from flake8_automation.output import Context, format_names, reads_fixes, renderer, wants_marks
from flake8_automation.output.paths import repository_root
from flake8_automation.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_automation.source import Source

_BASE = "leave suggestions out of rdjson and rdjsonl beyond what differs from this branch or commit"


def run(argv: list[str]) -> int:
    """Exit status 0: nothing to report, 1: gaps, 2: wrong usage or files that went wrong."""
    parser = options.parser("check", "Report gaps: places where code cannot run unattended.")
    options.add_cache(options.add_run(parser))
    options.add_settings(parser, "check")
    options.add_output(parser, format_names(), default=None)
    parser.add_argument("--diff-base", metavar="REF", help=_BASE)
    given = parser.parse_args(argv)
    begun = time.monotonic()
    settings = options.begin(given)
    entries = accepted() if settings.accepted else None
    name = given.output_format or _usual_format(given)
    checking = _check(
        given,
        settings,
        marked=settings.accepted or wants_marks(name),
        counted=not reads_fixes(name),
    )
    if entries:
        checking = checking._replace(results=with_accepted(checking.results, entries))
    root, hunks = (
        hunks_since_base(given.diff_base) if given.diff_base else (repository_root(), None)
    )
    ratchet = entries is not None
    context = Context(options.wants_colour(given), root, checking.source, hunks, ratchet)
    write_results(renderer(name)(checking.results, context), given.output_file)
    if name == "github" and os.environ.get(SUMMARY):
        add_summary(given, settings, checking.results)
    tell_problems(checking.results)
    if not given.quiet:
        _summarise(checking)
    if given.verbose:
        note(f"{time.monotonic() - begun:.2f} seconds")
    return status(checking.results, settings, exit_zero=given.exit_zero)


class _Checking(NamedTuple):
    """The results that tell anything, in the order of path, how many files were read, and what
    gives the text of one.
    """

    results: list[Checked]
    read: int
    source: "Callable[[str], Source | None]"


def _check(given: Given, settings: Settings, *, marked: bool, counted: bool) -> _Checking:
    if reads_input(given):
        from flake8_automation import engine
        from flake8_automation.source import Source

        name = given.stdin_filename or "stdin"
        data = read_input()
        checked = engine.check_bytes(name, data, settings, facts, marked=marked, counted=counted)
        return _Checking([checked], 1, lambda path: Source.from_bytes(path, data))
    results, problems = check_through(given, settings, "checking", marked=marked, counted=counted)
    telling = (checked for checked in results if checked.sites or checked.broken)
    return _Checking(sorted([*telling, *problems]), len(results), sources())


def _usual_format(given: Given) -> str:
    """Annotations where GitHub runs us and reads along, else text."""
    watched = os.environ.get("GITHUB_ACTIONS") == "true" and not given.output_file
    return "github" if watched else "text"


def _summarise(checking: _Checking) -> None:
    results = checking.results
    sites = [site for checked in results for site in checked.sites]
    number = Counter(site.status for site in sites)
    fixes = [site.fix for site in sites if site.status is Status.GAP and site.fix]
    fixable = sum(1 for fix in fixes if fix.safety is not Safety.DISPLAY)
    broken = sum(1 for checked in results if checked.broken)
    parts = [f"{count(checking.read, 'file')} read", count(number[Status.GAP], "gap")]
    parts += [f"{fixable} fixable"] if fixable else []
    for other in (Status.WAIVED, Status.ACCEPTED):
        parts += [f"{number[other]} {other.value}"] if number[other] else []
    parts += [f"{count(broken, 'file')} with problems"] if broken else []
    note(", ".join(parts))
