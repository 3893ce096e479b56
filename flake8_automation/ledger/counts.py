"""The count of sites, and what follows from it."""

from collections.abc import Iterable
from typing import NamedTuple


class Count(NamedTuple):
    """How many sites there are of each status."""

    covered: int = 0
    gap: int = 0
    waived: int = 0

    @property
    def sites(self) -> int:
        """All of them."""
        return self.covered + self.gap + self.waived

    @property
    def coverage(self) -> float | None:
        """The part that can run unattended, from 0 to 1; None where there is no site.

        A waived site counts as one that cannot, so that silencing never looks like progress.
        """
        return self.covered / self.sites if self.sites else None

    def plus(self, other: "Count") -> "Count":
        """Both together."""
        return Count(self.covered + other.covered, self.gap + other.gap, self.waived + other.waived)


def total(counts: Iterable[Count]) -> Count:
    """All of them together."""
    result = Count()
    for count in counts:
        result = result.plus(count)
    return result
