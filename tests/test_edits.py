"""Fixes are applied without overlap, and nothing else in the text moves."""

from hypothesis import given
from hypothesis import strategies as st

from flake8_automation import edits
from flake8_automation.model import Edit, Fix, Priority, Safety, Site, Status
from flake8_automation.source import Source

TEXT = "0123456789" * 2


def site(*replacements: tuple[int, int, str], text: str = TEXT) -> Site:
    """A gap whose fix replaces these stretches of a text."""
    source = Source("m.py", text)
    made = tuple(Edit(source.span(start, end), new) for start, end, new in replacements)
    fix = Fix("Fix it", made, Safety.SAFE)
    return Site("AUT101", "x", Status.GAP, source.span(0, 1), "m", Priority.P1, fix)


def test_all_edits_of_a_fix_are_applied():
    applied = edits.apply("run(a)", [site((0, 3, "walk"), (5, 5, ", b"), text="run(a)")])
    assert applied.text == "walk(a, b)"


def test_of_two_overlapping_fixes_the_later_is_held():
    outer, inner = site((2, 8, "outer")), site((4, 5, "inner"))
    applied = edits.apply(TEXT, [outer, inner])
    assert (applied.done, applied.held) == ((outer,), (inner,))
    assert applied.text == "01outer89" + "0123456789"


def test_of_two_insertions_at_one_place_the_later_is_held():
    first, second = site((5, 5, "a")), site((5, 5, "b"))
    assert edits.apply(TEXT, [first, second]).text == "01234a56789" + "0123456789"


def test_insertions_of_one_fix_at_one_place_keep_their_order():
    for words in ("abc", "cba", "bca"):
        applied = edits.apply(TEXT, [site(*((5, 5, word) for word in words))])
        assert applied.text == f"01234{words}56789" + "0123456789"


def test_a_fix_is_held_as_a_whole():
    first, second = site((5, 6, "a")), site((0, 1, "b"), (5, 6, "c"))
    applied = edits.apply(TEXT, [first, second])
    assert applied.held == (second,)
    assert applied.text == "01234a6789" + "0123456789"


def test_a_fix_that_was_held_stands_in_nobodys_way():
    first, second, third = site((0, 4, "a")), site((3, 9, "b")), site((6, 7, "c"))
    assert edits.apply(TEXT, [first, second, third]).done == (first, third)


def test_nothing_wanted_nothing_changed():
    assert edits.apply(TEXT, []) == edits.Applied(TEXT, (), (), ())


def _disjoint(cuts: list[int], words: list[tuple[str, bool]]) -> list[tuple[int, int, str]]:
    """Replacements of the stretches between every other pair of cuts, or insertions there."""
    places = zip(cuts[::2], cuts[1::2], words, strict=False)
    return [(start, start if inserted else end, word) for start, end, (word, inserted) in places]


WORDS = st.lists(st.tuples(st.text("abc\n", max_size=3), st.booleans()), min_size=4, max_size=4)
CUTS = st.lists(st.integers(0, len(TEXT)), max_size=8, unique=True).map(sorted)
STRETCHES = st.builds(_disjoint, CUTS, WORDS)
SITES = st.lists(STRETCHES.filter(bool).map(lambda made: site(*made)), max_size=6)


@given(SITES)
def test_what_is_applied_equals_a_naive_rewrite(sites: list[Site]):
    applied = edits.apply(TEXT, sites)
    wanted: dict[int, tuple[int, str]] = {
        e.span.start.offset: (e.span.end.offset, e.text)
        for one in applied.done
        if one.fix
        for e in one.fix.edits
    }
    naive, at = "", 0
    while at <= len(TEXT):
        if at in wanted:
            at, text = wanted[at]
            naive += text
        naive += TEXT[at : at + 1]
        at += 1
    assert applied.text == naive


@given(SITES)
def test_every_fix_is_done_or_held(sites: list[Site]):
    applied = edits.apply(TEXT, sites)
    assert sorted(applied.done + applied.held) == sorted(sites)
    assert not sites or applied.done


@given(SITES)
def test_no_two_done_fixes_touch(sites: list[Site]):
    applied = edits.apply(TEXT, sites)
    owners: dict[int, int] = {}
    for number, one in enumerate(applied.done):
        assert one.fix is not None
        for edit in one.fix.edits:
            for place in range(edit.span.start.offset, edit.span.end.offset + 1):
                assert owners.setdefault(place, number) == number


@given(SITES)
def test_a_held_fix_touches_a_done_one(sites: list[Site]):
    applied = edits.apply(TEXT, sites)
    for held in applied.held:
        again = edits.apply(TEXT, [*applied.done, held])
        assert again.held == (held,)


@given(SITES)
def test_untouched_characters_move_with_the_text(sites: list[Site]):
    applied = edits.apply(TEXT, sites)
    for offset, character in enumerate(TEXT):
        if not any(start <= offset < end for start, end, _ in applied.edits):
            assert applied.text[applied.moved(offset)] == character
