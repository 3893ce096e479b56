"""`gaps history`: the counts over the commits of a branch."""

import sys
import time
from collections.abc import Callable, Iterable

from flake8_automation.cli import options
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.gaps import past
from flake8_automation.cli.run import count, status, tell_problems
from flake8_automation.cli.streams import note, printable, write_results
from flake8_automation.cli.words import Given
from flake8_automation.history import pages
from flake8_automation.history.commits import EVERY, WrongDate, choose
from flake8_automation.history.series import Series, series
from flake8_automation.ledger import table
from flake8_automation.model import Checked
from flake8_automation.settings import Settings

_DESCRIPTION = """\
Count gaps over the history of HEAD, without touching the working tree.

The walk goes along first parents: a merge is one step, at the moment it was merged. All
commits are judged by the settings of today, so that the numbers can be compared; the entry points
and the root of a project are those of the commit."""

_EPILOG = """\
Days and weeks (Monday to Sunday) are in UTC, by the date of the commit, and the last commit of
each counts. Without --every it is every commit while these are 50 or fewer, else days, else weeks.
With --every tag, all tags that HEAD contains count, also on merged branches, and HEAD itself."""


def run(argv: list[str]) -> int:
    """Exit status 0 whatever the gaps; 2: wrong usage, or files at HEAD that went wrong."""
    given = _parse(argv)
    begun = time.monotonic()
    settings = options.begin(given)
    found = _read(given, settings)
    write_results(map(printable, _shown(given, found, settings)), given.output_file)
    tell_problems(_problems(found))
    if not given.quiet:
        _remark(found)
    if given.verbose:
        note(f"{time.monotonic() - begun:.2f} seconds")
    return status(_problems(found), settings, exit_zero=True)


def _problems(found: Series) -> list[Checked]:
    """What went wrong at HEAD: what did so before, nobody can repair."""
    return [Checked(path, broken=broken) for path, broken in found.rows[-1].broken]


def _read(given: Given, settings: Settings) -> Series:
    with past.past(given, settings) as (repository, scope, judge):
        try:
            chosen = choose(repository.top, given.every, given.since)
        except WrongDate as error:
            raise Failure(str(error)) from None
        if not chosen.commits:
            raise Failure(f"--since: no commit is younger than {given.since}")
        found = series(repository, chosen, scope, settings, judge)
        scope.insist(given.paths)
        return found


def _remark(found: Series) -> None:
    if found.chosen.cut:
        oldest = found.rows[0].commit.day
        note(f"a shallow clone: what came before is not here, the first row is of {oldest}")
    if not found.rows[-1].files:
        note("no Python file counts at HEAD")
    before = sum(1 for row in found.rows[:-1] if row.broken)
    if before:
        note(f"{count(before, 'earlier row')} with files that went wrong; --json names them")


def _parse(argv: list[str]) -> Given:
    parser = options.parser("gaps history", _DESCRIPTION)
    parser.epilog = _EPILOG
    past.add_run(parser)
    group = parser.add_argument_group("history")
    group.add_argument("--since", metavar="DATE", help="only commits after this, as git reads it")
    group.add_argument("--every", choices=EVERY, default="auto", help="what makes a row (auto)")
    options.add_settings(parser, "gaps", "history")
    options.add_output(parser, ("text", *_RENDERERS))
    return parser.parse_args(argv)


def _shown(given: Given, found: Series, settings: Settings) -> Iterable[str]:
    if given.output_format != "text":
        return _RENDERERS[given.output_format](found, settings)
    how = table.as_terminal_text if options.wants_colour(given) else table.as_text
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return [pages.text(found, settings, how, "utf-8" if given.output_file else encoding)]


_RENDERERS: dict[str, Callable[[Series, Settings], Iterable[str]]] = {
    "json": pages.json_pieces,
    "markdown": lambda found, settings: [pages.markdown(found, settings)],
    "html": lambda found, settings: [pages.html(found, settings)],
}
