"""Commits of what was changed, made in the worktree, with messages that say what was done."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flake8_automation.changes.batches import Kept
from flake8_automation.changes.journal import Commits
from flake8_automation.changes.worktree import Worktree
from flake8_automation.files.git import GitFailed, git, split
from flake8_automation.model import Site

_QUIET = ("-c", "maintenance.auto=false", "-c", "gc.auto=0")  # no tidying behind our back


class Draft(NamedTuple):
    """One commit to be: its message, and the bytes of its files, relative to the top."""

    message: str
    contents: dict[str, bytes]


class NotCommitted(Exception):
    """The commits cannot be made. The message is one line for the user."""


def drafts(kept: Iterable[Kept], names: Mapping[str, str], command: str | None) -> list[Draft]:
    """One commit for each group of steps in which something was kept.

    `names` has the paths relative to the top.
    """
    groups: dict[str, list[Kept]] = {}
    for one in kept:
        groups.setdefault(one.step.group, []).append(one)
    found = []
    for steps in groups.values():
        contents: dict[str, bytes] = {}
        done: dict[str, tuple[Site, ...]] = {}
        for step in steps:
            for path, sites in step.done.items():
                name = names[path]
                if sites:
                    contents[name] = step.contents[path]
                    done[name] = done.get(name, ()) + sites
        if contents:
            found.append(Draft(message(done, command), contents))
    return found


def message(done: dict[str, tuple[Site, ...]], command: str | None) -> str:
    """What a commit says of the fixes in it, by the names of the files."""
    sites = [site for found in done.values() for site in found]
    codes = sorted({site.code for site in sites})
    gaps, files = _count(len(sites), "gap"), _count(len(done), "file")
    subject = f"Fix {', '.join(codes)} in {files} ({gaps})"
    if len(subject) > 72:
        subject = f"Fix {gaps} of {len(codes)} rules in {files}"
    lines = [subject, ""]
    lines += [f"{code} {name}" for code, name in sorted({(s.code, s.name) for s in sites})]
    lines.append("")
    for path, found in done.items():
        titles = Counter(site.fix.title for site in found if site.fix)
        said = "; ".join(f"{title} ({n})" if n > 1 else title for title, n in titles.items())
        lines.append(f"- {ascii(path)[1:-1]}: {said}")
    if command:
        lines += ["", f"Verified by: {' '.join(command.split())}"]
    return "\n".join(lines) + "\n"


def commit(worktree: Worktree, wanted: Iterable[Draft]) -> tuple[Commits, tuple[str, ...]]:
    """Make the commits; also the lines that say so. Raises `NotCommitted`.

    The hooks of the repository run, as in every commit; none may change what is committed.
    """
    top, old = worktree.top, worktree.repository.head
    last: dict[str, bytes] = {}
    lines = []
    try:
        git(top, "reset", "--quiet", "--hard", old)  # a command may have left changes of its own
        for draft in wanted:
            for path, data in draft.contents.items():
                worktree.put(path, data)
            text = draft.message.encode("utf-8", "backslashreplace")
            listed = b"".join(os.fsencode(path) + b"\0" for path in draft.contents)
            git(top, "add", "--pathspec-from-file=-", "--pathspec-file-nul", data=listed)
            git(top, *_QUIET, "commit", "--quiet", "--cleanup=verbatim", "-F", "-", data=text)
            lines.append(f"{_head(top)[:12]} {draft.message.partition(chr(10))[0]}")
            last |= draft.contents
        new = _head(top)
        listed = git(top, "diff", "--name-only", "--no-renames", "-z", old, new)
    except GitFailed as error:
        raise NotCommitted(str(error)) from None
    if set(split(listed)) != set(last) or any(_read(top, path) != last[path] for path in last):
        raise NotCommitted("a hook changed what was to be committed")
    return Commits(worktree.repository.top, old, new), tuple(lines)


def _head(top: str) -> str:
    return git(top, "rev-parse", "HEAD").decode().strip()


def _read(top: str, path: str) -> bytes:
    with open(os.path.join(top, path), "rb") as file:
        return file.read()


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
