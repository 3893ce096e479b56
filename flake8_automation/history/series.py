"""The counts of commit after commit, as values: what tables, charts and the report show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_automation.files.facts import METADATA
from flake8_automation.files.git import Repository
from flake8_automation.history.commits import Chosen, Commit
from flake8_automation.history.judgement import Counts, Judgement, counts_of
from flake8_automation.history.judging import Judge
from flake8_automation.history.scope import Scope
from flake8_automation.history.snapshot import Found, Place, Snapshot, Version
from flake8_automation.history.trees import LINK, Entry, contents, steps
from flake8_automation.ledger.counts import Count
from flake8_automation.ledger.tally import Place as Counted
from flake8_automation.ledger.tally import Tally
from flake8_automation.model import Broken
from flake8_automation.settings import Settings

_SMALL = 8_000_000  # bytes of links and metadata that are read at once


class Row(NamedTuple):
    """What a commit holds: its counts by rule and priority, and the files that went wrong.

    The places of `tally` have no path. `files` are those that count; `broken` are the paths, from
    the top of the repository, of those that could not be judged as they should.
    """

    commit: Commit
    tally: Tally
    files: int
    broken: tuple[tuple[str, Broken], ...]


class Series(NamedTuple):
    """A history: its rows, the oldest first, one for each chosen commit."""

    chosen: Chosen
    rows: tuple[Row, ...]


def series(
    repository: Repository, chosen: Chosen, scope: Scope, settings: Settings, judge: Judge
) -> Series:
    """The history of the chosen commits, all judged by the same settings. Raises `GitFailed`."""
    walk = _walk(repository.top, chosen.commits, scope, settings, judge)
    return Series(chosen, tuple(walk))


def _walk(
    top: str, commits: Sequence[Commit], scope: Scope, settings: Settings, judge: Judge
) -> Iterator[Row]:
    """A row for each commit. What is held in memory depends on the tree, not on their number."""
    small = Small(top)
    snapshot = Snapshot(scope, settings, small.content)
    sums = _Sums()
    waiting = iter(commits)
    for part in steps(top, [commit.id for commit in commits]):
        small.expect(part)
        changes = [snapshot.apply(entries) for entries in part]
        judged = _judged(changes, judge)
        for changed in changes:
            for path, found in changed.items():
                sums.set(path, found and judged[found.version])
            yield Row(next(waiting), sums.tally(), sums.files, sums.broken())


def _judged(
    changes: Sequence[Mapping[str, Found | None]], judge: Judge
) -> dict[Version | Broken, Judgement]:
    wanted: dict[Version, Place] = {}
    judged: dict[Version | Broken, Judgement] = {}
    for changed in changes:
        for found in changed.values():
            if found is None:
                continue
            if isinstance(found.version, Broken):
                judged[found.version] = Judgement((), found.version)
            else:
                wanted.setdefault(found.version, found.place)
    judged |= {version: counts_of(packed) for version, packed in judge.results(wanted)}
    return judged


class _Sums:
    """The sums over all files, kept up to date as single files change."""

    def __init__(self) -> None:
        self.files = 0
        self._held: dict[str, Judgement] = {}
        self._counts: dict[Counted, Count] = {}
        self._tally: Tally | None = None
        self._broken: dict[str, Broken] = {}

    def set(self, path: str, judged: Judgement | None) -> None:
        """Let this be what is found at a path from now on; None: nothing is."""
        before = self._held.pop(path, None)
        if before is not None and before.counts is not None:
            self.files -= 1
            self._add(before.counts, -1)
        self._broken.pop(path, None)
        if judged is None:
            return
        self._held[path] = judged
        if judged.counts is not None:
            self.files += 1
            self._add(judged.counts, 1)
        if judged.broken:
            self._broken[path] = judged.broken

    def _add(self, counts: Counts, sign: int) -> None:
        for place, count in counts:
            self._tally = None
            now = self._counts.get(place, Count())
            self._counts[place] = Count(*(a + sign * b for a, b in zip(now, count, strict=True)))

    def tally(self) -> Tally:
        """The sums as they are now, without those of nothing; the same value while they stay so."""
        if self._tally is None:
            counts = self._counts.items()
            self._tally = Tally({place: count for place, count in counts if count.sites})
        return self._tally

    def broken(self) -> tuple[tuple[str, Broken], ...]:
        """The files that went wrong, by path."""
        return tuple(sorted(self._broken.items()))


class Small:
    """The contents of links and metadata, read for many commits at once."""

    def __init__(self, top: str) -> None:
        self._top = top
        self._known: dict[str, bytes] = {}

    def expect(self, part: Sequence[Sequence[Entry]]) -> None:
        """Read what these changes will need."""
        self._read(
            entry.id
            for entries in part
            for entry in entries
            if entry.mode == LINK or (entry.mode and entry.path.rpartition("/")[2] in METADATA)
        )

    def content(self, wanted: str) -> bytes:
        """What this content is; empty if git does not have it."""
        if wanted not in self._known:
            self._read([wanted])
        return self._known.get(wanted, b"")

    def _read(self, ids: Iterable[str]) -> None:
        if sum(map(len, self._known.values())) > _SMALL:
            self._known.clear()
        for found in contents(self._top, sorted(set(ids) - self._known.keys()), _SMALL):
            self._known |= found
