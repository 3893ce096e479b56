"""The rules that a file concerns: all literals are looked for at once, with the same answer."""

from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.registry import all_rules, concerned_rules
from flake8_automation.settings import Settings

LITERALS = sorted({literal for rule in all_rules() for n in rule.needles for literal in n})


@given(st.lists(st.sampled_from(LITERALS), max_size=6), st.sampled_from([b"\n", b"", b" x "]))
def test_the_tree_of_needles_agrees_with_each_rule(literals: list[bytes], between: bytes) -> None:
    data = between.join(literals)
    assert concerned_rules(data, Settings()) == tuple(r for r in all_rules() if r.concerns(data))


def test_only_selected_rules_are_concerned() -> None:
    data = b"import subprocess\nsubprocess.run([input()])\n"
    everything = [rule.code for rule in concerned_rules(data, Settings())]
    assert {"AUT101", "AUT201"} <= set(everything)
    only = concerned_rules(data, Settings(select=("AUT2",)))
    assert [rule.code for rule in only] == [code for code in everything if code[:4] == "AUT2"]


def test_most_files_are_nobodys_concern() -> None:
    assert (
        concerned_rules(b"import os\n\n\ndef main() -> None:\n    print(os.name)\n", Settings())
        == ()
    )
