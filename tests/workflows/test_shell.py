"""What the text of a step does, and where it stands in the file."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.rules.workflow._shell import Where, blotted, commands, is_posix, only_talks
from flake8_automation.rules.workflow._texts import offsets
from flake8_automation.source import Source
from flake8_automation.yaml_nodes import entries

PATH = ".github/workflows/ci.yml"


def words(text: str) -> list[tuple[str, ...]]:
    found = commands(text)
    assert found is not None
    return [command.texts for command in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pip install pytest", [("pip", "install", "pytest")]),
        ("A=1 B='x y' make", [("make",)]),
        ("pytest \\\n  -q\n", [("pytest", "-q")]),
        ("""a 'b c' "d e"/f $'g' h\\ i""", [("a", "b c", "d e/f", "g", "h i")]),
        ("# pytest\n", []),
        ("cat <<X\npytest\nX\n", [("cat",)]),
        ("cd a && (b; c | d) || e &", [("cd", "a"), ("b",), ("c",), ("d",), ("e",)]),
        ("for x in 1 2; do b $x; done", [("b", "$x")]),
        ("x=$(a b)", [("a", "b")]),
        ("a${{ b }}d", [("a" + "\ue000" * 8 + "d",)]),
    ],
)
def test_words(text: str, found: list[tuple[str, ...]]) -> None:
    assert words(text) == found


def test_what_cannot_be_read_is_not_guessed_at() -> None:
    assert commands("if then (") is None
    assert commands("") == ()


def test_words_know_where_they_stand() -> None:
    text = "${{ x }}\npytest é '😀 a' b"
    (_, command) = commands(text) or ()
    assert [text[word.start : word.end] for word in command.words] == ["pytest", "é", "'😀 a'", "b"]


@pytest.mark.parametrize(
    ("text", "sinks"),
    [
        ('echo a >> "$GITHUB_OUTPUT"', ("$GITHUB_OUTPUT",)),
        ("echo a >&2", ()),
        ("echo a > /dev/null 2>&1", ()),
        ("{ echo a; } > f", ("f",)),
        ("echo a < f", ()),
    ],
)
def test_where_the_output_goes(text: str, sinks: tuple[str, ...]) -> None:
    (command,) = commands(text) or ()
    assert command.sinks == sinks


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a", Where.PLAIN),
        ("if a; then true; fi", Where.TESTED),
        ("if true; then a; fi", Where.PLAIN),
        ("while a; do true; done", Where.TESTED),
        ("x=$(a)", Where.CAPTURED),
        ("f() { a; }", Where.DEFINED),
    ],
)
def test_in_what_a_command_stands(text: str, where: Where) -> None:
    found = [command for command in commands(text) or () if command.texts == ("a",)]
    assert [command.where for command in found] == [where]


@pytest.mark.parametrize(
    ("text", "fallback"),
    [
        ("a || echo b", "|| echo b"),
        ("a && c || echo b", "|| echo b"),
        ("a | c || echo b", "|| echo b"),
        ("a || echo b >&2", "|| echo b >&2"),
        ("a || { echo b; true; }", "|| { echo b; true; }"),
        ("a || (echo b && exit 0)", "|| (echo b && exit 0)"),
        ("a || echo ::error::b", "|| echo ::error::b"),
        ("a || true", None),
        ("a || { echo b; exit 1; }", None),
        ("a || echo b >> f", None),
        ("a || c", None),
        ("a && echo b", None),
        ("test x && a || echo b", None),
        ("[ x ] && a || echo b", None),
        ("echo b || a", None),
        ("if a || echo b; then c; fi", "|| echo b"),
    ],
)
def test_what_hides_a_failure(text: str, fallback: str | None) -> None:
    (command,) = [command for command in commands(text) or () if command.texts == ("a",)]
    assert (command.fallback and text[slice(*command.fallback)]) == fallback


@pytest.mark.parametrize(
    ("text", "talks"),
    [
        ("echo a", True),
        ("echo a; sleep 5\ntrue\n: b\nexit 0", True),
        ("# nothing", True),
        ("x=1\necho $x", True),
        ("exit 1", False),
        ("echo a | tee b", False),
        ("echo a | :", False),
        ("echo a > b", False),
        ("echo ::warning::a", False),
        ("echo $(a)", False),
        ("make", False),
        ("if [ a ]; then echo b; fi", False),
        ("case $a in b) echo c;; esac", False),
    ],
)
def test_what_only_talks(text: str, talks: bool) -> None:
    told = commands(text)
    assert told is not None
    assert only_talks(text, told) is talks


def test_other_shells_are_not_read() -> None:
    assert all(map(is_posix, ["", "bash", "sh", "bash -l {0}", "/bin/bash -e {0}"]))
    assert not any(
        map(is_posix, ["pwsh", "powershell", "cmd", "python", "nix develop -c python {0}"])
    )


def test_expressions_are_blotted_out_and_nothing_moves() -> None:
    text = "a ${{ b\n}} c ${{ d }}"
    assert len(blotted(text)) == len(text)
    assert blotted(text).split() == ["a", "\ue000" * 5, "\ue000\ue000", "c", "\ue000" * 8]


# From the text back to the file

TEXTS = st.lists(
    st.text(st.sampled_from("ab #'\"\\é😀:-|>"), max_size=6).map(str.strip), min_size=1, max_size=4
).map("\n".join)


@given(TEXTS, st.sampled_from(["", "'", '"', "|", ">"]), st.sampled_from([1, 2, 3]))
def test_offsets_lead_to_the_same_characters(value: str, style: str, indent: int) -> None:
    node = {"jobs": {"a": {"run": value, "then": "x"}}}
    text = yaml.dump(node, default_style=style or None, allow_unicode=True, indent=indent + 1)
    source = Source(PATH, text)
    jobs = next(v for k, v in source.documents[0].pairs if k.value == "jobs")
    (job,) = (v for _, v in entries(jobs).values())
    run = entries(job)["run"][1]
    assert run.value == value
    places = offsets(source, run)
    if places is not None:
        assert len(places) == len(value) + 1
        assert "".join(text[at] for at in places[:-1]) == value


@pytest.mark.parametrize(
    ("written", "is_known"),
    [
        ("echo a", True),
        ("'echo a'", True),
        ('"echo a"', True),
        ("|\n      echo a\n        b\n\n      c", True),
        ("|-\n      echo a", True),
        ("|+2  # comment\n        echo a\n", True),
        ("'it''s'", False),
        ('"a\\tb"', False),
        (">\n      echo\n      a", False),
        ("echo\n      a", False),
    ],
)
def test_which_texts_can_be_written_to(written: str, is_known: bool) -> None:
    text = f"jobs:\n  a:\n    run: {written}\n    then: x\n"
    for newline in ("\n", "\r\n"):
        source = Source(PATH, text.replace("\n", newline))
        (_, job) = source.documents[0].pairs[0][1].pairs[0]
        run = entries(job)["run"][1]
        places = offsets(source, run)
        assert (places is not None) is is_known
        if places:
            found = "".join(source.text[at] for at in places[:-1])
            assert found.replace("\r", "\n") == run.value
