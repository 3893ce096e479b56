"""The command: what it gathers, that its formats agree, and what it does where something lacks."""

import contextlib
import importlib.util
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_automation.cli import main
from flake8_automation.report.view import view
from tests.conftest import Cli
from tests.history.samples import COVERED, GAP, NOTHING, TWO_GAPS, WAIVED, commit, start
from tests.report.browser import Browser
from tests.report.test_page import ROWS, counts
from tests.repositories import git, make_repository, write

ASKS = """\
import argparse

if __name__ == "__main__":
    argparse.ArgumentParser().parse_args()
    input("Name? ")
"""
MEANT = "import subprocess\n\nsubprocess.run(['x'])  # automation: ignore[AUT101] a server\n"
HIDDEN = "<b>|`x`&\n"


def report(cli: Cli, *arguments: str) -> dict[str, Any]:
    """The document."""
    done = cli("gaps", "report", "--json", *arguments)
    assert done.status == 0, done.err
    document: dict[str, Any] = json.loads(done.out)
    return document


def test_now_before_and_the_trend(cli: Cli):
    start({"a.py": TWO_GAPS, "lib/b.py": GAP})
    commit({"lib/b.py": COVERED}, day=1)
    head = commit({"a.py": GAP, "c.py": MEANT}, day=2)
    told = report(cli)
    assert told["project"] == "project"
    assert told["now"]["commit"] == head
    assert told["now"]["date"] == "2026-01-07T12:00:00Z"
    assert told["now"]["changed"] is False
    totals = [point["counts"]["total"] for point in told["trend"]]
    assert [(n["covered"], n["gap"], n["waived"]) for n in totals] == [
        (0, 3, 0),
        (1, 2, 0),
        (1, 1, 1),
    ]
    assert told["before"] == told["trend"][0] | {"why": "the oldest in a year"}
    assert told["now"]["counts"]["total"] == totals[-1]
    assert told["notes"] == []


def test_a_year_is_looked_back_or_what_since_says(cli: Cli):
    make_repository({"a.py": GAP})
    git("commit", "-q", "--amend", "--no-edit", "--reset-author", at="2024-01-01T00:00:00Z")
    for number, day in enumerate(("2024-03-01", "2025-02-01"), 2):
        write({"a.py": GAP * number})
        git("commit", "-q", "-a", "-m", "more", at=f"{day}T00:00:00Z")
    assert [point["date"][:10] for point in report(cli)["trend"]] == ["2024-03-01", "2025-02-01"]
    told = report(cli, "--since", "2023-12-01")
    assert [point["date"][:4] for point in told["trend"]] == ["2024", "2024", "2025"]
    assert told["before"]["why"] == "the oldest since 2023-12-01"
    assert report(cli, "--since", "2025-01-01")["before"] is None


def test_what_to_close_next_is_the_worklist_with_lines(cli: Cli):
    start({"a.py": GAP, "b.py": TWO_GAPS, "ask.py": ASKS, "tests/c.py": GAP})
    told = report(cli)
    first = json.loads(cli("gaps", "--json", "--top", "9").out)["close_first"]
    for step, row in zip(told["next"], first, strict=True):
        for name in ("code", "path", "priority", "places", "hours_estimated"):
            assert step[name] == row[name]
        assert len(step["gaps"]) == row["places"]
    (asking,) = [step for step in told["next"] if step["path"] == "ask.py"]
    assert {gap["code"] for gap in asking["gaps"]} == {"AUT201", "AUT202"}
    (two,) = [step for step in told["next"] if step["path"] == "b.py"]
    assert [(gap["line"], gap["url"]) for gap in two["gaps"]] == [
        (2, "./b.py#L2"),
        (3, "./b.py#L3"),
    ]
    assert two["gaps"][0]["message"].startswith("`subprocess.run` has no timeout")


def test_waivers_and_accepted_gaps_come_with_their_reasons(cli: Cli):
    start({"a.py": MEANT, "b.py": WAIVED, "c.py": TWO_GAPS, "d.py": GAP})
    assert cli("gaps", "accept", "--reason", "goes | soon", "c.py", "d.py").status == 0
    write({"d.py": COVERED, "e.py": GAP})
    told = report(cli)
    reasons = [(waiver["path"], waiver["line"], waiver["reason"]) for waiver in told["waivers"]]
    assert reasons == [("a.py", 3, "a server"), ("b.py", 2, "noqa")]
    accepted = [(item["path"], item["line"], item["stale"]) for item in told["accepted"]]
    assert accepted == [("c.py", 2, False), ("c.py", 3, False), ("d.py", 0, True)]
    assert {item["reason"] for item in told["accepted"]} == {"goes | soon"}
    accepted_gaps = {step["path"]: [g["accepted"] for g in step["gaps"]] for step in told["next"]}
    assert accepted_gaps == {"c.py": [True, True], "e.py": [False]}
    assert told["now"]["counts"]["total"]["gap"] == 3, "what is accepted is a gap all the same"
    assert told["now"]["changed"] is True
    markdown = cli("gaps", "report").out
    assert "| Accepted for now | 2 |" in markdown
    assert "goes &#124; soon" in markdown


@pytest.mark.parametrize(
    ("change", "is_changed"),
    [({"new.py": GAP}, True), ({"pyproject.toml": ""}, True), ({"new.txt": ""}, False)],
)
def test_it_says_whether_the_commit_is_what_was_counted(
    change: dict[str, str | bytes], is_changed: bool, cli: Cli
):
    start({"a.py": GAP, "pyproject.toml": "[project]\n"})
    write(change)
    assert report(cli)["now"]["changed"] is is_changed


def test_only_what_is_named_is_reported(cli: Cli):
    start({"a.py": GAP, "lib/b.py": TWO_GAPS})
    commit({"a.py": COVERED, "lib/b.py": TWO_GAPS + GAP}, day=1)
    told = report(cli, "lib")
    assert [point["counts"]["total"]["gap"] for point in told["trend"]] == [2, 3]
    assert {step["path"] for step in told["next"]} == {"lib/b.py"}
    assert "Counted in lib at commit" in cli("gaps", "report", "lib").out
    assert "Counted at commit" in cli("gaps", "report", "lib", ".").out
    os.chdir("lib")
    assert "Counted in lib at commit" in cli("gaps", "report").out
    assert report(cli, ".")["paths"] == ["lib"]


def test_owners_are_left_out(cli: Cli):
    start({"a.py": GAP, "CODEOWNERS": "* @somebody\n"})
    assert json.loads(cli("gaps", "--json").out)["owners"]
    assert set(report(cli)["now"]["counts"]) == {"total", "rules", "priorities", "folders"}
    assert "somebody" not in cli("gaps", "report").out


def test_what_matters_less_is_left_out_of_all_of_it(cli: Cli):
    start({"a.py": GAP, "tests/b.py": GAP, "tests/c.py": WAIVED})
    assert cli("gaps", "accept", "--reason", "later").status == 0
    told = report(cli, "--min-priority", "P1")
    assert told["now"]["counts"]["total"]["sites"] == 1
    assert [step["path"] for step in told["next"]] == ["a.py"]
    assert [item["path"] for item in told["accepted"]] == ["a.py"]
    assert told["waivers"] == []


# Links


def linked(cli: Cli, *arguments: str) -> dict[str, str]:
    return {step["path"]: step["gaps"][0]["url"] for step in report(cli, *arguments)["next"]}


def test_links_lead_to_the_host_once_it_has_the_commit(cli: Cli):
    start({"a.py": GAP, "b c.py": GAP})
    git("remote", "add", "origin", "git@github.com:owner/name.git")
    assert linked(cli)["a.py"] == "./a.py#L2"
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    there = f"https://github.com/owner/name/blob/{git('rev-parse', 'HEAD')}"
    assert linked(cli) == {"a.py": f"{there}/a.py#L2", "b c.py": f"{there}/b%20c.py#L2"}
    write({"a.py": f"\n{GAP}", "new.py": GAP})
    links = linked(cli)
    assert links["a.py"] == "./a.py#L3"
    assert links["new.py"] == "./new.py#L2"
    assert links["b c.py"].startswith(there)
    commit({}, day=1)
    assert linked(cli)["b c.py"] == "./b%20c.py#L2", "the new commit was not pushed yet"


def test_of_several_remotes_the_one_that_the_branch_follows_counts(cli: Cli):
    start({"a.py": GAP})
    for name, host in (("fork", "gitlab.com"), ("origin", "github.com"), ("own", "example.com")):
        git("remote", "add", name, f"https://{host}/owner/name")
        git("update-ref", f"refs/remotes/{name}/main", "HEAD")
    assert linked(cli)["a.py"].startswith("https://github.com/")
    git("branch", "-q", "--set-upstream-to", "fork/main")
    assert linked(cli)["a.py"].startswith("https://gitlab.com/")
    git("checkout", "-q", "--detach")
    assert linked(cli)["a.py"].startswith("https://github.com/")
    git("remote", "remove", "fork")
    git("remote", "remove", "origin")
    assert linked(cli)["a.py"] == "./a.py#L2", "nobody knows how example.com shows files"


def test_a_password_in_an_address_is_not_told(cli: Cli):
    start({"a.py": GAP})
    git("remote", "add", "origin", "https://user:hunter2@github.com/owner/name.git")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    for name in ("json", "markdown", "html"):
        told = cli("gaps", "report", "--output-format", name).out
        assert "https://github.com/owner/name/blob/" in told
        assert "hunter2" not in told


def test_local_links_lead_from_where_the_report_is(cli: Cli):
    start({"a.py": GAP, "lib/b.py": GAP})
    Path("out/deep").mkdir(parents=True)
    done = cli("gaps", "report", "--json", "--output-file", "out/deep/report.json", "lib")
    assert (done.status, done.out) == (0, "")
    told = json.loads(Path("out/deep/report.json").read_text())
    assert told["next"][0]["gaps"][0]["url"] == "../../lib/b.py#L2"
    os.chdir("lib")
    assert linked(cli) == {"lib/b.py": "./b.py#L2"}


# Where something lacks


def test_without_a_repository_there_is_no_trend(cli: Cli):
    write({"a.py": GAP})
    told = report(cli)
    assert (told["before"], told["trend"], told["now"]["commit"]) == (None, [], None)
    assert told["next"][0]["gaps"][0]["url"] == "./a.py#L2"
    (line,) = told["notes"]
    assert line.startswith("There is no trend: a git repository is needed")
    assert "as the files are: there is no commit" in cli("gaps", "report").out


def test_a_repository_without_commits_has_no_trend_yet(cli: Cli):
    git("init", "-q")
    write({"a.py": GAP})
    told = report(cli)
    assert told["now"]["counts"]["total"]["gap"] == 1
    assert "has none yet" in told["notes"][0]


def test_a_shallow_clone_says_what_it_does_not_know(cli: Cli, project: Path):
    start({"a.py": GAP})
    commit({"a.py": TWO_GAPS}, day=1)
    git("clone", "-q", "--depth=1", project.as_uri(), "clone")
    os.chdir("clone")
    told = report(cli)
    assert told["before"] is None
    assert told["notes"] == ["This is a shallow clone: what came before 2026-01-06 is not known."]


def test_files_that_went_wrong_are_named_and_decide_the_status(cli: Cli):
    start({"a.py": f"{GAP}def f(:\n", "b.py": GAP})
    done = cli("gaps", "report", "--json")
    assert done.status == 2
    assert "a.py" in done.err
    (line,) = json.loads(done.out)["notes"]
    assert line.startswith("1 file went wrong: ")
    assert line.endswith("a.py cannot be parsed.")
    assert cli("gaps", "report", "--unparsed", "warn").status == 0


def test_files_that_went_wrong_before_are_told(cli: Cli):
    start({"a.py": f"{GAP}def f(:\n"})
    commit({"b.py": GAP}, day=1)
    commit({"a.py": GAP}, day=2)
    told = report(cli)
    assert told["notes"] == ["2 earlier points of the trend with files that went wrong."]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--since", "nonsense"], "--since: expected a date"),
        (["--top", "0"], "--top"),
        (["--output-format", "pdf"], "--output-format"),
        (["-"], "standard input"),
        (["..", "--json"], "outside of"),
    ],
)
def test_wrong_usage_is_one_line(words: list[str], told: str, cli: Cli):
    start({"a.py": GAP})
    done = cli("gaps", "report", *words)
    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("\n") == 1


def test_a_corrupt_list_is_an_error_that_names_the_line(cli: Cli):
    start({"a.py": GAP, ".automation-gaps": "rubbish\n"})
    done = cli("gaps", "report")
    assert (done.status, done.out) == (2, "")
    assert ".automation-gaps:1" in done.err


@pytest.mark.parametrize("package", ["chartkick", "jinja2"])
def test_without_the_extra_one_line_says_how_to_get_it(
    package: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
):
    start({"a.py": GAP})
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == package else found(name)
    )
    done = cli("gaps", "report", "--output-format", "html", "--output-file", "report.html")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        f"flake8-automation: error: the HTML report needs {package}: "
        "pip install 'flake8-automation[report]'; --output-format markdown needs nothing\n"
    )
    assert not Path("report.html").exists()
    for name in ("markdown", "json"):
        assert cli("gaps", "report", "--output-format", name).status == 0


def test_a_library_that_is_not_where_it_was_is_missing_too(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    start({"a.py": GAP})
    (tmp_path / "chartkick").mkdir()
    (tmp_path / "chartkick" / "__init__.py").write_text("raise SystemExit(3)\n")
    monkeypatch.syspath_prepend(tmp_path)
    done = cli("gaps", "report", "--output-format", "html")
    assert done.status == 2
    assert "needs chartkick" in done.err


def test_markdown_and_json_load_nothing_of_the_page(cli: Cli):
    start({"a.py": GAP})
    kept = {n: sys.modules.pop(n) for n in list(sys.modules) if n.split(".")[0] == "jinja2"}
    try:
        assert cli("gaps", "report").status == 0
        assert "jinja2" not in sys.modules
        assert "chartkick" not in sys.modules
    finally:
        sys.modules.update(kept)


def test_it_says_on_stderr_what_it_read(cli: Cli):
    start({"a.py": TWO_GAPS, "b.py": f"{COVERED}def f(:\n", "link.py": ""})
    commit({"link.py": None}, day=1)
    Path("link.py").symlink_to("nowhere")
    told = cli("gaps", "report", "--output-file", "report.md").err.splitlines()[-1]
    assert told == "2 files read, 3 sites, 2 gaps, 2 commits of history"
    assert cli("gaps", "report", "--quiet", "a.py").err == ""
    assert re.search(r"\n\d+\.\d\d seconds\n$", cli("gaps", "report", "--verbose", "a.py").err)


def test_nobody_is_named_who_did_anything(cli: Cli):
    start({"a.py": GAP})
    commit({"a.py": COVERED}, day=1)
    for name in ("json", "markdown", "html"):
        told = cli("gaps", "report", "--output-format", name).out
        assert "A U Thor" not in told
        assert "author@example.com" not in told


# All formats say the same


def test_the_page_of_a_hostile_repository_says_what_the_json_says(
    cli: Cli, browser: Browser, tmp_path: Path
):
    names = [
        "<script>alert(1)</script>.py",
        "caf\udce9/x.py",
        f"{HIDDEN}.py",
        "q\"'.py",
        "d" * 200 + ".py",
    ]
    start(dict.fromkeys(names, TWO_GAPS))
    commit({names[0]: COVERED, names[1]: MEANT}, day=1)
    told = report(cli)
    assert {step["path"] for step in told["next"]} == set(names[2:])
    file = tmp_path / "report.html"
    assert cli("gaps", "report", "--output-format", "html", "--output-file", str(file)).status == 0
    browser.width(1100)
    browser.media()
    browser.open(file)
    assert browser.complaints() == []
    assert len(browser.requests()) == 1
    shown, total = view(told, 25), counts(told["now"]["counts"]["total"])
    for name, rows in (("rules", shown.rules), ("folders", shown.folders)):
        found = browser.ask(f"({ROWS})('{name}')")
        assert [row[1:] for row in found] == [*(counts(row["now"]) for row in rows), total]
    places = browser.ask("[...document.querySelectorAll('#next .where a')].map(a => a.href)")
    assert all(Path(os.fsdecode(_path_of(place))).is_file() for place in places)
    assert browser.ask(
        "[...document.querySelectorAll('#waivers .what')].map(e=>e.textContent)"
    ) == ["a server"]


def _path_of(address: str) -> bytes:
    from urllib.parse import unquote_to_bytes, urlsplit

    return unquote_to_bytes(urlsplit(address).path)


FILES = st.dictionaries(
    st.sampled_from(["a.py", "b.py", "lib/c.py", "lib/tests/d.py", "x|y/`e`.py", "caf\udce9.py"]),
    st.sampled_from([GAP, TWO_GAPS, COVERED, WAIVED, NOTHING, ASKS, MEANT]),
    min_size=1,
    max_size=5,
)


def output(*words: str) -> str:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
        assert main(list(words)) == 0
    return told.getvalue()


def in_a_folder(test: Callable[[], None]) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        test()


@settings(max_examples=15)
@given(st.lists(FILES, min_size=1, max_size=4), st.booleans())
def test_report_gaps_check_and_history_agree(states, is_accepted):
    def agree() -> None:
        make_repository({"keep.txt": "x"})
        for files in states:
            git("rm", "-q", "-r", "--ignore-unmatch", "*.py")
            write(files)
            git("add", "-A")
            git("commit", "-q", "--allow-empty", "-m", "more")
        if is_accepted:
            output("gaps", "accept", "--reason", "so")
        told = json.loads(output("gaps", "report", "--json", "--every", "commit"))
        now = told["now"]["counts"]
        gaps = json.loads(output("gaps", "--json"))
        assert now == {name: gaps[name] for name in now}
        head = json.loads(output("gaps", "history", "--json", "--every", "commit"))["history"]
        assert len(told["trend"]) == len(head) == len(states) + 1
        for point, row in zip(told["trend"], head, strict=True):
            assert point["commit"] == row["commit"]
            assert all(point["counts"][name] == row[name] for name in point["counts"])
        for name in ("total", "rules", "priorities"):
            assert told["trend"][-1]["counts"][name] == now[name]
        rows = json.loads(output("check", "--json", "--exit-zero"))
        listed = [(g["code"], g["path"], g["line"]) for s in told["next"] for g in s["gaps"]]
        here = os.getcwd()
        checked = [
            (r["code"], os.path.relpath(r["filename"], here), r["location"]["row"]) for r in rows
        ]
        assert sorted(listed) == sorted(checked)
        assert len(listed) == now["total"]["gap"]
        assert len(told["waivers"]) == now["total"]["waived"]
        assert len(told["accepted"]) == (now["total"]["gap"] if is_accepted else 0)
        page = output("gaps", "report", "--output-format", "html", "--every", "commit")
        assert re.search(rf'<dt>Gaps</dt><dd class="figure"><data value="{len(listed)}">', page)
        assert f"\n| Gaps | {len(listed)} |" in output("gaps", "report")

    in_a_folder(agree)
