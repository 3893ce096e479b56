"""What to close first: the hours at stake against the number of places that must be touched."""

from typing import NamedTuple

from flake8_automation.ledger.hours import hours_of
from flake8_automation.ledger.tally import Place, Tally
from flake8_automation.model import Priority
from flake8_automation.settings import Settings

# A script can do without a person once each of its questions can: closing the one closes the other.
CLOSED_WITH = {"AUT201": "AUT202"}


class Step(NamedTuple):
    """The gaps of one rule in one file. `hours` is an estimate, None without a published figure."""

    code: str
    path: str
    priority: Priority  # of the most urgent one
    gaps: int
    places: int  # to touch: the gaps, and those of other rules that closing them closes as well
    hours: float | None


def worklist(tally: Tally, settings: Settings) -> list[Step]:
    """All that is to be done, the most valuable first: by hours for each place.

    Of equals the more urgent comes first, then what holds more hours; what has no figure is last.
    """
    gaps: dict[tuple[str, str], list[tuple[Place, int]]] = {}
    for place, count in tally.counts.items():
        if count.gap:
            gaps.setdefault((place.code, place.path), []).append((place, count.gap))
    numbers = {key: sum(number for _, number in found) for key, found in gaps.items()}
    steps = []
    for (code, path), found in gaps.items():
        if (CLOSED_WITH.get(code), path) in gaps:
            continue
        others = [inner for inner, outer in CLOSED_WITH.items() if outer == code]
        number = numbers[code, path]
        places = number + sum(numbers.get((other, path), 0) for other in others)
        priority = min(place.priority for place, _ in found)
        hours = hours_of({code: number}, settings)
        steps.append(Step(code, path, priority, number, places, hours))
    return sorted(steps, key=_order)


def _order(step: Step) -> tuple[float, Priority, float, int, str, str]:
    hours = -1.0 if step.hours is None else step.hours
    each = round(hours / step.places, 6)  # three times a third is not always one
    return (-each, step.priority, -hours, -step.gaps, step.path, step.code)
