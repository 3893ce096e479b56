"""Which of many changes can be kept, found in few tries."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
Selection = frozenset[T]


def keepable(
    units: Sequence[T],
    passes: Callable[[frozenset[T]], bool],
    halves: Callable[[Sequence[T]], tuple[Sequence[T], Sequence[T]]],
) -> frozenset[T]:
    """The units that pass together: all of them, or those that are left when no other fits in.

    What is returned has passed as a whole, if it is not empty; nothing at all counts as passing.
    With one bad unit among n that takes about two tries for each time that n can be halved. A unit
    is left out only after a try of its own, on top of what is kept, has failed, and of units that
    clash the first one stays.
    """
    known: dict[frozenset[T], bool] = {frozenset(): True}

    def search(kept: frozenset[T], part: Sequence[T]) -> frozenset[T]:
        tried = kept.union(part)
        inferred = tried in known
        if not inferred:
            known[tried] = passes(tried)
        if known[tried]:
            return tried
        if len(part) > 1:
            first, second = halves(part)
            return search(search(kept, first), second)
        if inferred:  # by what is left over from halving; a command may also fail by chance
            known[tried] = passes(tried)
        return tried if known[tried] else kept

    return search(frozenset(), units) if units else frozenset()
