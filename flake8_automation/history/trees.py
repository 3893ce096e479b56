"""What commits hold, and by what they differ, as git's objects tell it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flake8_automation.files.git import git, split

LINK = "120000"
FILES = frozenset({"100644", "100755", "100664"})  # the last one in very old repositories

_AT_ONCE = 200  # commits


class Entry(NamedTuple):
    """A name in a tree: its path from the top, its mode, and its content's id.

    Where it is gone, `mode` and `id` are empty.
    """

    path: str
    mode: str
    id: str


def whole(top: str, commit: str) -> list[Entry]:
    """All that a commit holds; a submodule is a name of a mode of its own."""
    found = []
    for line in split(git(top, "ls-tree", "-r", "-z", "--full-tree", commit)):
        about, _, path = line.partition("\t")
        mode, _, content = about.split(" ")
        found.append(Entry(path, mode, content))
    return found


def steps(top: str, commits: Sequence[str]) -> Iterator[list[list[Entry]]]:
    """For each commit by what it differs from the one before it, of which it need be no child.

    The first one differs from nothing, so it is given whole. Comes in parts of `_AT_ONCE` commits.
    """
    for start in range(0, len(commits), _AT_ONCE):
        part = commits[max(start - 1, 0) : start + _AT_ONCE]
        ahead = [] if start else [whole(top, part[0])]
        yield ahead + _differences(top, part)


def _differences(top: str, commits: Sequence[str]) -> list[list[Entry]]:
    pairs = "".join(f"{new} {old}\n" for old, new in pairwise(commits))
    words = ("diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--always")
    return list(_parsed(split(git(top, *words, data=pairs.encode()))))


def _parsed(words: Iterable[str]) -> Iterator[list[Entry]]:
    """A commit's id, and for each difference `:MODE MODE ID ID LETTER` and the path."""
    entries: list[Entry] | None = None
    rest = iter(words)
    for word in rest:
        if not word.startswith(":"):
            if entries is not None:
                yield entries
            entries = []
            continue
        assert entries is not None
        _, mode, _, content, _ = word.split(" ")
        is_gone = mode == "000000"
        entries.append(Entry(next(rest), "" if is_gone else mode, "" if is_gone else content))
    if entries is not None:
        yield entries


def contents(top: str, ids: Sequence[str], most: int) -> Iterator[dict[str, bytes]]:
    """What these contents are, in parts of up to `most` bytes, or of one content.

    What git does not have is left out: it is missing in a damaged or partial clone.
    """
    part: list[str] = []
    size = 0
    for content, length in _sizes(top, ids):
        if part and size + length > most:
            yield _read(top, part)
            part, size = [], 0
        part.append(content)
        size += length
    if part:
        yield _read(top, part)


def _sizes(top: str, ids: Sequence[str]) -> Iterator[tuple[str, int]]:
    if not ids:
        return
    asked = "".join(f"{content}\n" for content in ids).encode()
    for line in git(top, "cat-file", "--batch-check", data=asked).decode("ascii").splitlines():
        content, kind, *size = line.split(" ")
        if kind == "blob":
            yield content, int(size[0])


def _read(top: str, ids: Sequence[str]) -> dict[str, bytes]:
    asked = "".join(f"{content}\n" for content in ids).encode()
    printed = git(top, "cat-file", "--batch", data=asked)
    found = {}
    at = 0
    while at < len(printed):
        end = printed.index(b"\n", at)
        content, _, size = printed[at:end].decode("ascii").split(" ")
        start = end + 1
        at = start + int(size)
        found[content] = printed[start:at]
        at += 1  # a line feed follows
    return found
