"""What a gap is called, so that it is known again in another version of the project."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from flake8_automation.model import Checked, Site


class Key(NamedTuple):
    """The identity of a gap. No two gaps of a run have the same one.

    `path` is relative to the root of the project, with forward slashes. `scope` and `digest` are
    those of its mark. `nth` counts, from 1, the gaps that have all of this in common, in the
    order in which they stand in the file.
    """

    code: str
    path: str
    scope: str
    digest: str
    nth: int = 1

    def is_equal_to(self, other: "Key") -> bool:
        """Whether the two differ in nothing but their number."""
        return self[:4] == other[:4]


class Gap(NamedTuple):
    """A gap of a run with its key; `filename` is the path by which the run knows its file."""

    key: Key
    filename: str
    site: Site


def keyed(results: Iterable[Checked], path_of: Callable[[str], str] = str) -> list[Gap]:
    """The gaps of a run that marked them, in its order. `path_of` makes paths relative."""
    found = []
    for checked in results:
        gaps = checked.gaps()
        path = path_of(checked.path) if gaps else ""
        seen: Counter[Key] = Counter()
        for site in gaps:
            assert site.mark is not None, "a run that did not mark its gaps"
            equal = Key(site.code, path, site.mark.scope, site.mark.digest)
            seen[equal] += 1
            found.append(Gap(equal._replace(nth=seen[equal]), checked.path, site))
    return found
