"""Which of many literals stand in the bytes of a file: they are looked for in one go.

One after the other takes thirty times as long; yet that is how a few files are searched, before
the library is loaded that does it at once. https://github.com/G-Research/ahocorasick_rs
"""

from collections.abc import Callable, Iterable

_FEW = 300_000  # bytes; to search them for each literal takes as long as to load the library

Search = Callable[[bytes], frozenset[bytes]]


class Literals:
    """Literals to look for. Without one of the `necessary` ones, the others do not count."""

    def __init__(self, literals: Iterable[bytes], necessary: Iterable[bytes]) -> None:
        self._literals = sorted(set(literals))
        self._necessary = sorted(set(necessary))
        self._left = _FEW
        self._at_once: Search | None = None

    def found_in(self, data: bytes) -> frozenset[bytes]:
        """The literals that stand in these bytes; none where no necessary one does."""
        if self._at_once is not None:
            return self._at_once(data)
        self._left -= len(data)
        if self._left < 0:
            self._at_once = _at_once(self._literals, self._necessary)
        if not any(literal in data for literal in self._necessary):
            return frozenset()
        return frozenset(literal for literal in self._literals if literal in data)


def _at_once(literals: list[bytes], necessary: list[bytes]) -> Search | None:
    try:
        from ahocorasick_rs import BytesAhoCorasick, MatchKind
    except ImportError:  # there is none for this kind of machine
        return None
    # Only a search whose matches do not overlap compares many bytes in one step, but it passes
    # over literals that begin inside of another one.
    any_of = BytesAhoCorasick(necessary, matchkind=MatchKind.LeftmostFirst)
    all_of = BytesAhoCorasick(literals)

    def search(data: bytes) -> frozenset[bytes]:
        if not any_of.find_matches_as_indexes(data):
            return frozenset()
        found = all_of.find_matches_as_indexes(data, overlapping=True)
        return frozenset(literals[index] for index, _, _ in found)

    return search
