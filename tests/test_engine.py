"""Checking and fixing one text, with rules made up for the purpose."""

from collections.abc import Callable, Iterator

import pytest

from flake8_automation import engine
from flake8_automation.model import (
    BrokenKind,
    Edit,
    Facts,
    Fix,
    Position,
    Priority,
    Safety,
    Status,
)
from flake8_automation.rule import Case, Found, Rule, rule
from flake8_automation.rules.python._nodes import field
from flake8_automation.settings import Settings
from flake8_automation.source import Source

Rewrite = Callable[[str], str]
FACTS = Facts("m.py")


def renaming(
    code: str, word: str, rewrite: Rewrite, safety: Safety = Safety.SAFE, message: str = "m"
) -> Rule:
    """A rule to which calls of names that begin with `word` are gaps; it rewrites the name."""

    @rule(code, code.lower(), needles=((word.encode(),),), priority=Priority.P1)
    def find(case: Case) -> Iterator[Found]:
        for call in case.source.tree.find_all(kind="call"):
            name = field(call, "function")
            if name.text().startswith(word):
                edit = Edit(case.source.span_of(name), rewrite(name.text()))
                yield Found(call, gap=True, message=message, fix=Fix("Rewrite", (edit,), safety))

    return find


def closing(word: str, code: str = "AUT901", safety: Safety = Safety.SAFE) -> Rule:
    """A rule whose fix is right: `word` becomes `ok`."""
    return renaming(code, word, lambda name: "ok" + name.removeprefix(word), safety)


def fixed(text: str, *rules: Rule, **settings: object) -> engine.Fixed:
    return engine.fix(Source("m.py", text), rules, Settings(**settings), FACTS)


def checked(text: str, *rules: Rule, **settings: object):
    return engine.check(Source("m.py", text), rules, Settings(**settings), FACTS)


def reasons(result: engine.Fixed) -> list[tuple[str, int, str]]:
    return [(site.code, site.span.start.line, reason) for site, reason in result.refused]


# Checking


def test_sites_come_in_order_of_position_then_code():
    text = "one()\nbad(bad())\n"
    result = checked(text, closing("bad", "AUT902"), closing("bad", "AUT901"), closing("one"))
    found = [(s.code, s.span.start.line, s.span.start.column) for s in result.sites]
    assert found == [
        ("AUT901", 1, 1),
        ("AUT901", 2, 1),
        ("AUT902", 2, 1),
        ("AUT901", 2, 5),
        ("AUT902", 2, 5),
    ]


def test_an_exception_in_a_rule_is_a_result():
    @rule("AUT903", "raiser", needles=((b"",),), priority=Priority.P1)
    def raiser(case: Case) -> Iterator[Found]:
        yield Found(case.source.tree, gap=False)
        raise ZeroDivisionError("of all things")

    result = checked("bad()\n", closing("bad"), raiser)
    assert result.sites == ()
    assert result.broken is not None
    assert result.broken.kind is BrokenKind.INTERNAL
    assert result.broken.reason.startswith("ZeroDivisionError at test_engine.py:")
    assert result.broken.reason.endswith(": of all things")
    after = fixed("bad()\n", closing("bad"), raiser)
    assert (after.text, after.done, after.checked.broken) == ("bad()\n", (), result.broken)


def test_gaps_below_the_least_priority_are_no_sites():
    text = "bad()\n"
    assert checked(text, closing("bad"), min_priority=Priority.P1).sites
    assert not checked(text, closing("bad"), min_priority=Priority.P0).sites


@pytest.mark.parametrize(
    ("path", "priority"),
    [
        ("src/app.py", Priority.P1),
        ("tests/app.py", Priority.P2),
        ("src/test_app.py", Priority.P2),
        ("src/app_test.py", Priority.P2),
        ("docs/examples/app.py", Priority.P2),
        ("src/contest.py", Priority.P1),
        ("src/latest/app.py", Priority.P1),
    ],
)
def test_a_gap_in_a_test_or_an_example_matters_less(path: str, priority: Priority):
    source = Source(path, "bad()\n")
    result = engine.check(source, (closing("bad"),), Settings(), Facts(path))
    assert [site.priority for site in result.sites] == [priority]


def test_a_lower_priority_counts_when_gaps_are_left_out():
    source = Source("tests/m.py", "bad()\n")
    settings = Settings(min_priority=Priority.P1)
    assert not engine.check(source, (closing("bad"),), settings, Facts("tests/m.py")).sites


def test_the_lowest_priority_cannot_be_lowered():
    assert [priority.lowered() for priority in Priority] == [1, 2, 3, 3]


def test_a_file_without_needles_is_not_even_decoded():
    def facts(path: str) -> Facts:
        raise AssertionError("no rule is going to look at this file")

    checked_bytes = engine.check_bytes("m.py", b"x = '\xff'\n", Settings(), facts)
    assert (checked_bytes.sites, checked_bytes.broken) == ((), None)


def test_a_file_with_a_needle_that_cannot_be_decoded_is_told():
    data = b"import subprocess\nsubprocess.run('\xff')\n"
    result = engine.check_bytes("m.py", data, Settings(), Facts)
    assert result.sites == ()
    assert result.broken is not None
    assert result.broken.kind is BrokenKind.UNDECODABLE


def test_a_broken_file_is_told_and_its_gaps_are_reported_but_nothing_is_fixed():
    text = "bad()\nprint 1\n"
    result = checked(text, closing("bad"))
    assert [site.span.start.line for site in result.gaps()] == [1]
    assert result.broken is not None
    assert (result.broken.kind, result.broken.line) == (BrokenKind.UNPARSED, 2)
    after = fixed(text, closing("bad"))
    assert after.text == text
    assert reasons(after) == [("AUT901", 1, "the file does not parse")]
    assert after.checked == result


@pytest.mark.parametrize("text", ["def f(:\n    bad\n", "x = (bad\n", "bad = = 1\n"])
def test_a_broken_file_without_a_site_is_told(text: str):
    broken = checked(text, closing("bad")).broken
    assert broken is not None
    assert broken.kind is BrokenKind.UNPARSED


def test_rules_are_left_out_by_code_and_by_path():
    data = b"import subprocess\nsubprocess.run(x)\n"
    one = Settings(select=("AUT101",))
    assert [rule.code for rule in engine.relevant_rules(data, "m.py", one)] == ["AUT101"]
    none = Settings(select=("AUT101",), per_file_ignores=(("m.py", ("AUT101",)),))
    assert engine.relevant_rules(data, "m.py", none) == ()
    assert [rule.code for rule in engine.relevant_rules(data, "n.py", none)] == ["AUT101"]


# Fixing


def test_fixes_are_applied_until_nothing_is_wanted():
    result = fixed("bad(bad(bad(1)))\n", closing("bad"))
    assert result.text == "ok(ok(ok(1)))\n"
    assert len(result.done) == 3
    assert result.checked.sites == ()


def test_fixes_that_overlap_wait_for_another_round():
    @rule("AUT904", "wrapper", needles=((b"bad",),), priority=Priority.P1)
    def wrapper(case: Case) -> Iterator[Found]:
        for call in case.source.tree.find_all(kind="call"):
            if field(call, "function").text() == "bad":
                arguments = field(call, "arguments").text()
                edit = Edit(case.source.span_of(call), f"ok{arguments}")
                yield Found(call, gap=True, message="m", fix=Fix("Wrap", (edit,), Safety.SAFE))

    assert fixed("bad(bad(bad(1)))\n", wrapper).text == "ok(ok(ok(1)))\n"


def test_unsafe_fixes_are_held():
    unsafe = closing("bad", safety=Safety.UNSAFE)
    text = "bad()\none()\n"
    result = fixed(text, unsafe, closing("one", "AUT902"))
    assert result.text == "bad()\nok()\n"
    assert [site.code for site in result.done] == ["AUT902"]
    assert [site.code for site in result.held] == ["AUT901"]
    assert [site.code for site in result.checked.gaps()] == ["AUT901"]
    assert fixed(text, unsafe, unsafe_fixes=True).text == "ok()\none()\n"


@pytest.mark.parametrize(
    ("codes", "text"),
    [(("AUT901",), "ok()\none()\n"), (("AUT9",), "ok()\nok()\n"), (("AUT902",), "bad()\nok()\n")],
)
def test_some_unsafe_fixes_can_be_called_safe(codes: tuple[str, ...], text: str):
    rules = (closing(w, c, Safety.UNSAFE) for w, c in (("bad", "AUT901"), ("one", "AUT902")))
    assert fixed("bad()\none()\n", *rules, extend_safe_fixes=codes).text == text


def test_advice_is_never_applied_and_never_held():
    advice = closing("bad", safety=Safety.DISPLAY)
    result = fixed("bad()\n", advice, unsafe_fixes=True, extend_safe_fixes=("AUT",))
    assert (result.text, result.done, result.held, result.refused) == ("bad()\n", (), (), ())
    assert fixed("bad()\n", advice).held == ()


def test_a_fix_that_would_not_parse_is_refused_and_the_good_ones_kept():
    wrong = renaming("AUT905", "bad", lambda _: "b ad")
    result = fixed("one()\nbad()\none()\n", wrong, closing("one"))
    assert result.text == "ok()\nbad()\nok()\n"
    assert [site.span.start.line for site in result.done] == [1, 3]
    assert reasons(result) == [("AUT905", 2, "the result would not parse: invalid syntax")]
    assert [site.code for site in result.checked.gaps()] == ["AUT905"]


def test_a_fix_that_leaves_its_gap_is_refused():
    same = renaming("AUT905", "bad", lambda name: name + "der")
    result = fixed("one()\nbad()\n", same, closing("one"))
    assert result.text == "ok()\nbad()\n"
    assert reasons(result) == [("AUT905", 2, "gaps of AUT905 would be left or added")]


def test_a_fix_that_adds_a_gap_of_another_rule_is_refused():
    other = renaming("AUT905", "bad", lambda _: "one")
    noticed = closing("one", safety=Safety.DISPLAY)
    result = fixed("fine()\nbad()\n", other, noticed, closing("fine", "AUT906"))
    assert result.text == "ok()\nbad()\n"
    assert reasons(result) == [("AUT905", 2, "gaps of AUT901 would be left or added")]


def test_a_fix_that_breaks_the_check_itself_is_refused():
    @rule("AUT903", "fragile", needles=((b"ok",),), priority=Priority.P1)
    def fragile(case: Case) -> Iterator[Found]:
        if "ok" in case.source.text:
            raise ValueError("too good")
        yield from ()

    result = fixed("bad()\n", closing("bad"), fragile)
    assert result.text == "bad()\n"
    assert len(result.refused) == 1
    assert result.refused[0][1].startswith("the result cannot be checked: ValueError")


def test_a_fix_that_the_encoding_cannot_hold_is_refused():
    source = Source.from_bytes("m.py", b"# coding: latin-1\nbad()\none('\xe9')\n")
    rules = (renaming("AUT905", "bad", lambda _: "中"), closing("one"))
    result = engine.fix(source, rules, Settings(), FACTS)
    assert source.to_bytes(result.text) == b"# coding: latin-1\nbad()\nok('\xe9')\n"
    assert reasons(result) == [("AUT905", 2, "the result cannot be written in iso-8859-1")]


def test_fixes_that_are_good_alone_but_not_together_are_applied_one_a_round():
    @rule("AUT907", "jealous", needles=((b"bad",),), priority=Priority.P1)
    def jealous(case: Case) -> Iterator[Found]:
        calls = list(case.source.tree.find_all(kind="call"))
        bad = [call for call in calls if field(call, "function").text() == "bad"]
        for call in bad:
            place = case.source.span_of(field(call, "arguments"))
            edit = Edit(place, f"({len(bad)})")
            name = Edit(case.source.span_of(field(call, "function")), "ok")
            yield Found(call, gap=True, message="m", fix=Fix("F", (name, edit), Safety.SAFE))
        # both at once would leave two equal calls
        texts = [call.text() for call in calls if call not in bad]
        if len(texts) != len(set(texts)):
            yield Found(calls[0], gap=True, message="m")

    result = fixed("bad()\nbad()\n", jealous)
    assert result.text == "ok(2)\nok(1)\n"
    assert result.refused == ()


def test_fixes_that_never_come_to_rest_are_all_taken_back():
    def turned(name: str) -> str:
        return "bad" if name == "evil" else "evil"

    there = renaming("AUT905", "bad", turned)
    back = renaming("AUT906", "evil", turned)

    @rule("AUT908", "shrinking", needles=((b"",),), priority=Priority.P1)
    def shrinking(case: Case) -> Iterator[Found]:
        """Each round closes one gap and leaves the others: more of them than there are rounds."""
        calls = case.source.tree.find_all(kind="call")
        bad = [call for call in calls if field(call, "function").text() == "bad"]
        for call in bad:
            edit = Edit(case.source.span(0, case.source.span_of(call).end.offset), "x()")
            fix = Fix("F", (edit,), Safety.SAFE) if call == bad[0] else None
            yield Found(call, gap=True, message="m", fix=fix)

    text = "bad()\n" * (engine.MAX_ROUNDS + 1)
    result = fixed(text, shrinking)
    assert (result.text, result.done, result.held) == (text, (), ())
    reason = f"the fixes of this file do not come to rest within {engine.MAX_ROUNDS} rounds"
    assert [reason for _, reason in result.refused] == [reason]
    assert result.checked == checked(text, shrinking)
    # two rules that undo each other are caught at once: each adds a gap of the other
    assert fixed("bad()\n", there, back).text == "bad()\n"


def test_a_refused_fix_is_not_tried_again_after_the_text_has_moved():
    tried: list[str] = []

    @rule("AUT906", "recorder", needles=((b"",),), priority=Priority.P1)
    def recorder(case: Case) -> Iterator[Found]:
        if "b ad" in case.source.text:
            tried.append(case.source.text)
        yield from ()

    wrong = renaming("AUT905", "bad", lambda _: "b ad")
    result = fixed("one(one())\nbad()\n", wrong, closing("one"), recorder)
    assert result.text == "ok(ok())\nbad()\n"
    assert len(result.refused) == 1
    assert tried == ["ok(ok())\nb ad()\n", "one(one())\nb ad()\n"]  # with the others, and alone


def test_a_refused_fix_stands_where_it_is_in_the_new_text():
    wrong = renaming("AUT905", "bad", lambda _: "b ad")
    longer = renaming("AUT906", "one", lambda _: "okay\n")
    result = fixed("(one()); bad()\n", wrong, longer)
    assert result.text == "(okay\n()); bad()\n"
    ((refused, _),) = result.refused
    assert refused.span == result.checked.gaps()[0].span
    assert refused.span.start == Position(11, 2, 6, 6, 6)


def test_a_waived_gap_is_left_alone():
    text = "bad()  # noqa\nbad()  # automation: ignore[AUT901] meant\nbad()\n"
    result = fixed(text, closing("bad"))
    assert result.text == text[:-6] + "ok()\n"
    assert [site.status for site in result.checked.sites] == [Status.WAIVED, Status.WAIVED]


def test_noqa_can_be_switched_off():
    text = "bad()  # noqa\n# flake8: noqa\n"
    assert checked(text, closing("bad"), disable_noqa=True).gaps()
    assert not checked(text, closing("bad")).gaps()
