"""`gaps compare`: what is new, closed, waived and moved against a commit."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Cli
from tests.history.samples import (
    BROKEN,
    COMMAND,
    COVERED,
    GAP,
    NOTHING,
    TWO_GAPS,
    WAIVED,
    commit,
    start,
)
from tests.history.test_agreement import output
from tests.history.test_history import error
from tests.repositories import git, write

IN_A_FUNCTION = """\
import subprocess


def build():
    subprocess.run(["make"])
"""


def compare(cli: Cli, *arguments: str) -> dict[str, Any]:
    done = cli("gaps", "compare", "--json", *arguments)
    value: dict[str, Any] = json.loads(done.out)
    assert done.status == int(value["verdict"] == "worse"), done.err
    return value


def places(value: dict[str, Any]) -> dict[str, list[str]]:
    """The files of each kind of gap; kinds without any are left out."""
    found = {"new": [os.path.relpath(gap["filename"]) for gap in value["new"]]}
    for kind in ("closed", "waived", "unseen"):
        found[kind] = [gap["path"] for gap in value[kind]]
    found["moved"] = [f"{gap['path']} {gap['to']['path']}" for gap in value["moved"]]
    return {kind: paths for kind, paths in found.items() if paths}


def test_new_and_closed_gaps_are_told_apart(cli: Cli):
    start({"a.py": GAP, "b.py": NOTHING})
    commit({"a.py": COVERED, "b.py": GAP}, day=1)
    value = compare(cli, "HEAD~1")
    assert places(value) == {"new": ["b.py"], "closed": ["a.py"]}
    assert value["verdict"] == "worse"
    assert (value["before"]["gap"], value["now"]["gap"]) == (1, 1)
    assert places(compare(cli, "HEAD")) == {}
    assert compare(cli, "HEAD")["verdict"] == "same"


def test_closing_is_better(cli: Cli):
    start({"a.py": TWO_GAPS})
    write({"a.py": GAP})
    assert compare(cli, "HEAD")["verdict"] == "better"


def test_lines_that_move_and_new_layout_are_nothing_new(cli: Cli):
    start({"a.py": GAP})
    laid_out = "subprocess.run(\n    [\n        'make',\n    ]\n)\n"
    write({"a.py": f"import subprocess\n\n# moved\n{laid_out}"})
    assert places(compare(cli, "HEAD")) == {}


def test_a_renamed_file_moves_its_gaps(cli: Cli):
    start({"a.py": GAP, "lib/b.py": TWO_GAPS})
    git("mv", "a.py", "c.py")
    Path("tests").mkdir()
    git("mv", "lib/b.py", "tests/b.py")
    value = compare(cli, "HEAD")
    assert places(value) == {"moved": ["a.py c.py", *["lib/b.py tests/b.py"] * 2]}
    assert value["verdict"] == "same"


def test_a_copy_is_new(cli: Cli):
    start({"a.py": GAP})
    write({"b.py": GAP})
    assert places(compare(cli, "HEAD")) == {"new": ["b.py"]}


def test_one_gap_for_another_is_not_the_same(cli: Cli):
    start({"a.py": GAP})
    write({"a.py": IN_A_FUNCTION})
    assert places(compare(cli, "HEAD")) == {"new": ["a.py"], "closed": ["a.py"]}


def test_waiving_closes_nothing(cli: Cli):
    start({"a.py": GAP, "b.py": WAIVED})
    write({"a.py": WAIVED, "b.py": GAP})
    value = compare(cli, "HEAD")
    assert places(value) == {"waived": ["a.py"], "new": ["b.py"]}
    write({"b.py": WAIVED})
    assert compare(cli, "HEAD")["verdict"] == "same"


def test_the_working_tree_counts_as_it_is(cli: Cli):
    start({"a.py": GAP, ".gitignore": "ignored.py\n"})
    write({"a.py": TWO_GAPS, "new.py": GAP, "ignored.py": GAP})
    git("add", "new.py")
    assert places(compare(cli, "HEAD")) == {"new": ["a.py", "new.py"]}
    Path("a.py").unlink()
    assert places(compare(cli, "HEAD")) == {"moved": ["a.py new.py"]}


def test_the_merge_base_is_what_is_compared_with(cli: Cli):
    start({"a.py": NOTHING})
    base = git("rev-parse", "HEAD")
    git("checkout", "-q", "-b", "work")
    commit({"mine.py": GAP}, day=1)
    git("checkout", "-q", "main")
    theirs = commit({"theirs.py": IN_A_FUNCTION}, day=2)
    git("checkout", "-q", "work")
    value = compare(cli, "main")
    assert places(value) == {"new": ["mine.py"]}
    assert value["base"] == {
        "commit": base,
        "date": "2026-01-05T12:00:00Z",
        "ref": "main",
        "at_ref": False,
    }
    value = compare(cli, "main", "--no-merge-base")
    assert places(value) == {"new": ["mine.py"], "closed": ["theirs.py"]}
    assert (value["base"]["commit"], value["base"]["at_ref"]) == (theirs, True)


def test_facts_are_those_of_each_side(cli: Cli):
    start({"a.py": COMMAND})
    write({"pyproject.toml": '[project.scripts]\na = "a:main"\n'})
    assert places(compare(cli, "HEAD")) == {"new": ["a.py"]}


def test_what_is_less_urgent_than_wanted_is_left_out(cli: Cli):
    start({"a.py": GAP, "tests/b.py": GAP})
    write({"a.py": TWO_GAPS, "tests/b.py": TWO_GAPS})
    value = compare(cli, "HEAD", "--min-priority", "P1")
    assert places(value) == {"new": ["a.py"]}
    assert (value["before"]["gap"], value["now"]["gap"]) == (1, 2)
    Path("lib").mkdir()
    git("mv", "tests/b.py", "lib/b.py")
    write({"a.py": GAP, "lib/b.py": GAP})
    value = compare(cli, "HEAD", "--min-priority", "P1")
    assert places(value) == {"moved": ["tests/b.py lib/b.py"]}


def test_of_a_broken_file_nothing_is_said(cli: Cli):
    start({"a.py": TWO_GAPS, "b.py": GAP})
    write({"a.py": BROKEN, "b.py": b"import subprocess\nsubprocess.run(x)  # \xff\n"})
    done = cli("gaps", "compare", "HEAD", "--json")
    assert done.status == 2
    assert places(json.loads(done.out)) == {"unseen": ["a.py", "b.py"]}
    assert "a.py:3:7: cannot be parsed: " in done.err
    assert done.err.endswith("same, 0 new gaps, 0 closed, 0 moved, 2 in files with problems\n")


def test_paths_narrow_it_down(cli: Cli):
    start({"lib/a.py": GAP, "b.py": GAP})
    write({"lib/a.py": COVERED, "b.py": COVERED, "lib/c.py": TWO_GAPS})
    assert places(compare(cli, "HEAD", "lib")) == {"new": ["lib/c.py"] * 2, "closed": ["lib/a.py"]}
    Path("b.py").unlink()
    assert places(compare(cli, "HEAD", "b.py")) == {"closed": ["b.py"]}
    both = compare(cli, "HEAD", "b.py", "lib/c.py")
    assert places(both) == {"moved": ["b.py lib/c.py"], "new": ["lib/c.py"]}
    line = error(cli("gaps", "compare", "HEAD", "never.py"))
    assert line == "never.py: no commit that was read has such a file or folder"


def test_from_a_folder_below_the_paths_are_right(cli: Cli, monkeypatch: pytest.MonkeyPatch):
    start({"lib/a.py": GAP, "b.py": GAP})
    write({"lib/a.py": COVERED, "lib/c.py": GAP})
    monkeypatch.chdir("lib")
    assert places(compare(cli, "HEAD")) == {"new": ["c.py"], "closed": ["lib/a.py"]}
    out = cli("gaps", "compare", "HEAD", "..").out
    assert "\na.py:2: AUT101 closed\n" in out


def test_what_cannot_be_compared_is_one_line(cli: Cli):
    start({"a.py": GAP})
    assert error(cli("gaps", "compare", "nope")) == "nope: this repository has no such commit"
    assert error(cli("gaps", "compare", "--", "-x")) == "-x: this repository has no such commit"
    git("checkout", "-q", "--orphan", "other")
    commit({"b.py": GAP}, day=1)
    line = error(cli("gaps", "compare", "main"))
    assert line == (
        "main: it has no commit in common with HEAD at all;"
        " --no-merge-base compares with main itself"
    )
    assert places(compare(cli, "main", "--no-merge-base")) == {"new": ["b.py"]}


def test_a_shallow_clone_says_why_there_is_no_base(cli: Cli, project: Path, monkeypatch):
    start({"a.py": GAP})
    git("checkout", "-q", "-b", "work")
    commit({"b.py": GAP}, day=1)
    git("checkout", "-q", "main")
    commit({"c.py": GAP}, day=2)
    where = f"file://{project}"
    git("clone", "-q", "--depth", "1", "--no-single-branch", "-b", "work", where, "../shallow")
    monkeypatch.chdir("../shallow")
    line = error(cli("gaps", "compare", "origin/main"))
    assert line.startswith(
        "origin/main: it has no commit in common with HEAD in this shallow clone"
    )


def test_text_names_each_gap_and_what_was_compared(cli: Cli):
    start({"a.py": IN_A_FUNCTION, "b.py": GAP, "c.py": TWO_GAPS})
    base = git("rev-parse", "HEAD")
    write({"a.py": NOTHING, "c.py": TWO_GAPS.replace("run(['make'])", "run(['make'])  # noqa")})
    git("mv", "b.py", "d.py")
    write({"e.py": GAP})
    done = cli("gaps", "compare", "HEAD")
    assert done.status == 1
    assert done.out.splitlines() == [
        f"The working tree against {base[:12]} of 2026-01-05, which is HEAD",
        "",
        cli("check", "e.py").out.rstrip("\n"),
        "a.py:5: AUT101 closed in build",
        "c.py:2: AUT101 waived",
        "b.py:2: AUT101 moved to d.py:2",
        "",
        "Code    Rule                        Before  New  Closed  Waived  Now",
        "AUT101  subprocess-without-timeout       4    1       1       1    3",
        "Total                                    4    1       1       1    3",
    ]
    assert done.err == "worse, 1 new gap, 1 closed, 1 moved, 1 waived\n"
    assert cli("gaps", "compare", "HEAD", "--exit-zero", "-q").status == 0


def test_markdown_is_a_comment_that_does_not_get_too_long(cli: Cli):
    start({"a.py": GAP})
    write({"a.py": NOTHING, "b.py": "import subprocess\n" + "subprocess.run(x)\n" * 60})
    out = cli("gaps", "compare", "HEAD", "--output-format", "markdown").out
    assert out.startswith("### Worse: 60 new, 1 closed, 0 moved; coverage 0.0 % to 0.0 %\n\n")
    assert "\n**New**\n\n- AUT101 `b.py:2` `subprocess.run` has no timeout" in out
    assert out.count("- AUT101 `b.py:") == 50
    assert "\n- and 10 more\n" in out
    assert "\n**Closed**\n\n- AUT101 `a.py:2`\n" in out
    assert "**Moved**" not in out


def test_the_help_says_how_to_compare_with_ref_itself(cli: Cli, capsys):
    with pytest.raises(SystemExit):
        cli("gaps", "compare", "--help")
    assert "--no-merge-base compares with REF itself" in capsys.readouterr().out


TEXTS = st.sampled_from([None, GAP, TWO_GAPS, COVERED, WAIVED, NOTHING, IN_A_FUNCTION])
TREES = st.dictionaries(st.sampled_from(["a.py", "b.py", "lib/a.py", "tests/c.py"]), TEXTS)


@settings(max_examples=20)
@given(TREES, TREES)
def test_before_with_what_is_new_and_without_what_is_closed_is_now(before, now):
    import contextlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        start({"notes.txt": "", **{name: text for name, text in before.items() if text}})
        for name in before:
            Path(name).unlink(missing_ok=True)
        write({name: text for name, text in now.items() if text})
        value = json.loads(output("gaps", "compare", "HEAD", "--json"))
        counts = {kind: len(value[kind]) for kind in ("new", "closed", "waived", "unseen")}
        change = counts["new"] - counts["closed"] - counts["waived"]
        assert value["now"]["gap"] - value["before"]["gap"] == change
        assert counts["unseen"] == 0
        assert value["now"] == json.loads(output("gaps", "--json"))["total"]
