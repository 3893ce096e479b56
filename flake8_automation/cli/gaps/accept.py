"""`gaps accept`: let the list of accepted gaps shrink, or with a reason, grow."""

import json

from flake8_automation.cli import options
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.gaps.looking import Look, look, parse, telling
from flake8_automation.cli.run import count, status, tell_problems
from flake8_automation.cli.streams import note, write_results
from flake8_automation.ledger.accepted import Entry, plain
from flake8_automation.ledger.book import update
from flake8_automation.ledger.home import LIST, home

_NO_LIST = f"there is no {LIST} yet: 'gaps accept --reason TEXT' accepts the gaps of now"


def run(argv: list[str]) -> int:
    """Exit status 0, or 2: wrong usage, a corrupt list, or files that went wrong."""
    given = parse(
        "accept",
        f"Drop closed gaps from {LIST}, or with a reason, accept new ones.",
        argv,
        reason="why the gaps that are not listed yet are accepted",
    )
    reason = None if given.reason is None else plain(given.reason)
    if reason == "":
        raise Failure("--reason: expected some words")
    settings = options.begin(given)
    place = home()
    with telling():
        found = look(given, settings, place)
        change = _Change(found, reason)
        after = update(place, change)
    if after is None:
        raise Failure(_NO_LIST)
    dropped, moved, new = change.numbers
    if given.output_format == "json":
        value = {"file": place.list, "listed": len(after), "added": new}
        text = json.dumps(value | {"dropped": dropped, "moved": moved}, indent=2) + "\n"
        write_results([text], given.output_file)
    tell_problems(found.results)
    if not given.quiet:
        listed = count(len(after), "accepted gap")
        note(f"{LIST}: {listed}, {new} added, {dropped} dropped, {moved} moved")
    return status(found.results, settings, exit_zero=True)


class _Change:
    """What is to become of the list, and after it was done, how many lines that concerned."""

    def __init__(self, found: Look, reason: str | None) -> None:
        self._found = found
        self._reason = reason
        self.numbers = (0, 0, 0)  # dropped, moved, new

    def __call__(self, before: tuple[Entry, ...] | None) -> tuple[Entry, ...] | None:
        """The new list; None where there is none and none is wanted."""
        if before is None and self._reason is None:
            return None
        stands = self._found.against(before or ())
        new = 0 if self._reason is None else len(stands.new)
        self.numbers = (len(stands.stale), len(stands.moved), new)
        return stands.shrunk() if self._reason is None else stands.grown(self._reason)
