"""Which commits stand for the history: a walk from HEAD along first parents, or the tags.

A merge counts as one step, at the moment it was merged: so a series shows what the branch looked
like, and work on side branches appears where it came in.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from flake8_automation.files.git import git, split

EVERY = ("auto", "commit", "day", "week", "tag")
AUTO_MOST = 50  # rows that people still read

_DAY = 86400  # seconds
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class WrongDate(ValueError):
    """A date that git does not understand. The message is one line for the user."""


class Commit(NamedTuple):
    """A commit: its full id, the time (UTC, seconds) at which it was committed, and its tags."""

    id: str
    time: int
    tags: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The date (UTC), as `2026-11-25`."""
        return self._moment("%Y-%m-%d")

    @property
    def moment(self) -> str:
        """The time (UTC), as `2026-11-25T08:15:00Z`."""
        return self._moment("%Y-%m-%dT%H:%M:%SZ")

    def _moment(self, pattern: str) -> str:
        import time

        return time.strftime(pattern, time.gmtime(self.time))


class Chosen(NamedTuple):
    """The commits of a history, the oldest first; HEAD is the last.

    `every` is never "auto". `cut` says that the repository is a shallow clone, so that what came
    before its oldest commits is not known.
    """

    commits: tuple[Commit, ...]
    every: str
    cut: bool


def choose(top: str, every: str, since: str | None) -> Chosen:
    """Choose commits of the repository at `top`. Raises `WrongDate` and `GitFailed`.

    Of each day or week (Monday to Sunday, UTC) the last commit is chosen; "auto" takes every
    commit, else days, else weeks, whichever first gives `AUTO_MOST` rows or fewer.
    """
    cut = git(top, "rev-parse", "--is-shallow-repository").strip() == b"true"
    bound = _bound(top, since) if since is not None else ""
    if every == "tag":
        return Chosen(_tagged(top, int(bound.partition("=")[2] or 0)), every, cut)
    words = ("rev-list", "--timestamp", "--first-parent", "--reverse", *filter(None, [bound]))
    commits = _commits(git(top, *words, "HEAD"))
    if every != "auto":
        return Chosen(_PERIODS[every](commits), every, cut)
    for finest in ("commit", "day", "week"):
        chosen = _PERIODS[finest](commits)
        if len(chosen) <= AUTO_MOST:
            break
    return Chosen(chosen, finest, cut)


def _bound(top: str, since: str) -> str:
    """What git makes of a date: `--max-age=SECONDS`."""
    import time

    before = int(time.time())
    # Git takes a mere date for that date at this time of day.
    exactly = f"{since}T00:00:00Z" if _DATE.fullmatch(since) else since
    bound = git(top, "rev-parse", f"--since={exactly}").decode().strip()
    # Git takes for now what it does not understand.
    if int(bound.partition("=")[2]) >= before and since.strip().lower() not in {"now", "today"}:
        raise WrongDate(f"--since: expected a date in the past, such as 2026-01-31, not {since!r}")
    return bound


def _commits(listed: bytes) -> tuple[Commit, ...]:
    lines = (line.split() for line in listed.decode("ascii").splitlines())
    return tuple(Commit(commit, int(time)) for time, commit in lines)


def _tagged(top: str, bound: int) -> tuple[Commit, ...]:
    """The commits that HEAD contains and that have tags, parents first, and HEAD itself."""
    shape = "%(objectname)%00%(*objectname)%00%(refname:strip=2)%00"
    listed = split(git(top, "for-each-ref", "--merged=HEAD", f"--format={shape}", "refs/tags"))
    tags: dict[str, list[str]] = {}
    for at in range(0, len(listed) - 2, 3):
        direct, peeled, name = listed[at : at + 3]
        tags.setdefault(peeled or direct.strip(), []).append(name)
    commits = _commits(git(top, "rev-list", "--timestamp", "--topo-order", "--reverse", "HEAD"))
    return tuple(
        commit._replace(tags=tuple(sorted(tags.get(commit.id, ()))))
        for commit in commits
        if commit is commits[-1] or (commit.id in tags and commit.time >= bound)
    )


def _last_of(period: Callable[[int], Hashable]) -> Callable[[Iterable[Commit]], tuple[Commit, ...]]:
    def last(commits: Iterable[Commit]) -> tuple[Commit, ...]:
        found: dict[Hashable, Commit] = {}
        latest = 0
        for commit in commits:
            latest = max(latest, commit.time)  # where clocks went backwards, the order counts
            found[period(latest)] = commit
        return tuple(found.values())

    return last


_PERIODS: dict[str, Callable[[Iterable[Commit]], tuple[Commit, ...]]] = {
    "commit": tuple,
    "day": _last_of(lambda time: time // _DAY),
    "week": _last_of(lambda time: (time // _DAY + 3) // 7),  # 1970 began on a Thursday
}
