"""`gaps history`, in real repositories."""

import json
import os
from pathlib import Path

import pytest

from flake8_automation.history.commits import AUTO_MOST
from tests.conftest import Cli, Outcome
from tests.history.samples import (
    BROKEN,
    COMMAND,
    COVERED,
    GAP,
    NOTHING,
    SCRIPT,
    TWO_GAPS,
    WAIVED,
    commit,
    numbers,
    rows,
    start,
)
from tests.repositories import git, write

CACHE = ".flake8_automation_cache"
RULE = "AUT101 subprocess-without-timeout"


def error(done: Outcome) -> str:
    """The one line that a run ended with."""
    assert done.status == 2
    assert done.out == ""
    (line,) = done.err.splitlines()
    return line.removeprefix("flake8-automation: error: ")


# The numbers


def test_each_commit_has_the_counts_of_its_tree(cli: Cli):
    start({"a.py": TWO_GAPS, "b.py": WAIVED})
    commit({"a.py": GAP}, day=1)
    commit({"a.py": COVERED, "c.py": NOTHING}, day=2)
    commit({"b.py": None}, day=3)
    assert numbers(cli) == [(0, 2, 1), (0, 1, 1), (1, 0, 1), (1, 0, 0)]
    assert [row["files"] for row in rows(cli)] == [2, 2, 3, 2]
    assert [row["change"] for row in rows(cli)][:3] == [
        None,
        {"covered": 0, "gap": -1, "waived": 0},
        {"covered": 1, "gap": -1, "waived": 0},
    ]


def test_it_makes_no_difference_in_which_parts_it_is_read(cli: Cli, monkeypatch):
    texts = [GAP, TWO_GAPS, COVERED, WAIVED, NOTHING, SCRIPT]
    start({f"{number}.py": texts[number % 6] for number in range(9)} | {"notes.txt": GAP})
    os.symlink("notes.txt", "link.py")
    for day in range(1, 8):
        changed = {f"{day}.py": texts[day * 5 % 6], f"new{day}.py": texts[day % 4] * day}
        commit({**changed, "pyproject.toml": f"[project]\nversion = '{day}'\n"}, day=day)
    expected = rows(cli, "--no-cache")
    told: list[int] = []
    monkeypatch.setattr("flake8_automation.cli.gaps.past._telling", lambda _: told.append)
    monkeypatch.setattr("flake8_automation.history.trees._AT_ONCE", 3)
    assert rows(cli, "--no-cache") == expected
    assert told == list(range(1, len(told) + 1))
    assert len(told) > 9
    monkeypatch.setattr("flake8_automation.history.judging._MOST", 100)
    monkeypatch.setattr("flake8_automation.history.series._SMALL", 10)
    assert rows(cli, "--no-cache") == expected
    monkeypatch.setattr("flake8_automation.history.judging._MOST", 10_000)
    monkeypatch.setattr("flake8_automation.history.judging._LARGE", 1)
    assert rows(cli, "--jobs", "3") == expected, "in several processes"
    assert rows(cli) == expected, "from the store"


def test_a_commit_that_changes_nothing_is_a_row_too(cli: Cli):
    start({"a.py": GAP})
    commit({}, day=1)
    commit({"notes.txt": "hello\n"}, day=2)
    assert numbers(cli) == [(0, 1, 0)] * 3


def test_a_merge_is_one_step_at_the_moment_it_was_merged(cli: Cli):
    start({"a.py": TWO_GAPS, "b.py": GAP})
    git("checkout", "-q", "-b", "side")
    commit({"b.py": None}, day=1)
    commit({"c.py": TWO_GAPS}, day=2)
    git("checkout", "-q", "main")
    commit({"a.py": GAP}, day=3)
    git("merge", "-q", "--no-ff", "-m", "merge", "side", at="2026-01-09T12:00:00Z")
    assert numbers(cli) == [(0, 3, 0), (0, 2, 0), (0, 3, 0)]


def test_a_merge_that_keeps_neither_side_counts_as_what_it_holds(cli: Cli):
    start({"a.py": GAP})
    git("checkout", "-q", "-b", "side")
    commit({"a.py": TWO_GAPS}, day=1)
    git("checkout", "-q", "main")
    commit({"b.py": GAP}, day=2)
    git("merge", "-q", "--no-ff", "--no-commit", "side")
    write({"a.py": COVERED, "d.py": COVERED})
    git("add", "-A")
    git("commit", "-q", "-m", "merge", at="2026-01-09T12:00:00Z")
    assert numbers(cli) == [(0, 1, 0), (0, 2, 0), (2, 1, 0)]


SIZES = """
import argparse
import os

parser = argparse.ArgumentParser()
parser.add_argument("folder")
args = parser.parse_args()
for name in sorted(os.listdir(args.folder)):
    size = os.path.getsize(name)
    if size == 0:
        os.remove(name)
        continue
    print(f"{name}: {size} bytes")

if __name__ == "__main__":
    pass
"""


def test_moving_and_copying_cost_nothing(cli: Cli, monkeypatch: pytest.MonkeyPatch):
    start({"a.py": TWO_GAPS})
    rows(cli)
    write({"lib/x.txt": ""})
    git("mv", "a.py", "lib/a.py")
    commit({}, day=1)
    commit({"deep/in/side/a.py": TWO_GAPS}, day=2)
    forbid_judging(monkeypatch)
    assert numbers(cli) == [(0, 2, 0), (0, 2, 0), (0, 4, 0)]


def test_another_name_is_judged_anew_for_it_may_say_what_a_script_does(cli: Cli):
    start({"show_sizes.py": SIZES})
    git("mv", "show_sizes.py", "delete_empty.py")
    commit({}, day=1)
    assert numbers(cli) == [(0, 1, 0), (0, 0, 0)]


def test_a_file_that_moves_among_the_tests_is_judged_as_one(cli: Cli):
    start({"a.py": GAP})
    write({"tests/x.txt": ""})
    git("mv", "a.py", "tests/a.py")
    commit({}, day=1)
    before, after = ([p["priority"] for p in row["priorities"]] for row in rows(cli))
    assert (before, after) == (["P1"], ["P2"])


def test_entry_points_are_those_of_the_same_commit(cli: Cli):
    start({"a.py": COMMAND})
    commit({"pyproject.toml": '[project.scripts]\na = "a:main"\n'}, day=1)
    commit({"pyproject.toml": '[project.scripts]\na = "b:main"\n'}, day=2)
    git("mv", "a.py", "b.py")
    commit({}, day=3)
    assert numbers(cli, "--select", "AUT301") == [(0, 0, 0), (0, 1, 0), (0, 0, 0), (0, 1, 0)]


def test_all_commits_are_judged_by_the_settings_of_today(cli: Cli):
    start({"a.py": GAP, "lib/b.py": GAP})
    assert numbers(cli, "--exclude", "lib") == [(0, 1, 0)]
    commit({"setup.cfg": "[flake8]\nper-file-ignores =\n    lib/*: AUT101\n"}, day=1)
    assert numbers(cli) == [(0, 1, 0)] * 2
    assert numbers(cli, "--isolated") == [(0, 2, 0)] * 2
    assert numbers(cli, "--isolated", "--ignore", "AUT1") == [(0, 0, 0)] * 2


def test_waivers_count_as_the_settings_say(cli: Cli):
    start({"a.py": WAIVED})
    assert numbers(cli) == [(0, 0, 1)]
    assert numbers(cli, "--disable-noqa") == [(0, 1, 0)]


def test_a_broken_file_is_named_and_still_read(cli: Cli):
    start({"a.py": GAP, "b.py": b"import subprocess\nsubprocess.run(x)  # \xff\n"})
    commit({"a.py": BROKEN}, day=1)
    first, last = rows(cli)
    assert [p["path"] for p in first["problems"]] == ["b.py"]
    assert [(p["path"], p["kind"], p["line"]) for p in last["problems"]] == [
        ("a.py", "cannot be parsed", 3),
        ("b.py", "cannot be decoded", 0),
    ]
    assert last["total"]["gap"] == 1
    done = cli("gaps", "history")
    assert done.status == 2
    assert "a.py:3:7: cannot be parsed: " in done.err
    assert "1 earlier row with files that went wrong; --json names them" in done.err


def test_what_does_not_parse_decides_the_status_only_at_head_and_if_wanted(cli: Cli):
    start({"a.py": BROKEN})
    assert cli("gaps", "history").status == 2
    assert cli("gaps", "history", "--unparsed", "warn").status == 0
    commit({"a.py": GAP}, day=1)
    done = cli("gaps", "history")
    assert done.status == 0
    assert "cannot be parsed" not in done.err


# Which files


def test_scripts_without_a_suffix_count_by_their_first_line(cli: Cli):
    start({"tool": SCRIPT, "other": "#!/bin/sh\nsubprocess\n", "subprocess.txt": GAP})
    commit({"tool": SCRIPT.replace("python3", "bash")}, day=1)
    assert numbers(cli) == [(0, 1, 0), (0, 0, 0)]
    assert [row["files"] for row in rows(cli)] == [1, 0]


def test_paths_narrow_the_count(cli: Cli, monkeypatch: pytest.MonkeyPatch):
    start({"a.py": GAP, "lib/b.py": GAP, "lib/c.txt": GAP, "library/d.py": GAP})
    commit({"lib/b.py": None}, day=1)
    assert numbers(cli, "lib") == [(0, 1, 0), (0, 0, 0)]
    assert numbers(cli, "lib/b.py", "a.py") == [(0, 2, 0), (0, 1, 0)], "named, though it is gone"
    assert numbers(cli, "lib/c.txt") == [(0, 1, 0)] * 2, "a file that is named is always read"
    monkeypatch.chdir("lib")
    assert numbers(cli) == [(0, 1, 0), (0, 0, 0)], "the working directory is what is meant"
    assert numbers(cli, "..") == [(0, 3, 0), (0, 2, 0)]


def test_links_do_not_count_twice(cli: Cli):
    start({"a.py": GAP, "notes.txt": GAP})
    os.symlink("a.py", "b.py")
    os.symlink("notes.txt", "c.py")
    os.symlink("gone", "d.py")
    os.symlink("/etc/hosts", "e.py")
    os.symlink("f.py", "f.py")
    commit({}, day=1)
    assert numbers(cli) == [(0, 1, 0), (0, 2, 0)]
    assert {p["path"]: p["reason"] for p in rows(cli)[1]["problems"]} == {
        "d.py": "it is a symbolic link that leads nowhere",
        "e.py": "it is a symbolic link that leads out of the repository",
        "f.py": "it is a symbolic link that leads in a circle",
    }


def test_a_link_follows_what_it_leads_to(cli: Cli):
    start({"notes.txt": NOTHING})
    os.symlink("notes.txt", "a.py")
    commit({}, day=1)
    commit({"notes.txt": TWO_GAPS}, day=2)
    commit({"notes.txt": None, "other.txt": GAP}, day=3)
    assert numbers(cli) == [(0, 0, 0), (0, 0, 0), (0, 2, 0), (0, 0, 0)]
    assert [len(row["problems"]) for row in rows(cli)] == [0, 0, 0, 1]


def test_names_may_hold_anything(cli: Cli):
    strange = ["a b.py", "tab\t.py", "new\nline.py", 'quo"te.py', "ü.py", "caf\udce9.py", ":x.py"]
    start({"a.py": NOTHING})
    for number, name in enumerate(strange):
        Path(name).write_text(GAP)
        commit({}, day=number + 1)
    assert [gap for _, gap, _ in numbers(cli)] == list(range(8))
    Path("caf\udce9.py").write_text(BROKEN)
    commit({}, day=20)
    done = cli("gaps", "history")
    assert "caf\\udce9.py:3:7: cannot be parsed: " in done.err
    assert "caf\\udce9.py" in json.dumps(rows(cli)[-1]["problems"])


def test_a_submodule_is_not_entered(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    inner = tmp_path / "inner"
    inner.mkdir()
    with monkeypatch.context() as elsewhere:
        elsewhere.chdir(inner)
        start({"b.py": TWO_GAPS})
    start({"a.py": GAP})
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    commit({}, day=1)
    assert numbers(cli) == [(0, 1, 0), (0, 1, 0)]
    assert numbers(cli, "sub") == [(0, 2, 0)], "as an argument it is a repository of its own"


# Which commits


def test_days_and_weeks_are_counted_by_their_last_commit(cli: Cli):
    start({"a.py": NOTHING})  # Monday
    commit({"a.py": GAP}, day=0)
    commit({"a.py": TWO_GAPS}, day=6)  # Sunday
    commit({"a.py": COVERED}, day=7)
    assert numbers(cli, "--every", "day") == [(0, 1, 0), (0, 2, 0), (1, 0, 0)]
    assert numbers(cli, "--every", "week") == [(0, 2, 0), (1, 0, 0)]
    assert [row["date"][:10] for row in rows(cli, "--every", "week")] == [
        "2026-01-11",
        "2026-01-12",
    ]


def test_a_clock_that_went_back_makes_no_second_row_of_a_day(cli: Cli):
    start({"a.py": NOTHING})
    commit({"a.py": GAP}, day=5)
    commit({"a.py": TWO_GAPS}, day=1)
    assert numbers(cli, "--every", "day") == [(0, 0, 0), (0, 2, 0)]


def test_tags_count_also_on_merged_branches(cli: Cli):
    start({"a.py": TWO_GAPS})
    git("checkout", "-q", "-b", "side")
    commit({"a.py": GAP}, day=1)
    git("tag", "-a", "-m", "annotated", "v1")
    git("tag", "v1.0")
    git("checkout", "-q", "main")
    commit({"b.py": GAP}, day=2)
    git("merge", "-q", "--no-ff", "-m", "merge", "side", at="2026-01-09T12:00:00Z")
    git("checkout", "-q", "-b", "elsewhere")
    commit({"b.py": None}, day=5)
    git("tag", "later")
    git("checkout", "-q", "main")
    found = rows(cli, "--every", "tag")
    assert [(row["tags"], row["total"]["gap"]) for row in found] == [(["v1", "v1.0"], 1), ([], 2)]
    since = rows(cli, "--every", "tag", "--since", "2026-01-08")
    assert [row["tags"] for row in since] == [[]]


def test_since_leaves_out_what_is_older(cli: Cli):
    start({"a.py": TWO_GAPS})
    commit({"a.py": GAP}, day=1)
    commit({"a.py": COVERED}, day=2)
    for date in ("2026-01-06T00:00:00Z", "2026-01-06"):
        assert numbers(cli, "--since", date) == [(0, 1, 0), (1, 0, 0)]
    assert numbers(cli, "--since", "2026-01-06 12:00:01 +0000") == [(1, 0, 0)]
    wrong = error(cli("gaps", "history", "--since", "blue moon"))
    assert wrong == "--since: expected a date in the past, such as 2026-01-31, not 'blue moon'"
    late = error(cli("gaps", "history", "--since", "2026-01-20"))
    assert late == "--since: no commit is younger than 2026-01-20"


def test_the_rows_are_as_fine_as_can_be_read(cli: Cli):
    start({"a.py": GAP})
    for _ in range(AUTO_MOST - 1):
        commit({}, day=1)
    assert cli("gaps", "history", "--json").out.count('"commit":') == AUTO_MOST
    commit({}, day=2)
    assert json.loads(cli("gaps", "history", "--json").out)["every"] == "day"
    assert len(json.loads(cli("gaps", "history", "--json").out)["history"]) == 3


def test_a_detached_head_has_a_history(cli: Cli):
    start({"a.py": TWO_GAPS})
    git("checkout", "-q", commit({"a.py": GAP}, day=1))
    assert numbers(cli) == [(0, 2, 0), (0, 1, 0)]
    git("checkout", "-q", "HEAD~1")
    assert numbers(cli) == [(0, 2, 0)]


def test_a_shallow_clone_says_that_it_is_one(cli: Cli, project: Path, monkeypatch):
    start({"a.py": TWO_GAPS})
    commit({"a.py": GAP}, day=1)
    commit({"a.py": COVERED}, day=2)
    git("clone", "-q", "--depth", "2", f"file://{project}", "../shallow")
    monkeypatch.chdir("../shallow")
    assert numbers(cli) == [(0, 1, 0), (1, 0, 0)]
    done = cli("gaps", "history")
    assert (
        done.err
        == "a shallow clone: what came before is not here, the first row is of 2026-01-06\n"
    )


# What cannot be


def test_without_commits_one_line_says_so(cli: Cli):
    git("init", "-q")
    line = error(cli("gaps", "history"))
    assert line == "a commit is needed, and this repository has none yet"


def test_outside_of_a_repository_one_line_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    assert error(cli("gaps", "history")).startswith("a git repository is needed: ")
    assert error(cli("gaps", "history", "nowhere/at/all")).startswith("a git repository is needed")


def test_a_path_outside_of_the_repository_is_an_error(cli: Cli, tmp_path: Path):
    start({"a.py": GAP})
    line = error(cli("gaps", "history", "a.py", str(tmp_path)))
    assert line == f"{tmp_path}: is not in the repository {Path.cwd().resolve()}"


def test_a_path_that_never_was_is_an_error(cli: Cli):
    start({"a.py": GAP, "docs/notes.txt": ""})
    commit({"a.py": None, "b.py": GAP}, day=1)
    assert numbers(cli, "a.py") == [(0, 1, 0), (0, 0, 0)]
    assert numbers(cli, "docs") == [(0, 0, 0)] * 2
    line = error(cli("gaps", "history", "a.py", "b"))
    assert line == "b: no commit that was read has such a file or folder"
    late = error(cli("gaps", "history", "--since", "2026-01-06", "a.py"))
    assert late.startswith("a.py: no commit that was read")


def test_standard_input_has_no_history(cli: Cli):
    start({"a.py": GAP})
    assert (
        error(cli("gaps", "history", "-")) == "'-' stands for standard input, which has no history"
    )


def test_without_git_one_line_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch):
    start({"a.py": GAP})
    monkeypatch.setenv("PATH", "")
    assert error(cli("gaps", "history")) == "a git repository is needed: there is no git here"


def test_the_repository_is_that_of_the_first_path(cli: Cli, project: Path, monkeypatch):
    start({"a.py": GAP})
    monkeypatch.chdir("..")
    assert numbers(cli, str(project)) == [(0, 1, 0)]


def test_variables_of_a_hook_do_not_lead_astray(cli: Cli, tmp_path: Path, monkeypatch):
    start({"a.py": GAP})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert numbers(cli) == [(0, 1, 0)]


# The working tree


def test_nothing_of_the_working_tree_is_touched_or_read(cli: Cli):
    start({"a.py": GAP})
    commit({"a.py": TWO_GAPS}, day=1)
    write({"a.py": COVERED, "new.py": GAP})
    Path(".git/index").unlink()
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    assert numbers(cli, "--no-cache") == [(0, 1, 0), (0, 2, 0)]
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before


def test_the_cache_is_no_change_of_the_working_tree(cli: Cli):
    start({"a.py": GAP})
    rows(cli)
    assert Path(CACHE).is_dir()
    assert git("status", "--porcelain", "--ignored=no") == ""


# How it is shown


def test_a_table_and_bars_are_shown(cli: Cli):
    start({"a.py": TWO_GAPS, "b.py": COVERED, "c.py": WAIVED})
    second = commit({"a.py": GAP, "b.py": COVERED * 2}, day=1)
    done = cli("gaps", "history", "--select", "AUT101")
    first = git("rev-parse", "HEAD~1")
    assert done.out.splitlines() == [
        f"{RULE}: 2 of 4 sites covered (50.0 %), 1 to go; 25.0 % on 2026-01-05",
        "",
        "Date        Commit        Covered  Gaps  Waived  Coverage  Change",
        f"2026-01-05  {first[:12]}        1     2       1    25.0 %",
        f"2026-01-06  {second[:12]}        2     1       1    50.0 %      -1",
        "",
        "coverage  ▃▅  25.0 % to 50.0 %",
        "gaps      █▅  2 to 1",
    ]


def test_a_finished_migration_says_so(cli: Cli):
    start({"a.py": COVERED})
    out = cli("gaps", "history", "--select", "AUT101").out
    assert out.startswith(f"{RULE}: 1 of 1 sites covered (100.0 %), no gap left\n")
    assert cli("gaps", "history", "--select", "AUT201").out.startswith(
        "AUT201 prompt-without-guard: no sites at 2026-01-05\n"
    )


def test_a_stream_without_blocks_gets_plain_bars(process, project: Path):
    start({"a.py": TWO_GAPS})
    commit({"a.py": GAP}, day=1)
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    out = process("gaps", "history", env=environment).out
    assert out.splitlines()[-1] == "gaps      @*  2 to 1"


def test_markdown_and_html_hold_the_same_table(cli: Cli):
    start({"a.py": TWO_GAPS})
    commit({"a.py": GAP}, day=1)
    markdown = cli("gaps", "history", "--output-format", "markdown").out
    assert "| Date | Commit | Covered | Gaps | Waived | Coverage | Change |" in markdown
    assert "| --- | --- | ---: | ---: | ---: | ---: | ---: |" in markdown
    assert markdown.splitlines()[-1].endswith(" | 0 | 1 | 0 | 0.0 % | -1 |")
    html = cli("gaps", "history", "--output-format", "html").out
    assert html.count("<tr>") == 3
    assert html.count("<polyline") == 2
    assert html.count('<td class="number">1</td>') == 1
    assert '<td class="number">-1</td></tr>' in html
    assert "http" not in html, "a page that needs no network"


def test_a_file_takes_the_output(cli: Cli):
    start({"a.py": GAP})
    assert cli("gaps", "history", "--json", "--output-file", "out.json").out == ""
    assert json.loads(Path("out.json").read_text())["history"][0]["total"]["gap"] == 1


def forbid_judging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test fail if a file version is judged from now on."""

    def fail(*_: object, **__: object) -> None:
        pytest.fail("a file version is judged again")

    monkeypatch.setattr("flake8_automation.history.judging.each", fail)
