"""Waivers: comments by which an author says that a gap is meant.

flake8's `# noqa` and `# flake8: noqa` are read by flake8's own code and on the same lines as flake8
looks at. Ours, `# automation: ignore[AUT101] reason`, counts on the line of the gap or alone
on the line above it; inside the brackets stand codes, their beginnings, or names of rules.
In the comments of a workflow file, which flake8 does not read, both count in both places.
"""

import io
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from flake8_automation.languages import Language
from flake8_automation.model import Site, Status
from flake8_automation.source import Source

_OURS = r"(?s)#\s*automation:\s*ignore\[(?P<rules>[^\]]*)\]\s*(?P<reason>.*)"


class Waiver:
    """One comment of our own form."""

    __slots__ = ("lines", "reason", "rules")

    def __init__(self, lines: tuple[int, ...], rules: tuple[str, ...], reason: str) -> None:
        self.lines = lines  # those (1-based) whose gaps it waives
        self.rules = rules
        self.reason = reason

    def covers(self, site: Site) -> bool:
        """Whether it speaks of this site."""
        if site.span.start.line not in self.lines:
            return False
        return any(site.name == rule or site.code.startswith(rule) for rule in self.rules)


def waive(source: Source, sites: Iterable[Site], *, flake8s: bool) -> tuple[Site, ...]:
    """Turn each gap that its author waived into a waived site.

    `flake8s` says whether to read flake8's own comments too; inside flake8 they are its business.
    """
    ours = source.derive(_ours) if "automation:" in source.text else ()
    theirs = flake8s and "noqa" in source.text.lower()

    def judged(site: Site) -> Site:
        if site.status is not Status.GAP:
            return site
        for waiver in ours:
            if waiver.covers(site):
                return site._replace(status=Status.WAIVED, reason=waiver.reason)
        if theirs and _flake8_ignores(source, site):
            return site._replace(status=Status.WAIVED, reason="noqa")
        return site

    return tuple(judged(site) for site in sites)


def _ours(source: Source) -> tuple[Waiver, ...]:
    waivers = []
    for start, comment in _comments(source):
        match = re.search(_OURS, comment)
        if match is None:
            continue
        rules = tuple(rule for rule in re.split(r"[,\s]+", match["rules"]) if rule)
        waivers.append(Waiver(_lines_meant(source, start), rules, match["reason"].strip()))
    return tuple(waivers)


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    if source.language is Language.WORKFLOW:
        yield from source.comments
    else:
        for node in source.tree.find_all(kind="comment"):
            yield node.range().start.index, node.text()


def _lines_meant(source: Source, start: int) -> tuple[int, ...]:
    """The lines (1-based) that a comment speaks of: its own, or the next where it stands alone."""
    line = source.position(start).line
    if source.text[source.line_start(line) : start].strip():
        return (line,)
    # a workflow as a whole stands at its first line, which may be a comment
    return (line, line + 1) if source.language is Language.WORKFLOW else (line + 1,)


def _flake8_ignores(source: Source, site: Site) -> bool:
    if "flake8" in source.text.lower() and source.derive(_whole_file):
        return True
    if source.language is Language.WORKFLOW:
        return _noqa_in_yaml(source, site)
    first, last = _chunk(source, site.span.start.line)
    lines = source.derive(_lines)
    while last < len(lines) and lines[last - 1].endswith("\\\n"):
        last += 1  # a comment may follow, which is no part of the statement
    if not any("noqa" in line.lower() for line in lines[first - 1 : last]):
        return False  # nearly always, and tokenizing a file costs more than parsing it
    from flake8.violation import Violation

    where = site.span.start
    text = source.derive(_lines_as_flake8_joins_them).get(where.line, "")
    found = Violation(site.code, source.path, where.line, where.column, site.message, text)
    return found.is_inline_ignored(disable_noqa=False)


def _noqa_in_yaml(source: Source, site: Site) -> bool:
    from flake8.violation import Violation

    where = site.span.start
    for start, comment in source.comments:
        if "noqa" in comment.lower() and where.line in _lines_meant(source, start):
            found = Violation(site.code, source.path, 1, 1, site.message, comment)
            if found.is_inline_ignored(disable_noqa=False):
                return True
    return False


def _whole_file(source: Source) -> bool:
    from flake8.defaults import NOQA_FILE

    return any(NOQA_FILE.match(line) for line in source.derive(_lines))


def _chunk(source: Source, line: int) -> tuple[int, int]:
    """The first and the last line (1-based) of the statements of the module around a line."""
    chunks = source.derive(_chunks)
    index = bisect_right(chunks, (line, sys.maxsize)) - 1
    return chunks[index] if index >= 0 else (line, line)


def _chunks(source: Source) -> list[tuple[int, int]]:
    chunks: list[tuple[int, int]] = []
    for node in source.tree.children():
        where = node.range()
        first, last = where.start.line + 1, where.end.line + 1
        if chunks and first <= chunks[-1][1]:  # they share a line
            first, last = chunks[-1][0], max(last, chunks.pop()[1])
        chunks.append((first, last))
    return chunks


def _lines(source: Source) -> list[str]:
    return list(io.StringIO(source.text, newline=None))


def _lines_as_flake8_joins_them(source: Source) -> dict[int, str]:
    """For each line (1-based), the text in which flake8 looks for `# noqa`.

    A string over several lines and lines ended by a backslash count as one; brackets join nothing.
    """
    import tokenize

    lines = source.derive(_lines)
    alone = dict(enumerate(lines, 1))
    joined = dict(alone)
    first: int | None = None
    try:
        for token in tokenize.generate_tokens(iter(lines).__next__):
            if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
                continue
            first = token.start[0] if first is None else first
            if token.type in (tokenize.NL, tokenize.NEWLINE):
                last = token.end[0]
                joined.update(
                    dict.fromkeys(range(first, last + 1), "".join(lines[first - 1 : last]))
                )
                first = None
    except (tokenize.TokenError, SyntaxError):
        return alone
    return joined
