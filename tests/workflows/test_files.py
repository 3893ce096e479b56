"""Workflow files in a run: which are found, how they are told, waived, accepted and remembered."""

import json
import time
from pathlib import Path

import pytest

from flake8_automation import engine
from flake8_automation.files.discover import discover
from flake8_automation.files.facts import facts
from flake8_automation.files.project import project
from flake8_automation.languages import Language, language_of
from flake8_automation.model import BrokenKind, Facts, Status
from flake8_automation.registry import rules_for
from flake8_automation.settings import Settings
from flake8_automation.source import Source
from tests.conftest import Cli
from tests.history.samples import commit, rows, start
from tests.repositories import make_repository, write

PATH = ".github/workflows/ci.yml"
GAP = "on: push\njobs:\n  a:\n    runs-on: x\n"
RULES = rules_for(Language.WORKFLOW)
JOB = next(rule for rule in RULES if rule.code == "AUT402")
SETTINGS = Settings(select=("AUT402",))


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (".github/workflows/ci.yml", True),
        ("sub/.github/workflows/ci.yaml", True),
        (".github/actions/a/action.yml", True),
        (".github/actions/a/b/action.yaml", True),
        (".github/actions/action.yml", True),
        (".github/workflows/deep/ci.yml", False),
        (".github/actions/a/other.yml", False),
        (".github/dependabot.yml", False),
        ("x.github/workflows/ci.yml", False),
        (".github/workflows/ci.yml.txt", False),
        (".github/workflows/tool.py", False),
        ("action.yml", False),
    ],
)
def test_the_path_says_what_a_workflow_is(path: str, is_one: bool) -> None:
    for spelled in (path, f"/x/{path}"):
        assert (language_of(spelled) is Language.WORKFLOW) is is_one


def test_a_relative_path_is_read_from_where_it_stands(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({PATH: GAP})
    monkeypatch.chdir(project / ".github" / "workflows")
    assert language_of("ci.yml") is Language.WORKFLOW
    assert discover(["."], Settings()).paths == ["ci.yml"]


def test_workflows_are_found_with_the_python_files(cli: Cli) -> None:
    write({PATH: GAP, ".github/actions/a/action.yml": "runs: {}\n", "a.yml": GAP, "m.py": ""})
    write({".github/dependabot.yml": GAP, "sub/.github/workflows/x.yaml": GAP})
    found = discover(["."], Settings()).paths
    assert found == [
        *(".github/actions/a/action.yml", PATH, "m.py", "sub/.github/workflows/x.yaml")
    ]
    done = cli("check", "--select", "AUT402")
    assert done.status == 1
    assert done.out == "".join(
        f"{path}:3:3: AUT402 job `a` has no timeout-minutes and can hang for six hours; "
        "set timeout-minutes\n"
        for path in (PATH, "sub/.github/workflows/x.yaml")
    )


def test_what_git_ignores_or_a_setting_excludes_is_left_out(cli: Cli) -> None:
    make_repository({PATH: GAP, ".gitignore": "b.yml\n"})
    write({".github/workflows/b.yml": GAP, ".github/workflows/c.yml": GAP})
    assert discover(["."], Settings()).paths == [".github/workflows/c.yml", PATH]
    assert discover(["."], Settings(extend_exclude=(".github",))).paths == []


def test_standard_input_has_the_language_of_its_name(cli: Cli) -> None:
    data = GAP.encode()
    done = cli("check", "--select=AUT402", "-", "--stdin-filename", PATH, stdin=data)
    assert done.out.startswith(f"{PATH}:3:3: AUT402 ")
    fixed = cli(
        *("fix", "--unsafe-fixes", "--select=AUT402", "-", "--stdin-filename", PATH), stdin=data
    )
    assert fixed.out == f"{GAP}    timeout-minutes: 30\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_fix_keeps_line_ends_and_bytes(cli: Cli, newline: str, bom: bytes) -> None:
    text = GAP.replace("\n", newline)
    write({PATH: bom + text.encode()})
    assert cli("fix", "--unsafe-fixes", "--select=AUT402").status == 0
    assert Path(PATH).read_bytes() == bom + f"{text}    timeout-minutes: 30{newline}".encode()


def test_a_file_that_does_not_end_its_last_line_is_fixed(cli: Cli) -> None:
    write({PATH: GAP.rstrip()})
    assert cli("fix", "--unsafe-fixes", "--select=AUT402").status == 0
    assert Path(PATH).read_text() == f"{GAP}    timeout-minutes: 30"


# What is wrong with a file


BROKEN = {
    "a:\n\tb: 1\n": ":2:1: cannot be parsed: found character that cannot start any token",
    "a: 1\na: 2\n": ":2:1: cannot be parsed: the key 'a' stands twice in one mapping",
    "- a\n": ": cannot be judged: it is no workflow: it is a list",
    "text\n": ": cannot be judged: it is no workflow: it is a text",
    "": ": cannot be judged: it is no workflow: it is empty",
    "# nothing\n": ": cannot be judged: it is no workflow: it is empty",
    "name: x\n": ": cannot be judged: it is no workflow: it has no jobs",
    "{% raw %}\njobs: {{ x }}\n": (
        ":1:2: cannot be parsed: found character that cannot start any token"
    ),
    "jobs: &a [*a]\n": ":1:11: cannot be parsed: the alias 'a' stands in what it names",
    "[" * 5000: ":1:1001: cannot be parsed: exceeded maximum nesting depth",
    "jobs: \x07\n": ": cannot be parsed: control characters are not allowed",
}


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("command", ["check", "fix"])
def test_what_is_wrong_is_said_in_one_line_and_the_run_goes_on(
    cli: Cli, command: str, text: str
) -> None:
    write({PATH: text, ".github/workflows/good.yml": GAP})
    done = cli(command, "--select=AUT402")
    assert done.status == 2
    assert [line for line in done.err.splitlines() if line.startswith(PATH)] == [
        f"{PATH}{BROKEN[text]}"
    ]
    assert ".github/workflows/good.yml:3:3: AUT402" in done.out
    assert Path(PATH).read_text() == text


def test_what_is_not_utf_8_is_said(cli: Cli) -> None:
    write({PATH: b"# coding: latin-1\njobs: \xe9\n"})
    done = cli("check")
    assert done.status == 2
    assert f"{PATH}: cannot be decoded: not utf-8: " in done.err


def test_unparsed_workflows_may_be_no_more_than_a_warning(cli: Cli) -> None:
    write({PATH: "a: b: c\n"})
    assert cli("check", "--unparsed=warn").status == 0


def test_a_bomb_is_judged_in_no_time() -> None:
    bomb = "x0: &x0 [a, a, a, a, a, a, a, a, a]\n" + "".join(
        f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 9)}]\n" for i in range(1, 60)
    )
    text = bomb + GAP.replace("runs-on: x", "runs-on: *x59\n    steps: *x59")
    started = time.monotonic()
    checked = engine.check(Source(PATH, text), RULES, Settings(), Facts(PATH), marked=True)
    assert checked.broken is None
    assert "AUT402" in {site.code for site in checked.gaps()}
    assert time.monotonic() - started < 10


def test_a_bomb_of_jobs_is_judged_in_no_time() -> None:
    text = "on: push\njobs:\n  j0: &j0\n    runs-on: x\n    steps: &s [{run: make}]\n"
    text += "".join(f"  j{i}: {{runs-on: x, steps: *s}}\n" for i in range(1, 300))
    checked = engine.check(Source(PATH, text), (JOB,), Settings(), Facts(PATH))
    assert len(checked.gaps()) == 300


def test_ten_thousand_jobs_are_fixed() -> None:
    number = 10_000
    job = "  j{}:\n    runs-on: x\n    steps:\n      - run: make\n"
    text = "on: push\njobs:\n" + "".join(map(job.format, range(number)))
    settings = Settings(unsafe_fixes=True)
    fixed = engine.fix(Source(PATH, text), (JOB,), settings, Facts(PATH))
    assert len(fixed.done) == number
    assert fixed.text == text.replace("runs-on: x\n", "runs-on: x\n    timeout-minutes: 30\n")


def test_a_file_beyond_measure_is_not_judged() -> None:
    checked = engine.check(Source(PATH, "#" * 1_000_001), RULES, Settings(), Facts(PATH))
    assert checked.broken
    assert checked.broken.kind is BrokenKind.UNJUDGED


# Waivers


@pytest.mark.parametrize(
    ("comment", "status"),
    [
        ("# noqa: AUT402", Status.WAIVED),
        ("# noqa", Status.WAIVED),
        ("# why # NOQA:E501,AUT4", Status.WAIVED),
        ("# automation: ignore[AUT402] it is watched", Status.WAIVED),
        ("# automation: ignore[job-without-timeout]", Status.WAIVED),
        ("# noqa: AUT403", Status.GAP),
        ("# automation: ignore[AUT401] other", Status.GAP),
    ],
)
@pytest.mark.parametrize("place", ["on the line", "above"])
def test_comments_waive(place: str, comment: str, status: Status) -> None:
    above = f"  {comment}\n  a:\n" if place == "above" else f"  a: {comment}\n"
    text = GAP.replace("  a:\n", above)
    (site,) = engine.check(Source(PATH, text), (JOB,), Settings(), Facts(PATH)).sites
    assert site.status is status
    if "watched" in comment:
        assert site.reason == "it is watched"


def test_a_comment_behind_something_else_or_in_a_text_waives_nothing() -> None:
    for above in ("  b: x # noqa: AUT402\n", "  b: |\n    # noqa: AUT402\n"):
        text = GAP.replace("  a:\n", f"{above}  a:\n")
        (site,) = engine.check(Source(PATH, text), (JOB,), Settings(), Facts(PATH)).sites
        assert site.status is Status.GAP


def test_flake8s_comment_for_a_whole_file_waives_it_all() -> None:
    (site,) = engine.check(
        Source(PATH, f"# flake8: noqa\n{GAP}"), (JOB,), Settings(), Facts(PATH)
    ).sites
    assert site.status is Status.WAIVED


# The list of accepted gaps, and the history


def test_an_accepted_job_stays_accepted_while_it_changes(cli: Cli) -> None:
    make_repository({PATH: GAP})
    assert cli("gaps", "accept", "--select=AUT402", "--reason", "as it was").status == 0
    write({PATH: GAP.replace("runs-on: x", "runs-on: y\n    name: more")})
    assert cli("gaps", "check", "--select=AUT402").status == 0
    write({PATH: GAP + "  b:\n    runs-on: x\n"})
    done = cli("gaps", "check", "--select=AUT402")
    assert done.status == 1
    assert "job `b`" in done.out
    assert "job `a`" not in done.out


def test_history_counts_workflows(cli: Cli) -> None:
    start({PATH: GAP, "m.py": "x = 1\n"})
    commit({PATH: GAP + "    timeout-minutes: 5\n"}, day=1)
    commit({PATH: "jobs: [\n"}, day=2)
    found = rows(cli, "--select=AUT402")
    assert [row["total"]["gap"] for row in found] == [1, 0, 0]
    assert [row["files"] for row in found] == [2, 2, 2]
    assert [len(row["problems"]) for row in found] == [0, 0, 1]


def test_history_tells_a_workflow_what_the_commit_holds(cli: Cli) -> None:
    steps = "    steps:\n      - uses: actions/setup-python@v5\n"
    start({PATH: f"{GAP}{steps}      - run: pip install -r requirements.txt\n"})
    commit({"requirements.txt": "x\n"}, day=1)
    commit({"requirements.txt": None}, day=2)
    found = rows(cli, "--select=AUT401")
    assert [row["total"]["gap"] for row in found] == [0, 1, 0]


def test_gaps_of_workflows_travel_in_every_format(cli: Cli) -> None:
    write({PATH: GAP})
    found = json.loads(cli("check", "--json", "--select=AUT402").out)
    assert [row["code"] for row in found] == ["AUT402"]
    assert found[0]["url"].endswith("/rules/workflow/job_without_timeout.md")
    assert found[0]["fix"]["applicability"] == "unsafe"
    assert "AUT402" in cli("check", "--output-format=sarif", "--select=AUT402").out
    assert "AUT402" in cli("rules").out
    assert cli("rule", "AUT402").out.startswith("# job-without-timeout (AUT402)")


# What is known of the repository


def known(files: dict[str, str], data: str):
    return project(
        files, lambda name: files[name].encode() if name in files else None, data.encode()
    )


def test_dependencies_are_told_to_who_sets_something_up() -> None:
    files = {
        **dict.fromkeys(
            ("requirements.txt", "docs/requirements-dev.txt", "requirements/a.txt"), ""
        ),
        **dict.fromkeys(("uv.lock", "sub/package-lock.json", "m.py", "notes.txt"), ""),
        "node_modules/x/package.json": "",
    }
    assert known(files, "uses: actions/setup-python@v5").dependencies == {
        *("requirements.txt", "docs/requirements-dev.txt", "requirements/a.txt"),
        *("uv.lock", "sub/package-lock.json"),
    }
    assert known(files, "run: make").dependencies == frozenset()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pytest.ini", "[pytest]\naddopts = -q\n    --junitxml=x\n"),
        (".pytest.ini", "[pytest]\naddopts = -q --junitxml=x\n"),
        ("tox.ini", "[pytest]\naddopts = -q --junitxml=x\n"),
        ("setup.cfg", "[tool:pytest]\naddopts = -q --junitxml=x\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\naddopts = '-q --junitxml=x'\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\naddopts = ['-q', '--junitxml=x']\n"),
        ("pyproject.toml", "[tool.pytest]\naddopts = ['-q', '--junitxml=x']\n"),
    ],
)
def test_what_pytest_is_told_by_its_configuration(name: str, text: str) -> None:
    for folder in ("", "sub"):
        path = f"{folder}/{name}" if folder else name
        ((place, options),) = known({path: text}, "run: pytest").addopts
        assert place == folder
        assert options.split() == ["-q", "--junitxml=x"]
    assert known({name: text}, "run: make").addopts == ()


@pytest.mark.parametrize("name", ["pytest.ini", "pyproject.toml", "setup.cfg"])
@pytest.mark.parametrize("text", ["addopts", "addopts = [", "[tool]\npytest = 'addopts'\n", "\xff"])
def test_a_broken_configuration_says_nothing(name: str, text: str) -> None:
    assert known({name: text}, "run: pytest").addopts == ()


def test_called_workflows_and_actions_are_followed() -> None:
    files = {
        ".github/workflows/a.yml": "uses: ./.github/workflows/b.yaml # c",
        ".github/workflows/b.yaml": "uses: ./.github/workflows/a.yml",
        "tools/set-up/action.yaml": "runs: 1",
        ".github/workflows/other.yml": "on: push",
        "../out/action.yml": "no",
    }
    data = "uses: './.github/workflows/a.yml'\n- uses: ./tools/set-up/\n- uses: ./../out\n"
    followed = [path for path, _ in known(files, data).texts]
    assert followed == [
        *(".github/workflows/a.yml", ".github/workflows/b.yaml", "tools/set-up/action.yaml")
    ]


def test_the_repository_is_the_one_that_holds_the_workflow(cli: Cli) -> None:
    data = "uses: actions/setup-node@v4\n"
    make_repository({PATH: data, "yarn.lock": "", ".gitignore": "Gemfile.lock\n"})
    write({"sub/.github/workflows/x.yml": data, "sub/uv.lock": "", "Gemfile.lock": ""})
    told = facts(PATH, data.encode())
    assert told.path == PATH
    assert facts(PATH) == told
    assert told.project.dependencies == {"yarn.lock", "sub/uv.lock"}
    inner = facts("sub/.github/workflows/x.yml", data.encode())
    assert inner.project.dependencies == {"uv.lock"}


def test_without_git_all_files_are_listed(cli: Cli) -> None:
    data = "uses: actions/setup-node@v4\n"
    write({PATH: data, "yarn.lock": "", "deep/package.json": "", "node_modules/package.json": ""})
    told = facts(PATH, data.encode())
    assert told.project.dependencies == {"yarn.lock", "deep/package.json"}
