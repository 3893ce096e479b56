"""The counts as one value that JSON can hold: the stable shape of `gaps --json`.

`total` and every row of `rules`, `priorities` and `folders` have `covered`, `gap`, `waived`,
`sites`, `coverage` (0 to 1, null without sites) and `hours_estimated` (in a month, null where no
rule has a published figure). `minutes_estimated` is what one gap of a rule is estimated to cost.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flake8_automation.ledger.hours import minutes_of
from flake8_automation.ledger.tally import Tally
from flake8_automation.registry import all_rules
from flake8_automation.settings import Settings


def numbers(tally: Tally, settings: Settings) -> dict[str, Any]:
    """What every row says of its sites."""
    count = tally.total
    hours = tally.hours(settings)
    return {
        "covered": count.covered,
        "gap": count.gap,
        "waived": count.waived,
        "sites": count.sites,
        "coverage": count.coverage,
        "hours_estimated": None if hours is None else round(hours, 2),
    }


def summary(
    tally: Tally, settings: Settings, owners_of: Callable[[str], Iterable[str]] | None = None
) -> dict[str, Any]:
    """The whole value. `owners_of` gives the owners of a path; None: nobody is named, so null."""
    names = {rule.code: rule.name for rule in all_rules()}
    return {
        "total": numbers(tally, settings),
        "rules": [
            {
                "code": code,
                "name": names.get(code, ""),
                "minutes_estimated": minutes_of(code, settings),
                **numbers(part, settings),
            }
            for code, part in tally.by_rule().items()
        ],
        "priorities": [
            {"priority": priority.name, **numbers(part, settings)}
            for priority, part in tally.by_priority().items()
        ],
        "folders": [
            {"folder": folder, **numbers(part, settings)}
            for folder, part in tally.by_folder().items()
        ],
        "owners": owners_of
        and [
            {"owner": owner, **numbers(part, settings)}
            for owner, part in by_owner(tally, owners_of).items()
        ],
    }


def by_owner(tally: Tally, owners_of: Callable[[str], Iterable[str]]) -> dict[str, Tally]:
    """By the owners of a file, sorted; a file of several counts for all of them together."""
    groups = tally.by(lambda place: " ".join(owners_of(place.path)))
    return dict(sorted(groups.items()))
