"""Which fixes are kept: always a selection that passed, found in few tries."""

import math

from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.changes.search import keepable

UNITS = st.integers(min_value=1, max_value=40)


def halves(units):
    middle = len(units) // 2
    return units[:middle], units[middle:]


class Trials:
    """A command that fails where any of some sets of units is there as a whole."""

    def __init__(self, *clashes: set[int]) -> None:
        self.clashes = clashes
        self.asked: list[frozenset[int]] = []

    def __call__(self, units: frozenset[int]) -> bool:
        self.asked.append(units)
        return not any(clash <= units for clash in self.clashes)


@given(UNITS)
def test_one_try_if_nothing_is_wrong(count: int):
    trials = Trials()
    assert keepable(range(count), trials, halves) == frozenset(range(count))
    assert len(trials.asked) == 1


@given(UNITS, st.data())
def test_one_bad_unit_is_found_in_a_logarithmic_number_of_tries(count: int, data: st.DataObject):
    bad = data.draw(st.integers(min_value=0, max_value=count - 1))
    trials = Trials({bad})
    assert keepable(range(count), trials, halves) == frozenset(range(count)) - {bad}
    assert len(trials.asked) <= 2 * math.ceil(math.log2(count)) + 2
    assert trials.asked.count(frozenset(range(count)) - {bad}) <= 1


@given(UNITS, st.lists(st.frozensets(st.integers(0, 39), min_size=1, max_size=4), max_size=5))
def test_what_is_kept_has_passed_and_nothing_more_fits_in(count: int, clashes: list):
    trials = Trials(*map(set, clashes))
    kept = keepable(range(count), trials, halves)
    assert not kept or kept in trials.asked
    assert not any(clash <= kept for clash in clashes)
    for unit in set(range(count)) - kept:
        assert any(clash <= kept | {unit} for clash in clashes)


@given(UNITS, st.lists(st.booleans(), max_size=200))
def test_whatever_a_command_answers_what_is_kept_passed_last(count: int, answers: list[bool]):
    last: dict[frozenset[int], bool] = {}
    rest = iter(answers)

    def passes(units: frozenset[int]) -> bool:
        last[units] = next(rest, False)
        return last[units]

    kept = keepable(range(count), passes, halves)
    assert not kept or last[kept]


def test_of_two_that_clash_the_first_stays():
    assert keepable(range(8), Trials({2, 6}), halves) == frozenset(range(8)) - {6}


def test_a_unit_is_not_dropped_because_of_a_failure_by_chance():
    answers = iter([False, True, True, True, True, True])
    assert keepable(range(4), lambda _: next(answers), halves) == frozenset(range(4))


def test_nothing_to_try():
    assert keepable([], Trials(), halves) == frozenset()
