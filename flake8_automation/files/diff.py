"""Which lines a change touches, as a reviewer sees it: those of the hunks, with their context."""

import os
import re

from flake8_automation.files.git import GitFailed, git
from flake8_automation.files.hunks import Hunk, Hunks

_HUNK = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_ESCAPED = re.compile(rb'\\([0-7]{3}|[abtnvfr"\\])')
_LETTERS = dict(zip(b"abtnvfr", b"\a\b\t\n\v\f\r", strict=True))


class NoBase(Exception):
    """There is nothing to compare with. The message is one line for the user."""


def hunks_since(base: str, top: str) -> Hunks:
    """The hunks by path (relative to `top`) between the merge base with `base` and the work tree.

    Files that git does not track have none. Raises `NoBase`.
    """
    commit = f"{base}^{{commit}}"
    try:
        git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    except GitFailed:
        raise NoBase(f"{base}: there is no such commit here") from None
    try:
        start = git(top, "merge-base", "--end-of-options", base, "HEAD").split()[0].decode()
    except GitFailed:
        apart = "it shares no commit with this branch, as far as history is here"
        raise NoBase(f"{base}: {apart}") from None
    try:
        printed = git(
            top,
            *("diff", "--no-color", "--no-ext-diff", "--no-textconv", "--unified=3"),
            *("--src-prefix=a/", "--dst-prefix=b/", start),
        )
    except GitFailed as error:
        raise NoBase(f"{base}: {error}") from None
    return _read(printed)


def _read(diff: bytes) -> dict[str, tuple[Hunk, ...]]:
    """The hunks of a unified diff. Lines of files cannot be taken for its own: they are counted."""
    found: dict[str, tuple[Hunk, ...]] = {}
    path = ""
    left = 0
    for line in diff.split(b"\n"):
        if left > 0:  # inside of a hunk, whose new side still has lines
            left -= not line.startswith((b"-", b"\\"))
        elif line.startswith(b"+++ "):
            path = _name(line[4:])
        elif match := _HUNK.match(line):
            first, many = int(match[1]), int(match[2] or 1)
            left = many
            if many and path:
                found[path] = (*found.get(path, ()), Hunk(first, first + many - 1))
    return found


def _name(written: bytes) -> str:
    """The path behind `b/`, which git puts in quotes where it holds special bytes."""
    written = written.removesuffix(b"\t")
    if written.startswith(b'"'):
        written = _ESCAPED.sub(_unescaped, written[1:-1])
    return os.fsdecode(written.removeprefix(b"b/")) if written.startswith(b"b/") else ""


def _unescaped(match: re.Match[bytes]) -> bytes:
    escape = match[1]
    if len(escape) == 3:
        return bytes([int(escape, 8)])
    return bytes([_LETTERS.get(escape[0], escape[0])])
