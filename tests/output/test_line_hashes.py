"""GitHub's line hashes, against values that its own action computed (codeql-action 4.36.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.output.line_hashes import line_hashes
from flake8_automation.source import Source

NASTY = (
    'import subprocess\r\ns = "é😀"\r\n\r\nsubprocess.run(["a"])\r\n\tsubprocess.run(["a"])\n'
    'x\r \nsubprocess.run(["a"])'
)
KNOWN = {
    NASTY: [
        *("8c876dd0f60d4641:1", "2aff2dbe8343c2b7:1", "979f1e036637ad9b:1", "f1df3077c6eb84fd:1"),
        *("6f8bcf67ae55c84d:1", "31c06fcb12544e1d:1", "be33bc88893736d3:1", "855a19b5d5da5a15:1"),
    ],
    "\ufeffa = 1\na = 1\n\n\n": [
        *("3f352f0295bc4138:1", "20aef4b334588978:1", "5b5d4caf73a13177:1", "3c5bef55b72b93c9:1"),
        "c129715d7a2bc9a3:1",
    ],
}


@pytest.mark.parametrize("text", KNOWN)
def test_are_those_of_github(text: str) -> None:
    source = Source.from_bytes("a.py", text.encode())
    assert list(line_hashes(source, range(1, 100)).values()) == KNOWN[text]


def test_equal_lines_are_numbered() -> None:
    text = "x = 1\n" * 200
    hashes = line_hashes(Source("a.py", text), range(1, 100))
    value = hashes[1].partition(":")[0]
    assert hashes == {number: f"{value}:{number}" for number in range(1, 100)}


@given(st.text("ab \t\n\ré😀"), st.text(" \t"))
def test_space_and_line_ends_do_not_count(text: str, blank: str) -> None:
    def hashes(text: str) -> list[str]:
        return list(line_hashes(Source("a.py", text), range(1, 1000)).values())

    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert hashes(text) == hashes(plain)
    assert hashes(plain.replace("\n", f"{blank}\n{blank}").replace("a", f"a{blank}")) == hashes(
        plain
    )
