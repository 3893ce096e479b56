"""Our formats inside of flake8: the same rows as those of `check`, and what other plugins say."""

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from flake8.main.cli import main as flake8_main

from flake8_automation import output
from flake8_automation.hosts.flake8_plugin import Plugin
from tests.conftest import Cli
from tests.output.nasty import GAPS_THAT_PARSE, NASTY
from tests.output.readers import READERS

SHARED = sorted(set(output.format_names()) - {"text"})  # `text` is what flake8 prints by itself
FORMATS = pytest.mark.parametrize("form", SHARED)


Flake8 = Callable[..., str]


@pytest.fixture
def flake8(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Flake8:
    """Run flake8 in this process, and give what it prints."""
    monkeypatch.setattr(Plugin, "settings", Plugin.settings)

    def run(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["flake8", "-j1", *words])
        capsys.readouterr()
        flake8_main()
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return run


def test_every_format_is_a_formatter() -> None:
    names = {point.name for point in entry_points(group="flake8.report")}
    assert {f"automation-{form}" for form in SHARED} <= names


@FORMATS
def test_rows_are_those_of_check(form: str, nasty: Path, cli: Cli, flake8: Flake8) -> None:
    ours = flake8("--select", "AUT", f"--format=automation-{form}")
    assert sorted(READERS[form](ours)) == GAPS_THAT_PARSE
    # files that do not parse are E999 to flake8, and come in another order
    Path("broken.py").unlink()
    theirs = cli("check", "--output-format", form, "-q").out
    if form not in {"sarif", "github"}:
        assert sorted(ours.splitlines()) == sorted(theirs.splitlines())


@FORMATS
def test_a_file_is_replaced(form: str, nasty: Path, flake8: Flake8) -> None:
    shown = flake8("--select", "AUT", f"--format=automation-{form}")
    for _ in range(2):
        words = ["--select", "AUT", f"--format=automation-{form}", "--output-file", "new/out"]
        assert flake8(*words) == ""
        assert Path("new/out").read_bytes().decode() == shown
    assert flake8(*words, "--tee") == shown


@FORMATS
def test_nothing_to_report(form: str, project: Path, flake8: Flake8) -> None:
    Path("a.py").write_text("x = 1\n")
    assert READERS[form](flake8(f"--format=automation-{form}")) == []


def test_what_others_report_is_told_as_well(project: Path, flake8: Flake8) -> None:
    Path("a.py").write_text("import os\n")
    Path("b.py").write_text("def f(:\n")
    github = flake8("--format=automation-github").splitlines()
    assert [line.split("title=")[1].split("::")[0] for line in github] == ["F401 (P1)", "E999 (P1)"]
    (run,) = json.loads(flake8("--format=automation-sarif"))["runs"]
    known = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    for result in run["results"]:
        assert known[result["ruleId"]]["shortDescription"]["text"]
    issues = json.loads(flake8("--format=automation-gitlab"))
    assert [issue["check_name"] for issue in issues] == ["F401", "E999"]
    for form in SHARED:
        assert "F401" in flake8(f"--format=automation-{form}")


@FORMATS
def test_statistics_do_not_break_it(form: str, project: Path, flake8: Flake8) -> None:
    Path("a.py").write_text(NASTY["plain.py"])
    plain = flake8(f"--format=automation-{form}")
    assert flake8(f"--format=automation-{form}", "--statistics", "--benchmark") == plain


def test_on_several_processes(nasty: Path) -> None:
    command = [sys.executable, "-m", "flake8", "-j2", "--select=AUT", "--format=automation-gitlab"]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert done.stderr == b""
    assert sorted(READERS["gitlab"](done.stdout.decode())) == GAPS_THAT_PARSE
