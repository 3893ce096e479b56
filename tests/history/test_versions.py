"""What a judgement depends on is part of its key in the store, and nothing else is."""

from pathlib import Path

import pytest

import flake8_automation
from flake8_automation.history.judging import _IRRELEVANT, kind_of_run
from flake8_automation.model import Priority
from flake8_automation.settings import Settings

RULES = Path(flake8_automation.__file__).parent / "rules"


def test_rules_know_no_more_of_a_path_than_a_version_does():
    for module in RULES.rglob("*.py"):
        text = module.read_text()
        assert "facts.path" not in text, f"{module}: what it reads there is no part of a version"
        assert "source.path" not in text, f"{module}: a path is no part of a version"


def test_only_settings_are_irrelevant():
    assert set(_IRRELEVANT) <= set(Settings._fields)


@pytest.mark.parametrize(
    "other",
    [
        Settings(disable_noqa=True),
        Settings(guard_names=("robot",)),
        Settings(min_priority=Priority.P1),
    ],
    ids=["disable_noqa", "guard_names", "min_priority"],
)
def test_settings_that_sites_depend_on_make_another_kind_of_run(other: Settings):
    assert kind_of_run(other) != kind_of_run(Settings())


def test_settings_that_they_do_not_depend_on_make_the_same():
    others = Settings(unsafe_fixes=True, minutes=(("AUT1", 5),), cache_dir="x", timeout=5)
    assert kind_of_run(others) == kind_of_run(Settings())
