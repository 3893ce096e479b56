"""Applying edits to a text, without overlap."""

from bisect import bisect_right, insort
from collections.abc import Iterable
from typing import NamedTuple

from flake8_automation.model import Site


class Applied(NamedTuple):
    """A new text, the sites whose fixes are in it, and those that must wait for another round."""

    text: str
    done: tuple[Site, ...]
    held: tuple[Site, ...]
    edits: tuple[tuple[int, int, str], ...]  # start, end, text; in the offsets of the old text

    def moved(self, offset: int) -> int:
        """Where a character of the old text that no edit touched stands in the new text."""
        return offset + sum(
            len(text) - (end - start) for start, end, text in self.edits if end <= offset
        )


def apply(text: str, sites: Iterable[Site]) -> Applied:
    """Apply the fix of each site, the earlier ones first; hold a fix that touches an applied one.

    Two insertions at the same place touch as well: their order would be an accident. Those of one
    fix stand in the order of the fix.
    """
    taken: list[tuple[int, int, str]] = []  # sorted by place; those of different fixes do not touch
    done: list[Site] = []
    held: list[Site] = []
    for site in sites:
        assert site.fix is not None
        wanted = [(e.span.start.offset, e.span.end.offset, e.text) for e in site.fix.edits]
        if any(_touch(new, old) for new in wanted for old in _neighbours(new, taken)):
            held.append(site)
        else:
            for edit in wanted:
                insort(taken, edit, key=_place)
            done.append(site)
    pieces, at = [], 0
    for start, end, replacement in taken:
        pieces += [text[at:start], replacement]
        at = end
    return Applied("".join(pieces) + text[at:], tuple(done), tuple(held), tuple(taken))


def _place(edit: tuple[int, int, str]) -> tuple[int, int]:
    return edit[:2]


def _neighbours(
    new: tuple[int, int, str], taken: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """The edits that stand before and behind one: if it touches any, it touches one of them."""
    index = bisect_right(taken, _place(new), key=_place)
    return taken[max(index - 1, 0) : index + 1]


def _touch(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
