"""The gaps of a run beside the accepted ones: the ratchet, which only ever gets tighter by itself.

What a run could not see, because it did not read the file or did not select the rule, it says
nothing about: such a line is neither matched nor stale, and stays.
"""

import os
from collections.abc import Iterable
from typing import NamedTuple

from flake8_automation.ledger.accepted import Entry
from flake8_automation.ledger.home import Home, Outside
from flake8_automation.ledger.keys import Gap, Key, keyed
from flake8_automation.ledger.matching import pair
from flake8_automation.model import Checked, Priority, Site, Status
from flake8_automation.settings import Settings


class Standing(NamedTuple):
    """How a run stands against the list.

    `accepted` gaps have their lines, and `moved` ones have theirs under the path that their file
    had before. `new` gaps have none. `stale` lines have no gap, `unseen` ones are not spoken of.
    """

    accepted: tuple[tuple[Entry, Gap], ...]
    moved: tuple[tuple[Entry, Gap], ...]
    new: tuple[Gap, ...]
    stale: tuple[Entry, ...]
    unseen: tuple[Entry, ...]

    def known(self) -> frozenset[Key]:
        """The keys of the gaps that are accepted, wherever their lines say that they stand."""
        return frozenset(gap.key for _, gap in (*self.accepted, *self.moved))

    def shrunk(self) -> tuple[Entry, ...]:
        """The list without what is closed, and with what has moved where it is now."""
        changed = [(e, gap) for e, gap in self.accepted if not e.key.is_equal_to(gap.key)]
        stays = {*(entry for entry, _ in self.accepted), *self.unseen} - {e for e, _ in changed}
        return _with(stays, [(gap.key, e.reason) for e, gap in (*changed, *self.moved)])

    def grown(self, reason: str) -> tuple[Entry, ...]:
        """The same, and with what is new."""
        return _with(self.shrunk(), [(gap.key, reason) for gap in self.new])


def _with(entries: Iterable[Entry], more: Iterable[tuple[Key, str]]) -> tuple[Entry, ...]:
    """A list with more gaps in it, each numbered so that it has a line of its own."""
    result = {entry.key: entry for entry in entries}
    for wanted, reason in more:
        key = wanted._replace(nth=1)
        while key in result:
            key = key._replace(nth=key.nth + 1)
        result[key] = Entry(key, reason)
    return tuple(sorted(result.values()))


class Sight(NamedTuple):
    """What a run looks at: the files it judged, and the places below which it would see others.

    All paths are those from the root; the place of the root itself is empty.
    """

    home: Home
    settings: Settings
    judged: frozenset[str]
    places: tuple[str, ...]

    def sees(self, key: Key) -> bool:
        """Whether the run would have seen this gap, if there still were one."""
        path = os.path.join(self.home.root, key.path)
        if not self.settings.selects_in(key.code, path):
            return False
        if key.path in self.judged:
            return True
        below = any(f"{key.path}/".startswith(f"{p}/" if p else "") for p in self.places)
        return below and not self.home.has(key.path)

    def wants(self, gap: Gap) -> bool:
        """Whether a gap is urgent enough to be spoken of."""
        return gap.site.priority <= self.settings.min_priority


def sight(
    home: Home, settings: Settings, results: Iterable[Checked], arguments: Iterable[str]
) -> Sight:
    """What a run over these arguments, paths of files and folders, has looked at."""
    judged = frozenset(home.shown_path_of(c.path) for c in results if c.broken is None)
    places = []
    for argument in arguments:
        try:
            path = home.path_of(argument)
        except Outside:
            continue
        places.append("" if path == "." else path)
    return Sight(home, settings, judged, tuple(places))


def standing(entries: Iterable[Entry], results: Iterable[Checked], seen: Sight) -> Standing:
    """Compare the marked gaps of a run with the list.

    Gaps below the settings' least priority are no news, but keep a line from being stale: the run
    must not have left them out.
    """
    by_key = {entry.key: entry for entry in entries}
    gaps = {gap.key: gap for gap in keyed(results, seen.home.shown_path_of)}
    pairing = pair(by_key, gaps, seen.home.has)
    opened = set(pairing.opened)
    closed = [by_key[key] for key in pairing.closed]
    return Standing(
        tuple((by_key[one], gaps[two]) for one, two in pairing.same),
        tuple((by_key[one], gaps[two]) for one, two in pairing.moved),
        tuple(gap for gap in gaps.values() if gap.key in opened and seen.wants(gap)),
        tuple(entry for entry in closed if seen.sees(entry.key)),
        tuple(entry for entry in closed if not seen.sees(entry.key)),
    )


def unaccepted(results: Iterable[Checked], entries: Iterable[Entry], place: Home) -> list[Checked]:
    """The results of a run that marked its gaps, without those that are accepted."""
    results = list(results)
    gaps = {gap.key: gap for gap in keyed(results, place.shown_path_of)}
    pairing = pair((entry.key for entry in entries), gaps, place.has)
    found = [gaps[key] for _, key in (*pairing.same, *pairing.moved)]
    hidden = {(gap.filename, gap.site.code, gap.site.span.start.offset) for gap in found}

    def shows(path: str, site: Site) -> bool:
        is_gap = site.status is Status.GAP
        return not is_gap or (path, site.code, site.span.start.offset) not in hidden

    return [c._replace(sites=tuple(s for s in c.sites if shows(c.path, s))) for c in results]


def all_priorities(settings: Settings) -> Settings:
    """The settings by which gaps are looked for that are going to be compared with the list."""
    return settings._replace(min_priority=Priority.P3)
