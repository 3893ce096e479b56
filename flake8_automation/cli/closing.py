"""`fix` and the list of accepted gaps: what it closes, it also drops from the list."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flake8_automation import engine
from flake8_automation.changes.journal import Change
from flake8_automation.cli.gaps.looking import telling
from flake8_automation.cli.run import count
from flake8_automation.cli.streams import note
from flake8_automation.files.access import write
from flake8_automation.files.facts import facts
from flake8_automation.files.visit import Fixing
from flake8_automation.ledger.accepted import Entry, load, rendered
from flake8_automation.ledger.book import held
from flake8_automation.ledger.home import LIST, Home, home
from flake8_automation.ledger.ratchet import Sight, all_priorities, standing
from flake8_automation.settings import Settings


class Closing:
    """What closing gaps makes of the list: `changes` holds its change, or nothing.

    With `failed`, the paths of the files that could not be written after all, their lines stay.
    """

    def __init__(self, place: Home, fixings: Iterable[Fixing], settings: Settings) -> None:
        self._place = place
        self._settings = all_priorities(settings)
        self._fixings = [fixing for fixing in fixings if fixing.after]
        self._before = load(place.list) or ()
        self._path = os.path.realpath(place.list)
        after, self.dropped = self._without(self._fixings)
        self.changes = [Change(self._path, self._bytes(), after)] if self.dropped else []

    def failed(self, paths: Iterable[str]) -> None:
        """Put back the lines of files that are as they were. Raises `Unwritable`."""
        paths = set(paths)
        written = [f for f in self._fixings if os.path.realpath(f.checked.path) not in paths]
        after, self.dropped = self._without(written)
        if self.changes and self._path not in paths:
            write(self._path, after, self.changes[0].after)

    def _without(self, fixings: list[Fixing]) -> tuple[bytes, int]:
        results = [
            engine.check_bytes(f.checked.path, f.after, self._settings, facts, marked=True)
            for f in fixings
        ]
        judged = frozenset(self._place.shown_path_of(f.checked.path) for f in fixings)
        seen = Sight(self._place, self._settings, judged, ())
        stale: set[Entry] = set(standing(self._before, results, seen).stale)
        return rendered(e for e in self._before if e not in stale), len(stale)

    def _bytes(self) -> bytes:
        with open(self._path, "rb") as file:
            return file.read()


@contextmanager
def closing(
    fixings: Iterable[Fixing], settings: Settings, *, quiet: bool
) -> Iterator[Closing | None]:
    """Keep the list to ourselves while what these fixings changed is written.

    None: there is no list. Raises `Failure` for one that is corrupt or that others do not let go.
    """
    place = home()
    if not os.path.lexists(place.list):
        yield None
        return
    with telling(), held(place):
        made = Closing(place, fixings, settings)
        yield made
    if made.dropped and not quiet:
        note(f"{LIST}: {count(made.dropped, 'closed gap')} dropped")


def insist_on_list() -> None:
    """Raise `Failure` for a list that is corrupt, before anything is done."""
    with telling():
        load(home().list)
