"""The lines of a change as a reviewer sees them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Hunk(NamedTuple):
    """The lines of one hunk on the new side: from `first` to `last`, 1-based, both in it."""

    first: int
    last: int


Hunks = Mapping[str, tuple[Hunk, ...]]  # by path from the top of the repository


def lie_in(hunks: Iterable[Hunk], first: int, last: int) -> bool:
    """Whether all the lines from `first` to `last` lie in one of the hunks."""
    return any(hunk.first <= first and last <= hunk.last for hunk in hunks)
