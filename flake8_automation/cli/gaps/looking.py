"""What the sub-commands of `gaps` share: a run that marks the gaps, and errors of one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from flake8_automation.cli import options
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.run import check_through
from flake8_automation.cli.words import Given
from flake8_automation.ledger.accepted import Corrupt, Entry
from flake8_automation.ledger.book import NotWritten
from flake8_automation.ledger.home import Home, Outside
from flake8_automation.ledger.ratchet import Sight, Standing, all_priorities, sight, standing
from flake8_automation.model import Checked
from flake8_automation.settings import Settings


class Look(NamedTuple):
    """A run: its results in the order of path, with marked gaps, and what it has looked at."""

    results: list[Checked]
    seen: Sight

    def against(self, entries: tuple[Entry, ...]) -> Standing:
        """How it stands against a list."""
        return standing(entries, self.results, self.seen)


@contextmanager
def telling() -> Iterator[None]:
    """Make a `Failure` of what is wrong with the list or the paths."""
    try:
        yield
    except (Corrupt, NotWritten, Outside) as error:
        raise Failure(str(error)) from None


def parse(name: str, description: str, argv: list[str], reason: str = "") -> Given:
    """The command line of a sub-command that compares a run with the list.

    `reason` is the help of the option `--reason`; empty: it has none. Raises `Failure`.
    """
    parser = options.parser(f"gaps {name}", description)
    if reason:
        parser.add_argument("--reason", metavar="TEXT", help=reason)
    options.add_cache(options.add_run(parser))
    options.add_settings(parser, "gaps")
    options.add_output(parser, ("text", "json"))
    given = parser.parse_args(argv)
    refuse_input(given)
    return given


def refuse_input(given: Given) -> None:
    """Raise `Failure` for standard input, which is no part of a project."""
    if "-" in given.paths or given.stdin_filename:
        raise Failure("standard input has no place among the files of a project; name a path")


def look(given: Given, settings: Settings, home: Home) -> Look:
    """Go through the files that the command line names. Raises `Outside` for a foreign path."""
    arguments = given.paths or ["."]
    for argument in arguments:
        home.path_of(argument)
    results, problems = check_through(
        given, all_priorities(settings), "looking", marked=True, counted=True
    )
    everything = sorted([*results, *problems])
    return Look(everything, sight(home, settings, everything, arguments))
