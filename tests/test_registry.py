"""The rules that a file concerns: all literals are looked for at once, with the same answer."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation import literals
from flake8_automation.languages import Language
from flake8_automation.literals import Literals
from flake8_automation.registry import concerned_rules, rules_for
from flake8_automation.rule import Rule
from flake8_automation.settings import Settings

PYTHON = Language.PYTHON
LITERALS = sorted({literal for rule in rules_for(PYTHON) for n in rule.needles for literal in n})
FIRST = sorted({needle[0] for rule in rules_for(PYTHON) for needle in rule.needles})

DATA = st.tuples(
    st.lists(st.sampled_from(LITERALS), max_size=6),
    st.sampled_from([b"\n", b"", b" x ", b"p", b"#"]),
).map(lambda drawn: drawn[1].join(drawn[0]))


def found(data: bytes) -> frozenset[bytes]:
    if not any(first in data for first in FIRST):
        return frozenset()
    return frozenset(literal for literal in LITERALS if literal in data)


@given(DATA)
def test_all_at_once_finds_what_one_by_one_does(data: bytes):
    few = Literals(LITERALS, FIRST)
    assert few.found_in(data) == found(data)
    many = Literals(LITERALS, FIRST)
    many.found_in(b"x" * 1_000_000)
    assert "ahocorasick_rs" in sys.modules
    assert many.found_in(data) == found(data)


def test_there_may_be_nothing_to_look_for():
    nothing = Literals([], [])
    assert nothing.found_in(b"x" * 1_000_000) == frozenset()
    assert nothing.found_in(b"import subprocess") == frozenset()


def test_one_by_one_does_where_the_library_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    assert literals._at_once(LITERALS, FIRST) is None
    searched = Literals([b"a", b"b"], [b"a"])
    assert searched.found_in(b"x" * 1_000_000) == frozenset()
    assert searched.found_in(b"ab") == {b"a", b"b"}
    assert searched.found_in(b"b") == frozenset()


@given(DATA)
def test_a_rule_is_concerned_by_its_needles_and_its_hint(data: bytes):
    def concerned(rule: Rule) -> bool:
        return rule.concerns(data) and (rule.hint is None or rule.hint(data))

    rules = concerned_rules(data, PYTHON, Settings())
    assert all(concerned(rule) for rule in rules)
    if b"#" not in data and b"'" not in data and b'"' not in data:  # all of it is code
        assert rules == tuple(rule for rule in rules_for(PYTHON) if concerned(rule))


def test_only_selected_rules_are_concerned() -> None:
    data = b"import subprocess\nsubprocess.run([input()])\n"
    everything = [rule.code for rule in concerned_rules(data, PYTHON, Settings())]
    assert {"AUT101", "AUT201"} <= set(everything)
    only = concerned_rules(data, PYTHON, Settings(select=("AUT2",)))
    assert [rule.code for rule in only] == [code for code in everything if code[:4] == "AUT2"]


@pytest.mark.parametrize(
    "data",
    [
        b"import os\n\n\ndef main() -> None:\n    print(os.name)\n",
        b'"""Like subprocess.run() it may call input() or os.system()."""\n',
        b"import subprocess\n\nsubprocess.Popen(['run'])  # not subprocess.run()\n",
    ],
)
def test_most_files_are_nobodys_concern(data: bytes) -> None:
    assert concerned_rules(data, PYTHON, Settings()) == ()


def test_every_workflow_is_looked_at() -> None:
    assert concerned_rules(b"", Language.WORKFLOW, Settings()) == rules_for(Language.WORKFLOW)
    assert concerned_rules(b"", Language.WORKFLOW, Settings(select=("AUT1",))) == ()
