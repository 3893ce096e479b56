"""Bringing changes into the working tree, and taking them back."""

import os
from collections.abc import Iterable
from contextlib import suppress
from glob import escape, glob
from typing import NamedTuple

from flake8_automation.changes import Stopped, Unjournalled, journal
from flake8_automation.changes.journal import Change, Commits, Entry, Journal, fingerprint
from flake8_automation.files.access import TEMPORARY, Unreadable, Unwritable, read, reason_of, write
from flake8_automation.files.git import GitFailed, git, split


class Back(NamedTuple):
    """What taking a run back gave: the files that are as before, and those left, with the reason.

    `completed`: all had been written already, so the run was finished instead.
    """

    run: Journal
    restored: tuple[str, ...]
    left: tuple[tuple[str, str], ...] = ()
    completed: bool = False


def land(
    folder: str,
    what: str,
    changes: Iterable[Change],
    commits: Commits | None = None,
    *,
    whole: bool,
) -> dict[str, str]:
    """Write changes, after noting in the journal of `folder` how to take them back.

    Returns the files that could not be written, with the reasons; if the changes are a `whole`,
    these raise `Stopped`. Whatever ends this early takes back what was written. Raises
    `Unjournalled`; then nothing is written.
    """
    changes = list({change.path: change for change in changes}.values())  # links name files twice
    entries = tuple(map(journal.entry, changes))
    run = Journal(journal.now(), what, entries, commits)
    try:
        journal.begin(folder, run)
    except OSError as error:
        raise Unjournalled(f"{folder}: cannot be written: {reason_of(error)}") from None
    try:
        failed = write_each(changes)
        if whole:
            _refuse(failed)
        if commits:
            _update_ref(commits, back=False)
            _reset_index(commits.top, commits.new, [one.path for one in entries])
    except BaseException:
        take_back(folder)
        raise
    if failed:
        written = tuple(one for one in entries if one.path not in failed)
        journal.close(folder, run._replace(entries=written))
    else:
        journal.finish(folder)
    return failed


def write_each(changes: Iterable[Change]) -> dict[str, str]:
    """Write changes; returns the files that could not be written, with the reasons."""
    failed = {}
    for change in changes:
        try:
            write(change.path, change.after, change.before)
        except Unwritable as error:
            failed[change.path] = str(error)
    return failed


def _refuse(failed: dict[str, str]) -> None:
    for path, reason in failed.items():
        raise Stopped(f"{path} cannot be written: {reason}; nothing is changed")


def undo(folder: str) -> Back:
    """Take the last run back. Raises `Stopped`."""
    run = journal.read(folder, journal.LAST)
    if run is None:
        raise Stopped("there is no run to take back here")
    if run.commits:
        _may_go_back(run.commits, run.entries)
    journal.reopen(folder)
    if run.commits:
        try:
            _update_ref(run.commits, back=True)
        except Stopped:
            take_back(folder)  # as HEAD has not moved, the run stays as it was
            raise
    back = take_back(folder)
    assert back is not None
    return back


def take_back(folder: str) -> Back | None:
    """Take back a run that did not come to its end, if there is one. Raises `Stopped`.

    What was only announced stays so: it has written nothing.
    """
    run = journal.read(folder, journal.UNFINISHED)
    if run is None:
        return None
    paths = [one.path for one in run.entries]
    commits = run.commits
    for place in {os.path.dirname(path) for path in paths}:
        for stray in glob(os.path.join(escape(place), TEMPORARY.format("*"))):
            with suppress(OSError):
                os.unlink(stray)
    if commits and _head(commits.top) == commits.new:
        _reset_index(commits.top, commits.new, paths)
        journal.finish(folder)
        return Back(run, (), completed=True)
    outcomes = {one.path: _restore(one) for one in run.entries}
    if commits:
        _reset_index(commits.top, commits.old, paths)
    left = tuple(one for one in run.entries if outcomes[one.path])
    try:
        journal.close(folder, run._replace(entries=left, commits=None))
    except OSError as error:
        raise Stopped(f"{folder}: cannot be written: {reason_of(error)}") from None
    restored = tuple(path for path, reason in outcomes.items() if reason == "")
    return Back(run, restored, tuple((p, reason) for p, reason in outcomes.items() if reason))


def _restore(one: Entry) -> str | None:
    """Give a file its old bytes; or say why not. None: it has them."""
    try:
        now = read(one.path)
        if now == one.before:
            return None
        if fingerprint(now) != one.after:
            return "it has changed since"
        write(one.path, one.before, now)
    except (Unreadable, Unwritable) as error:
        return str(error)
    return ""


def _may_go_back(commits: Commits, entries: tuple[Entry, ...]) -> None:
    """Raise `Stopped` unless the commits of a run are the last, and their files untouched."""
    if _head(commits.top) != commits.new:
        span = f"{commits.old[:12]}..{commits.new[:12]}"
        raise Stopped(f"HEAD has moved since: 'git revert {span}' takes the commits back")
    root = os.path.join(commits.top, "")
    ours = {one.path.removeprefix(root) for one in entries}
    for how in ((), ("--cached",)):
        listed = git(commits.top, "diff", "--name-only", "--no-renames", "-z", *how, "HEAD")
        for name in split(listed):
            if name in ours:
                raise Stopped(f"{name} has changed since: commit or stash it first")


def _head(top: str) -> str:
    try:
        return git(top, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
    except GitFailed:
        return ""


def _update_ref(commits: Commits, *, back: bool) -> None:
    new, old = (commits.old, commits.new) if back else (commits.new, commits.old)
    try:
        git(commits.top, "update-ref", "-m", "flake8-automation", "HEAD", new, old)
    except GitFailed as error:
        raise Stopped(f"git does not move the branch: {error}; nothing is changed") from None


def _reset_index(top: str, commit: str, paths: list[str]) -> None:
    root = os.path.join(top, "")
    listed = b"".join(os.fsencode(path.removeprefix(root)) + b"\0" for path in paths)
    how = ("--pathspec-from-file=-", "--pathspec-file-nul")
    try:
        git(top, "reset", "--quiet", commit, *how, data=listed)
    except GitFailed as error:
        raise Stopped(f"git does not bring its index up to date: {error}") from None
