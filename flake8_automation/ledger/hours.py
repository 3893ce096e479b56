"""Hours at stake: what gaps are estimated to cost in a month. Always an estimate, never measured.

The minutes of a gap stand on its rule's page, with where they come from, and the setting `minutes`
overrides them. A rule for which nobody has published a figure has none.
"""

from collections.abc import Mapping

from flake8_automation.registry import minutes
from flake8_automation.settings import Settings


def minutes_of(code: str, settings: Settings) -> int | None:
    """The minutes that a gap of this rule is estimated to cost in a month."""
    fitting = [(start, number) for start, number in settings.minutes if code.startswith(start)]
    if fitting:
        return max(fitting, key=lambda pair: len(pair[0]))[1]
    return minutes(code)


def hours_of(gaps: Mapping[str, int], settings: Settings) -> float | None:
    """The estimated hours in a month of so many gaps by code. None where no rule has a figure."""
    costs = [
        number * each
        for code, number in gaps.items()
        if (each := minutes_of(code, settings)) is not None
    ]
    return sum(costs) / 60 if costs else None
