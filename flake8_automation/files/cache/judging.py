"""Checking files, of which those that have not changed are not read again."""

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from flake8_automation.files.cache import rows
from flake8_automation.files.cache.table import UNSETTLED, Looked, Table, time_of
from flake8_automation.files.discover import Discovered, Stamp
from flake8_automation.files.facts import facts
from flake8_automation.model import Broken, BrokenKind, Checked, Facts
from flake8_automation.settings import Settings

# Where the clock of a file system ticks slowly, a change shows in no stamp until the next tick.
_TICK = 2_000_000_000  # ns
_MOST = 1 << 64  # what a table can hold
_LONG = 500  # characters


class Verdict(NamedTuple):
    """What judging a file gave. `looked` is what is to be kept of it.

    `checked` None: what is known of it still holds. `looked` None: nothing may be kept.
    """

    checked: Checked | None
    looked: Looked | None


Visit = Callable[[str], Verdict | None]
VisitAll = Callable[[Visit, list[str]], list[Verdict | None]]


class Visitor:
    """Judges a file by its path, in whatever process. None: no rule has anything to say about it.

    `known` is what is known of some of the files, by path.
    """

    def __init__(
        self, settings: Settings, known: Mapping[str, Looked], *, marked: bool, counted: bool
    ) -> None:
        self._settings = settings
        self._known = known
        self._marked = marked
        self._counted = counted

    def __call__(self, path: str) -> Verdict | None:
        from flake8_automation import engine
        from flake8_automation.files.access import Unreadable, read

        try:
            data = read(path)
        except Unreadable as error:
            return Verdict(Checked(path, broken=Broken(BrokenKind.UNREADABLE, str(error))), None)
        known = self._known.get(path)
        if known and known.digest == _digest(data) and _holds(known, path, data):
            return Verdict(None, known)
        asked: list[Facts] = []

        def noted(path: str, data: bytes) -> Facts:
            asked.append(facts(path, data))
            return asked[-1]

        checked = engine.check_bytes(
            path, data, self._settings, noted, marked=self._marked, counted=self._counted
        )
        if not (asked or checked.sites or checked.broken):
            return None
        if not _depends_on_content_alone(checked.broken):
            return Verdict(checked, None)
        told = _told(asked[-1]) if asked else ""
        return Verdict(checked, Looked(_digest(data), told, rows.packed(checked)))


def _holds(known: Looked, path: str, data: bytes | None = None) -> bool:
    """Whether the facts about a file are still those that its result depends on."""
    return not known.facts or known.facts == _told(facts(path, data))


def _depends_on_content_alone(broken: Broken | None) -> bool:
    """Whether what went wrong is sure to go wrong again. It is not, say, where memory was short."""
    if broken is None or broken.kind is BrokenKind.UNDECODABLE:
        return True
    return broken.kind is BrokenKind.UNPARSED and broken.line > 0


def _digest(data: bytes) -> str:
    from hashlib import blake2b  # takes 3 ms to load

    return blake2b(data, digest_size=16).hexdigest()


def _told(known: Facts) -> str:
    """Facts as a text; the longer ones, of workflows, as a digest.

    Without what saves work and changes no result.
    """
    text = ascii(_plain(known._replace(parses=False)))
    return text if len(text) < _LONG else _digest(text.encode())


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def judge(  # noqa: PLR0913 - some of them by name only
    found: Discovered,
    settings: Settings,
    table: Table,
    visit_all: VisitAll,
    *,
    marked: bool,
    counted: bool = False,
    now: int,
) -> tuple[list[Checked], Table | None]:
    """The results for the files, in their order, and what is known of them then; None: as before.

    `found` is stamped; `now` is the time (ns since the epoch) at which the search for it began.
    `visit_all` applies a function to all of some paths.
    """
    results = list(map(Checked, found.paths))
    settled = now - _TICK
    missed = _stale(found, table, settled)
    offered = _recall(results, found, table, missed)
    if not missed:
        return results, None
    indices = sorted(missed)
    visitor = Visitor(settings, offered, marked=marked, counted=counted)
    verdicts = visit_all(visitor, [found.paths[index] for index in indices])
    stamps, looked = table.stamps.copy(), table.looked.copy()
    for index, verdict in zip(indices, verdicts, strict=True):
        absolute, stamp = found.absolutes[index], found.stamps[index]
        stamps.pop(absolute, None)
        looked.pop(absolute, None)
        is_settled = stamp is not None and _is_settled(stamp, settled)
        if verdict is None:
            if stamp and is_settled:
                stamps[absolute] = stamp
            if absolute in table.looked:
                results[index] = Checked(found.paths[index])
            continue
        if verdict.checked:
            results[index] = verdict.checked
        if verdict.looked:
            stamps[absolute] = stamp if stamp and is_settled else UNSETTLED
            looked[absolute] = verdict.looked
    if stamps == table.stamps and looked == table.looked:
        return results, None
    _forget_what_vanished(stamps, looked, found)
    return results, Table(stamps, looked, max(table.newest, settled))


def _stale(found: Discovered, table: Table, settled: int) -> set[int]:
    """The indices of the files whose stamp is not the known one."""
    known = list(map(table.stamps.get, found.absolutes))
    missed = set()
    if known != found.stamps or None in known:  # else, to go through them takes three times as long
        pairs = enumerate(zip(known, found.stamps, strict=True))
        missed = {index for index, (one, other) in pairs if one is None or one != other}
    if table.newest > settled:  # the clock was set back: what is kept may be of the same tick
        missed |= {i for i, stamp in enumerate(found.stamps) if stamp and time_of(stamp) >= settled}
    return missed


def _recall(
    results: list[Checked], found: Discovered, table: Table, missed: set[int]
) -> dict[str, Looked]:
    """Put in place what is known, and add to `missed` what does not hold any more.

    What is known of the missed ones is returned, by path: their content may be the same.
    """
    offered = {}
    for index, absolute in enumerate(found.absolutes):
        known = table.looked.get(absolute)
        if known is None:
            continue
        path = found.paths[index]
        try:
            results[index] = rows.unpacked(known.result, path)
        except ValueError:
            missed.add(index)
            continue
        if index not in missed and not _holds(known, path):
            missed.add(index)
        if index in missed:
            offered[path] = known
    return offered


def _is_settled(stamp: Stamp, settled: int) -> bool:
    """Whether any later change is going to show in another stamp."""
    return min(stamp) >= 0 and max(stamp) < _MOST and time_of(stamp) < settled


def _forget_what_vanished(
    stamps: dict[str, Stamp], looked: dict[str, Looked], found: Discovered
) -> None:
    for path in stamps.keys() - set(found.absolutes):
        if not os.path.lexists(path):
            del stamps[path]
            looked.pop(path, None)
