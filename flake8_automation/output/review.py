"""A review with suggestions that can be clicked, for GitHub's endpoint "create a review".

https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request

A suggestion replaces whole lines, which must lie in one hunk of the diff: one comment elsewhere,
and GitHub refuses the review with all of its comments.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from flake8_automation.files.hunks import Hunks, lie_in
from flake8_automation.model import Checked, Fix, Safety, Site
from flake8_automation.output import Context
from flake8_automation.output.markdown import prose
from flake8_automation.output.paths import relative
from flake8_automation.output.suggestions import as_one_edit
from flake8_automation.registry import page_url
from flake8_automation.source import Source


class Review(NamedTuple):
    """The comments, and how many gaps in the diff get none.

    `unfixed` gaps have no fix that may be applied, `beyond` ones a fix that reaches further.
    """

    comments: tuple[dict[str, Any], ...]
    unfixed: int
    beyond: int

    def as_json(self) -> dict[str, Any]:
        """The body of the request. `event` is COMMENT: it neither approves nor blocks."""
        return {"event": "COMMENT", "comments": list(self.comments)}


class Lines(NamedTuple):
    """Whole lines, from `first` to `last` (1-based, both in it), and what would stand there."""

    first: int
    last: int
    text: str


def review(results: Iterable[Checked], hunks: Hunks, context: Context) -> Review:
    """What there is to suggest in the lines of a diff, in the order of path and line."""
    comments = []
    unfixed = beyond = 0
    for checked in results:
        path = relative(checked.path, context.root)
        shown = hunks.get(path, ())
        for site in checked.gaps():
            if not lie_in(shown, site.span.start.line, site.span.start.line):
                continue
            fix = site.fix
            lines = None
            if fix and fix.safety is not Safety.DISPLAY:
                lines = whole_lines(checked.path, fix, context)
            if fix is None or lines is None:
                unfixed += 1
            elif not lie_in(shown, lines.first, lines.last):
                beyond += 1
            else:
                comments.append(_comment(path, site, fix, lines))
    return Review(tuple(comments), unfixed, beyond)


def whole_lines(path: str, fix: Fix, context: Context) -> Lines | None:
    """The lines that a fix touches, with all of its edits. None: the text is not at hand."""
    edit = as_one_edit(path, fix, context)
    source = context.source(path)
    if edit is None or source is None:
        return None
    first, last = edit.span.start.line, edit.span.end.line
    start = source.line_start(first)
    end = _line_end(source, last)
    before = source.text[start : edit.span.start.offset]
    text = before + edit.text + source.text[edit.span.end.offset : end]
    return Lines(first, last, re.sub(r"\r\n?", "\n", text))


def _line_end(source: Source, line: int) -> int:
    match = re.compile(r"\r\n?|\n").search(source.text, source.line_start(line))
    return match.start() if match else len(source.text)


def _comment(path: str, site: Site, fix: Fix, lines: Lines) -> dict[str, Any]:
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", lines.text)), default=0))
    rule = f"[{site.code}]({page_url(site.code)})"
    told = f"{rule}: {prose(site.message)}\n\n{prose(fix.titled())}"
    place: dict[str, Any] = {"path": path, "line": lines.last, "side": "RIGHT"}
    if lines.first < lines.last:
        place |= {"start_line": lines.first, "start_side": "RIGHT"}
    return place | {"body": f"{told}\n\n{fence}suggestion\n{lines.text}\n{fence}"}
