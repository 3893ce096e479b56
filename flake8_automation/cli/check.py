"""`check`: report gaps."""

import argparse
import time
from functools import partial

from flake8_automation import engine
from flake8_automation.cli import options
from flake8_automation.cli.accepted import accepted, without_accepted
from flake8_automation.cli.run import count, go_through, reads_input, status, tell_problems
from flake8_automation.cli.streams import note, read_input, write_results
from flake8_automation.files.facts import facts
from flake8_automation.files.visit import check_file
from flake8_automation.model import Checked, Safety, Status
from flake8_automation.output import Style, renderer
from flake8_automation.settings import Settings


def run(argv: list[str]) -> int:
    """Exit status 0: nothing to report, 1: gaps, 2: wrong usage or files that went wrong."""
    parser = options.parser("check", "Report gaps: places where code cannot run unattended.")
    options.add_run(parser)
    options.add_settings(parser, "check")
    options.add_output(parser)
    given = parser.parse_args(argv)
    begun = time.monotonic()
    settings = options.begin(given)
    entries = accepted() if settings.accepted else None
    results, read = _check(given, settings)
    found = _number_of_gaps(results)
    if entries:
        results = without_accepted(results, entries)
    style = Style(options.wants_colour(given))
    write_results(renderer(given.output_format)(results, style), given.output_file)
    tell_problems(results)
    if not given.quiet:
        _summarise(results, read, found - _number_of_gaps(results))
    if given.verbose:
        note(f"{time.monotonic() - begun:.2f} seconds")
    return status(results, settings, exit_zero=given.exit_zero)


def _check(given: argparse.Namespace, settings: Settings) -> tuple[list[Checked], int]:
    """The results in the order of path, and how many files were read."""
    if reads_input(given):
        name = given.stdin_filename or "stdin"
        marked = settings.accepted
        return [engine.check_bytes(name, read_input(), settings, facts, marked=marked)], 1
    visit = partial(check_file, settings=settings, marked=settings.accepted)
    results, problems = go_through(given, settings, visit, "checking")
    return sorted([*results, *problems]), len(results)


def _number_of_gaps(results: list[Checked]) -> int:
    return sum(len(checked.gaps()) for checked in results)


def _summarise(results: list[Checked], read: int, hidden: int) -> None:
    sites = [site for checked in results for site in checked.sites]
    gaps = [site for site in sites if site.status is Status.GAP]
    fixable = sum(1 for gap in gaps if gap.fix and gap.fix.safety is not Safety.DISPLAY)
    waived = sum(1 for site in sites if site.status is Status.WAIVED)
    broken = sum(1 for checked in results if checked.broken)
    parts = [f"{count(read, 'file')} read", count(len(gaps), "gap")]
    parts += [f"{fixable} fixable"] if fixable else []
    parts += [f"{waived} waived"] if waived else []
    parts += [f"{hidden} accepted"] if hidden else []
    parts += [f"{count(broken, 'file')} with problems"] if broken else []
    note(", ".join(parts))
