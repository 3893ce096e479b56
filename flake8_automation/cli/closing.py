"""`fix` and the list of accepted gaps: what it closes, it also drops from the list."""

import os
from collections.abc import Iterable, Iterator, Mapping
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


class Listed:
    """The list as it is, and as it would be with other contents of files."""

    def __init__(self, place: Home, settings: Settings) -> None:
        self.path = os.path.realpath(place.list)
        self._place = place
        self._settings = all_priorities(settings)
        self._entries = load(place.list) or ()

    def stale(self, contents: Mapping[str, bytes]) -> frozenset[Entry]:
        """What these contents, by the paths of their files, close."""
        results = [
            engine.check_bytes(path, data, self._settings, facts, marked=True)
            for path, data in contents.items()
        ]
        judged = frozenset(map(self._place.shown_path_of, contents))
        seen = Sight(self._place, self._settings, judged, ())
        return frozenset(standing(self._entries, results, seen).stale)

    def without(self, stale: frozenset[Entry]) -> bytes:
        """The list as it would be written without these lines."""
        return rendered(entry for entry in self._entries if entry not in stale)


class Closing:
    """What closing gaps makes of the list: `changes` holds its change, or nothing."""

    def __init__(self, listed: Listed, fixings: Iterable[Fixing]) -> None:
        self._listed = listed
        self._contents = {f.checked.path: f.after for f in fixings if f.after}
        stale = listed.stale(self._contents)
        self.dropped = len(stale)
        self.changes: list[Change] = []
        if stale:
            with open(listed.path, "rb") as file:
                self.changes.append(Change(listed.path, file.read(), listed.without(stale)))

    def failed(self, paths: Iterable[str]) -> None:
        """Put back the lines of files, named by their real paths, that could not be written.

        Raises `Unwritable`.
        """
        paths = set(paths)
        written = {
            p: data for p, data in self._contents.items() if os.path.realpath(p) not in paths
        }
        stale = self._listed.stale(written)
        self.dropped = len(stale)
        for change in self.changes:
            if change.path not in paths:
                write(change.path, self._listed.without(stale), change.after)


def listed(settings: Settings) -> Listed | None:
    """The list, if there is one. Raises `Failure` if it is corrupt."""
    place = home()
    with telling():
        return Listed(place, settings) if os.path.lexists(place.list) else None


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
        made = Closing(Listed(place, settings), fixings)
        yield made
    if made.dropped and not quiet:
        note(f"{LIST}: {count(made.dropped, 'closed gap')} dropped")


def insist_on_list() -> None:
    """Raise `Failure` for a list that is corrupt, before anything is done."""
    with telling():
        load(home().list)
