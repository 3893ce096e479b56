"""Who owns a file, by the rules of GitHub's CODEOWNERS: the last pattern that fits decides.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_automation.files.access import Unreadable, read
from flake8_automation.ledger.home import Home, repository_of

_PLACES = (".github", "", "docs")  # the first one with the file counts
_MOST = 3_000_000  # bytes; GitHub does not load a larger one

_WORDS = re.compile(r"(?:\\.|[^\s\\])+")
_OWNER = re.compile(r"@[\w.-]+(?:/[\w.-]+)?|[^@\s]+@[^@\s]+")
_PARTS = re.compile(r"\\(?P<escaped>.)|(?P<any>\*+)|(?P<one>\?)|(?P<plain>[^\\*?]+)", re.DOTALL)


class Line(NamedTuple):
    """One line: what fits its pattern belongs to these owners, or with none of them to nobody."""

    pattern: re.Pattern[str]
    owners: tuple[str, ...]


class Owners(NamedTuple):
    """The lines of a file, the last one first; `prefix` leads from its root to the project's."""

    lines: tuple[Line, ...]
    prefix: str = ""

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, by its path from the root of the project."""
        path = self.prefix + path
        return next((line.owners for line in self.lines if line.pattern.fullmatch(path)), ())


def owners(home: Home) -> Owners | None:
    """The owners that the repository of a project names, or None."""
    top = repository_of(home.root) or home.root
    inside = os.path.relpath(home.root, top).replace(os.sep, "/")
    for place in _PLACES:
        try:
            data = read(os.path.join(top, place, "CODEOWNERS"))
        except Unreadable:
            continue
        text = data.decode("utf-8", "surrogateescape") if len(data) <= _MOST else ""
        return Owners(parsed(text), "" if inside == "." else f"{inside}/")
    return None


def parsed(text: str) -> tuple[Line, ...]:
    """The lines of a CODEOWNERS file, the last one first. What GitHub does not understand, it
    passes over, and so do we.
    """
    return tuple(_lines(text))[::-1]


def _lines(text: str) -> Iterator[Line]:
    for line in text.split("\n"):
        pattern, *rest = _WORDS.findall(line) or [""]
        comment = next((n for n, word in enumerate(rest) if word.startswith("#")), len(rest))
        names = rest[:comment]
        if not pattern or pattern.startswith(("#", "!", "\\#")) or set(pattern) & set("[]"):
            continue
        if all(_OWNER.fullmatch(name) for name in names):
            yield Line(re.compile(_regex(pattern), re.DOTALL), tuple(names))


def _regex(pattern: str) -> str:
    """The regular expression of what a pattern fits: as in .gitignore, but for `folder/*`."""
    inner = pattern.strip("/")
    start = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    if pattern.endswith("/"):
        end = "/.*"
    elif inner.endswith("/*") or pattern == "/*":
        end = ""  # not what stands deeper
    else:
        end = "(?:/.*)?"
    return start + _segments(inner) + end


def _segments(inner: str) -> str:
    parts = inner.split("/")
    result = ""
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        if part == "**":
            result += ".*" if is_last else "(?:.*/)?"
        else:
            result += _segment(part) + ("" if is_last else "/")
    return result


def _segment(part: str) -> str:
    pieces = []
    for match in _PARTS.finditer(part):
        if match["any"]:
            pieces.append("[^/]*")
        elif match["one"]:
            pieces.append("[^/]")
        else:
            pieces.append(re.escape(match["escaped"] or match["plain"]))
    return "".join(pieces)
