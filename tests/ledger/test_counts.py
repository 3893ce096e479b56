"""Counts: coverage, sums, and hours that are estimates."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.ledger.counts import Count, total
from flake8_automation.ledger.hours import hours_of, minutes_of
from flake8_automation.ledger.tally import Place, Tally, merged
from flake8_automation.model import Priority
from flake8_automation.registry import all_rules, minutes, page
from flake8_automation.settings import BY_FIELD, Settings
from tests.conftest import Cli
from tests.repositories import write

NUMBERS = st.integers(0, 1000)
COUNTS = st.builds(Count, NUMBERS, NUMBERS, NUMBERS)
PLACES = st.builds(
    Place,
    st.sampled_from([rule.code for rule in all_rules()]),
    st.sampled_from(Priority),
    st.sampled_from(["a.py", "src/a.py", "src/b.py", "src/deep/a.py"]),
)
TALLIES = st.builds(Tally, st.dictionaries(PLACES, COUNTS))

FILES: dict[str, str | bytes] = {
    "a.py": "import subprocess as s\ns.run(x)\ns.run(x, timeout=1)\ns.run(x)  # noqa\n",
    "src/b.py": "import os\nos.system(x)\ninput()\n",
    "src/deep/c.py": "import subprocess as s\ns.run(x, timeout=1)\n",
    "tests/test_d.py": "import os\nos.system(x)\n",
}


def test_coverage_is_the_part_that_is_covered_and_nothing_without_sites() -> None:
    assert Count(3, 1, 0).coverage == 0.75
    assert Count(3, 0, 1).coverage == 0.75  # a waiver is no progress
    assert Count(0, 1, 0).coverage == 0
    assert Count().coverage is None


@given(st.lists(COUNTS))
def test_a_total_is_the_sum_of_each_status(counts: list[Count]) -> None:
    expected = Count(*(sum(column) for column in zip(*counts, strict=True))) if counts else Count()
    assert total(counts) == expected


@given(TALLIES)
def test_every_way_to_sum_gives_the_same_total(tally: Tally) -> None:
    for groups in (tally.by_rule(), tally.by_priority(), tally.by_folder()):
        assert total(part.total for part in groups.values()) == tally.total
        assert merged(groups.values()) == tally


@given(TALLIES)
def test_the_hours_of_the_rules_add_up_to_those_of_the_total(tally: Tally) -> None:
    hours = [part.hours(Settings()) for part in tally.by_rule().values()]
    known = [number for number in hours if number is not None]
    assert tally.hours(Settings()) == (pytest.approx(sum(known)) if known else None)


def test_hours_are_gaps_by_minutes() -> None:
    assert hours_of({"AUT101": 13}, Settings()) == pytest.approx(13 * 23 / 60)
    assert hours_of({"AUT101": 3, "AUT202": 3, "AUT201": 100}, Settings()) == 2.25
    assert hours_of({"AUT101": 0}, Settings()) == 0
    assert hours_of({"AUT201": 5}, Settings()) is None
    assert hours_of({}, Settings()) is None


def test_every_page_says_what_a_gap_costs_or_that_nobody_knows() -> None:
    for rule in all_rules():
        text = page(rule).partition("\n## What it reports\n")[0]
        stated = minutes(rule.code)
        says = "none given. " if stated is None else f"{stated} minutes a month for each gap"
        assert f"\nEstimated cost: {says}" in text
        assert stated is None or "published report" in text
    figures = {rule.code: minutes(rule.code) for rule in all_rules()}
    assert figures["AUT101"] == 23
    assert figures["AUT202"] == 22
    assert figures["AUT301"] == 16
    assert figures["AUT201"] is None


def test_the_setting_wins_and_the_longer_beginning_of_a_code() -> None:
    settings = Settings(minutes=BY_FIELD["minutes"].kind.parse("AUT1:5, AUT101 : 7,AUT201:0"))
    codes = ("AUT101", "AUT102", "AUT201", "AUT202", "AUT302")
    assert [minutes_of(code, settings) for code in codes] == [7, 5, 0, 22, None]


@pytest.mark.parametrize("value", ["AUT101", "AUT101:x", "AUT101:-1", "x:1", {"AUT101": 1.5}])
def test_minutes_are_whole_numbers_by_code(value: object) -> None:
    with pytest.raises(ValueError):
        BY_FIELD["minutes"].kind.parse(value)


def test_a_rule_that_does_not_exist_has_no_minutes(cli: Cli) -> None:
    result = cli("gaps", "--json", "--minutes", "AUT998:1")
    assert result.status == 2
    assert "no rule has the code AUT998" in result.err


def test_the_json_of_a_small_project(cli: Cli) -> None:
    write(FILES)
    result = cli("gaps", "--json")
    value = json.loads(result.out)
    assert result.status == 0
    assert value["total"] == {
        "covered": 2,
        "gap": 4,
        "waived": 1,
        "sites": 7,
        "coverage": pytest.approx(2 / 7),
        "hours_estimated": pytest.approx(3 * 23 / 60),
    }
    by_rule = {row["code"]: row for row in value["rules"]}
    assert list(by_rule) == ["AUT101", "AUT103", "AUT201"]
    assert by_rule["AUT101"]["name"] == "subprocess-without-timeout"
    assert [by_rule[code]["minutes_estimated"] for code in by_rule] == [23, 23, None]
    assert by_rule["AUT201"]["hours_estimated"] is None
    assert [(row["folder"], row["sites"]) for row in value["folders"]] == [
        (".", 3),
        ("src", 2),
        ("src/deep", 1),
        ("tests", 1),
    ]
    assert [(row["priority"], row["gap"]) for row in value["priorities"]] == [
        ("P1", 1),
        ("P2", 1),
        ("P3", 2),
    ]


def test_a_project_without_sites_has_no_coverage(cli: Cli) -> None:
    value = json.loads(cli("gaps", "--json").out)
    assert value["total"]["coverage"] is None
    assert value["total"]["hours_estimated"] is None
    assert value["rules"] == value["priorities"] == value["folders"] == []
