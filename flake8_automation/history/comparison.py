"""What became of the gaps of one commit: those of a later state that are new, closed or moved."""

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flake8_automation.files.git import GitFailed, Repository, git
from flake8_automation.history.commits import Commit
from flake8_automation.history.judgement import checked_of
from flake8_automation.history.judging import Judge
from flake8_automation.history.scope import Scope
from flake8_automation.history.series import Small
from flake8_automation.history.snapshot import Place, Snapshot, Version
from flake8_automation.history.trees import whole
from flake8_automation.ledger.home import Home
from flake8_automation.ledger.keys import Gap, Key, keyed
from flake8_automation.ledger.matching import pair
from flake8_automation.ledger.tally import Tally, tally
from flake8_automation.model import Broken, Checked, Status
from flake8_automation.settings import Settings


class NoBase(Exception):
    """There is nothing to compare with. The message is one line for the user."""


class Base(NamedTuple):
    """A commit to compare with: what `ref` names (`at_ref`), or where HEAD has left that."""

    commit: Commit
    ref: str
    at_ref: bool


class Comparison(NamedTuple):
    """What differs. `moved` gaps stand in a file of another path; `waived` ones are still there.

    `before` and `now` count all sites. `unseen` are gaps of files that could not be judged now:
    nothing is said about these.
    """

    base: Base
    before: Tally
    now: Tally
    new: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    waived: tuple[Gap, ...]
    moved: tuple[tuple[Gap, Gap], ...]
    unseen: tuple[Gap, ...]


def base_of(repository: Repository, ref: str, *, merge_base: bool) -> Base:
    """The commit that a name stands for, or where HEAD has left it. Raises `NoBase`."""
    top = repository.top
    try:
        words = ("--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        commit = named = _line(git(top, "rev-parse", *words))
    except GitFailed:
        raise NoBase(f"{ref}: this repository has no such commit") from None
    if merge_base:
        try:
            commit = _line(git(top, "merge-base", commit, "HEAD")).split()[0]
        except GitFailed:
            raise NoBase(_unrelated(top, ref)) from None
    time = int(_line(git(top, "rev-list", "--timestamp", "--max-count=1", commit)).split()[0])
    return Base(Commit(commit, time), ref, commit == named)


def _unrelated(top: str, ref: str) -> str:
    shallow = _line(git(top, "rev-parse", "--is-shallow-repository")) == "true"
    why = "in this shallow clone" if shallow else "at all"
    told = f"{ref}: it has no commit in common with HEAD {why}"
    return f"{told}; --no-merge-base compares with {ref} itself"


def _line(printed: bytes) -> str:
    return os.fsdecode(printed).strip()


def at_commit(
    repository: Repository, commit: str, scope: Scope, settings: Settings, judge: Judge
) -> list[Checked]:
    """What checking the tree of a commit gives, in the order of path. Raises `GitFailed`."""
    small = Small(repository.top)
    entries = whole(repository.top, commit)
    small.expect([entries])
    found = Snapshot(scope, settings, small.content).apply(entries)
    wanted: dict[Version, Place] = {}
    places: dict[Version, list[str]] = {}
    results = []
    for version, place in filter(None, found.values()):
        if isinstance(version, Broken):
            results.append(Checked(place.absolute, broken=version))
        else:
            wanted.setdefault(version, place)
            places.setdefault(version, []).append(place.absolute)
    for version, packed in judge.results(wanted):
        checked = [checked_of(packed, path) for path in places[version]]
        results += [one for one in checked if one]
    return sorted(results, key=lambda checked: checked.path)


def compared(
    base: Base, before: Sequence[Checked], now: Sequence[Checked], top: str, settings: Settings
) -> Comparison:
    """Compare two runs over the repository at `top`, in which gaps of all priorities are marked.

    Gaps that are less urgent than the settings want are left out afterwards: so a file that moves
    among the tests neither closes nor opens any.
    """
    home = Home(top)
    olds = {gap.key: gap for gap in keyed(before, home.shown_path_of)}
    news = {gap.key: gap for gap in keyed(now, home.shown_path_of)}
    pairing = pair(olds, news, home.has)
    silenced = keyed(map(_waived_as_gaps, now), home.shown_path_of)
    waived = pair(pairing.closed, [gap.key for gap in silenced], home.has)
    unjudged = {home.shown_path_of(checked.path) for checked in now if checked.broken}

    def counted(results: Sequence[Checked]) -> Tally:
        counts = tally(results, home.shown_path_of).counts.items()
        return Tally({p: count for p, count in counts if p.priority <= settings.min_priority})

    def wanted(keys: Iterable[Key], gaps: dict[Key, Gap]) -> tuple[Gap, ...]:
        found = (gaps[key] for key in keys)
        return tuple(gap for gap in found if gap.site.priority <= settings.min_priority)

    gone = [key for key in waived.closed if key.path not in unjudged]
    return Comparison(
        base,
        counted(before),
        counted(now),
        wanted(pairing.opened, news),
        wanted(gone, olds),
        wanted((key for key, _ in (*waived.same, *waived.moved)), olds),
        tuple((olds[one], gap) for one, two in pairing.moved for gap in wanted([two], news)),
        wanted((key for key in waived.closed if key.path in unjudged), olds),
    )


def _waived_as_gaps(checked: Checked) -> Checked:
    waived = (site for site in checked.sites if site.status is Status.WAIVED)
    return checked._replace(sites=tuple(site._replace(status=Status.GAP) for site in waived))
