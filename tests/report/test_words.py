"""How numbers and names are worded."""

import pytest

from flake8_automation.report import words


@pytest.mark.parametrize(
    ("coverage", "shown"),
    [
        (None, "–"),
        (0.0, "0.0 %"),
        (1 / 3, "33.3 %"),
        (0.29, "29.0 %"),  # which times 1000 is 289.99999999999994
        (9999 / 10000, "99.9 %"),
        (1.0, "100.0 %"),
    ],
)
def test_only_what_is_complete_is_a_hundred_percent(coverage: float | None, shown: str):
    assert words.share(coverage) == shown


@pytest.mark.parametrize(
    ("difference", "unit", "shown"),
    [
        (None, "", "–"),
        (None, "points", "–"),
        (0, "", "±0"),
        (-11, "", "−11"),
        (1234, "", "+1,234"),
        (0.147059, "points", "+14.7 points"),
        (-0.0001, "points", "±0.0 points"),
        (-4.58, "hours", "−4.6 hours"),
        (0.0, "hours", "±0.0 hours"),
    ],
)
def test_a_change_has_a_sign(difference: float | None, unit: str, shown: str):
    assert words.signed(difference, unit) == shown


def test_no_figure_is_not_zero():
    assert words.hours(None) == "–"
    assert words.hours(0.0) == "0.0"
    assert words.hours(1916.67) == "1,916.7"
    assert words.change(None, 3) is None
    assert words.change(3, None) is None
    assert words.change(0, 3) == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain äöü 漢", "plain äöü 漢"),
        ("a\nb\r\tc\x1b\x00", "a\\nb\\r\\tc\\x1b\\x00"),
        ("caf\udce9", "caf\\xe9"),
        ("\u202egpj.py", "\\u202egpj.py"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_cannot_be_seen_is_spelled(text: str, shown: str):
    assert words.visible(text) == shown
    assert words.visible(text).encode()


def test_a_message_is_cut_up_at_its_code():
    assert words.pieces("`a` hangs; pass `b`") == [
        (True, "a"),
        (False, " hangs; pass "),
        (True, "b"),
    ]
    assert words.pieces("one ` only") == [(False, "one ` only")]
    assert words.pieces("") == []


def test_a_rule_that_is_gone_has_no_page():
    assert words.rule_url("AUT101").endswith("/subprocess_without_timeout.md")
    assert words.rule_url("AUT999") == ""
    assert words.folder(".") == "(the root)"
