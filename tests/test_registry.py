"""The rules that a file concerns: all literals are looked for at once, with the same answer."""

from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.languages import Language
from flake8_automation.registry import concerned_rules, rules_for
from flake8_automation.settings import Settings

PYTHON = Language.PYTHON
LITERALS = sorted({literal for rule in rules_for(PYTHON) for n in rule.needles for literal in n})


@given(st.lists(st.sampled_from(LITERALS), max_size=6), st.sampled_from([b"\n", b"", b" x "]))
def test_the_tree_of_needles_agrees_with_each_rule(literals: list[bytes], between: bytes) -> None:
    data = between.join(literals)
    concerned = tuple(rule for rule in rules_for(PYTHON) if rule.concerns(data))
    assert concerned_rules(data, PYTHON, Settings()) == concerned


def test_only_selected_rules_are_concerned() -> None:
    data = b"import subprocess\nsubprocess.run([input()])\n"
    everything = [rule.code for rule in concerned_rules(data, PYTHON, Settings())]
    assert {"AUT101", "AUT201"} <= set(everything)
    only = concerned_rules(data, PYTHON, Settings(select=("AUT2",)))
    assert [rule.code for rule in only] == [code for code in everything if code[:4] == "AUT2"]


def test_most_files_are_nobodys_concern() -> None:
    data = b"import os\n\n\ndef main() -> None:\n    print(os.name)\n"
    assert concerned_rules(data, PYTHON, Settings()) == ()


def test_every_workflow_is_looked_at() -> None:
    assert concerned_rules(b"", Language.WORKFLOW, Settings()) == rules_for(Language.WORKFLOW)
    assert concerned_rules(b"", Language.WORKFLOW, Settings(select=("AUT1",))) == ()
