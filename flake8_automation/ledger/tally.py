"""The counts of a whole run, and its sums by rule, priority, folder or anything else."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from flake8_automation.ledger.counts import Count, total
from flake8_automation.ledger.hours import hours_of
from flake8_automation.model import Checked, Priority, Site, Status
from flake8_automation.settings import Settings

Group = TypeVar("Group", bound=Hashable)

_ONE = {
    Status.COVERED: Count(covered=1),
    Status.GAP: Count(gap=1),
    Status.WAIVED: Count(waived=1),
}


class Place(NamedTuple):
    """What is counted apart: the sites of one rule and priority in one file.

    `path` is relative to the root of the project, with forward slashes.
    """

    code: str
    priority: Priority
    path: str

    @property
    def folder(self) -> str:
        """The folder of the file, a dot for the root."""
        return self.path.rpartition("/")[0] or "."


class Tally(NamedTuple):
    """The counts of a run, by place. All sums of it agree, for each site is counted once."""

    counts: Mapping[Place, Count]

    @property
    def total(self) -> Count:
        """Everything."""
        return total(self.counts.values())

    def by(self, group: Callable[[Place], Group]) -> dict[Group, "Tally"]:
        """The same counts in several tallies, one for each group in which there are sites."""
        groups: dict[Group, dict[Place, Count]] = {}
        for place, count in self.counts.items():
            groups.setdefault(group(place), {})[place] = count
        return {key: Tally(counts) for key, counts in groups.items()}

    def by_rule(self) -> dict[str, "Tally"]:
        """By the code of the rule, sorted."""
        return dict(sorted(self.by(lambda place: place.code).items()))

    def by_priority(self) -> dict[Priority, "Tally"]:
        """By the priority, the most urgent first."""
        return dict(sorted(self.by(lambda place: place.priority).items()))

    def by_folder(self) -> dict[str, "Tally"]:
        """By the folder that a file stands in, sorted; sub-folders are counted apart."""
        return dict(sorted(self.by(lambda place: place.folder).items()))

    def hours(self, settings: Settings) -> float | None:
        """The estimate of the hours at stake in a month. None where no rule in it has a figure."""
        gaps = {code: tally.total.gap for code, tally in self.by_rule().items()}
        return hours_of(gaps, settings)


def tally(results: Iterable[Checked], path_of: Callable[[str], str] = str) -> Tally:
    """Count the sites of a run. `path_of` makes the path of a result relative to the root."""
    counts: dict[Place, Count] = {}
    for checked in results:
        if checked.sites:
            path = path_of(checked.path)
            for site in checked.sites:
                _add(counts, Place(site.code, site.priority, path), site)
    return Tally(counts)


def _add(counts: dict[Place, Count], place: Place, site: Site) -> None:
    counts[place] = counts.get(place, Count()).plus(_ONE[site.status])


def merged(tallies: Iterable[Tally]) -> Tally:
    """Several tallies, of different files, as one."""
    return Tally(dict(_pairs(tallies)))


def _pairs(tallies: Iterable[Tally]) -> Iterator[tuple[Place, Count]]:
    for one in tallies:
        yield from one.counts.items()
