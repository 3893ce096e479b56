"""`gaps compare`: what the working tree opens and closes against a commit."""

import os
import time

from flake8_automation.cli import options
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.gaps import past
from flake8_automation.cli.run import check_through, count, status, tell_problems
from flake8_automation.cli.streams import note, printable, write_results
from flake8_automation.cli.words import SWITCH, Given
from flake8_automation.history import differences
from flake8_automation.history.comparison import Comparison, NoBase, at_commit, base_of, compared
from flake8_automation.ledger import table
from flake8_automation.ledger.ratchet import all_priorities
from flake8_automation.model import Checked
from flake8_automation.output import Context
from flake8_automation.settings import Settings

_DESCRIPTION = """\
Show which gaps the working tree opens and closes against a commit.

That commit is where HEAD left REF, their merge base: so what happened on REF since then does not
count. --no-merge-base compares with REF itself. The working tree counts as it is, with what is not
committed, and both sides are judged by the settings of today."""


def run(argv: list[str]) -> int:
    """Exit status 0: nothing new, 1: new gaps, 2: wrong usage or files that went wrong now."""
    given = _parse(argv)
    begun = time.monotonic()
    settings = options.begin(given)
    found, results = compare(given, settings)
    write_results([printable(_shown(given, found, settings))], given.output_file)
    tell_problems(results)
    if not given.quiet:
        _summarise(found)
    if given.verbose:
        note(f"{time.monotonic() - begun:.2f} seconds")
    worst = status(results, settings, exit_zero=True)
    return worst or int(bool(found.new) and not given.exit_zero)


def compare(given: Given, settings: Settings) -> tuple[Comparison, list[Checked]]:
    """The comparison, and the results of now, in the order of path. Raises `Failure`."""
    everything = all_priorities(settings)
    with past.past(given, everything) as (repository, scope, judge):
        try:
            base = base_of(repository, given.ref, merge_base=given.merge_base)
        except NoBase as error:
            raise Failure(str(error)) from None
        before = at_commit(repository, base.commit.id, scope, everything, judge)
        paths = given.paths or [os.curdir]
        there = [path for path in paths if os.path.lexists(path)]
        scope.insist(set(paths) - set(there))
    now = _now(given, there, everything) if there else []
    return compared(base, before, now, repository.top, settings), now


def _now(given: Given, there: list[str], settings: Settings) -> list[Checked]:
    """Check the paths that are there in the working tree, in the order of path."""
    named = Given(**{**vars(given), "paths": there})
    results, problems = check_through(named, settings, "comparing", marked=True, counted=True)
    return sorted([*results, *problems])


def _shown(given: Given, found: Comparison, settings: Settings) -> str:
    if given.output_format == "json":
        return differences.json_text(found, settings)
    if given.output_format == "markdown":
        return differences.markdown(found)
    colour = options.wants_colour(given)
    how = table.as_terminal_text if colour else table.as_text
    return differences.text(found, how, Context(colour))


def _summarise(found: Comparison) -> None:
    parts = [differences.verdict(found), count(len(found.new), "new gap")]
    parts += [f"{len(found.closed)} closed", f"{len(found.moved)} moved"]
    parts += [f"{len(found.waived)} waived"] if found.waived else []
    parts += [f"{len(found.unseen)} in files with problems"] if found.unseen else []
    note(", ".join(parts))


def _parse(argv: list[str]) -> Given:
    parser = options.parser("gaps compare", _DESCRIPTION)
    parser.add_argument("ref", metavar="REF", help="a branch, a tag or a commit")
    past.add_run(parser)
    group = parser.add_argument_group("comparing")
    group.add_argument(
        "--merge-base",
        action=SWITCH,
        default=True,
        help="compare with where HEAD left REF, or with REF itself",
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 even if there are new gaps")
    options.add_settings(parser, "gaps", "compare")
    options.add_output(parser, ("text", "json", "markdown"))
    return parser.parse_args(argv)
