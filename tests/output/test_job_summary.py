"""The summary of a job: what `check` appends where GitHub Actions runs it."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Cli

RUN = "import subprocess\n"
GAP = 'subprocess.run(["a"])\n'


def git(*words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], check=True, timeout=60)


@pytest.fixture
def summary(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the summary, in which an earlier step has written."""
    file = tmp_path / "summary.md"
    file.write_text("before\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    git("init", "-q", "-b", "main")
    Path("old.py").write_text(RUN + GAP)
    git("add", ".")
    git("commit", "-qm", "base")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    return file


def test_counts_and_what_to_close_first(summary: Path, cli: Cli) -> None:
    Path("new.py").write_text(RUN + GAP * 2 + 'subprocess.run(["a"], timeout=1)\n')
    assert cli("check").status == 1
    text = summary.read_text()
    assert text.startswith("before\n## Automation gaps\n\n")
    assert "| AUT101 | subprocess-without-timeout | 1 | 3 | 0 | 25.0 % |" in text
    assert "new.py" in text
    assert "The working tree" not in text


def test_the_change_of_a_pull_request(
    summary: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    Path("new.py").write_text(RUN + GAP)
    Path("old.py").write_text("")
    assert cli("check", "--no-cache").status == 1
    text = summary.read_text()
    assert "Worse: 1 new, 1 closed, 0 moved" in text
    assert "**New**\n\n- AUT101 `new.py:2`" in text
    assert not Path(".flake8_automation_cache").exists()


def test_what_the_base_did_since_then_does_not_count(
    summary: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    git("checkout", "-qb", "topic")
    git("checkout", "-q", "main")
    Path("theirs.py").write_text(RUN + GAP)
    git("add", ".")
    git("commit", "-qm", "meanwhile")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("checkout", "-q", "topic")
    Path("new.py").write_text(RUN + GAP)
    cli("check")
    assert "Worse: 1 new, 0 closed, 0 moved" in summary.read_text()


def test_a_base_that_is_not_here(summary: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    assert cli("check").status == 1
    assert "No comparison: origin/release" in summary.read_text()


def test_only_with_annotations(summary: Path, cli: Cli) -> None:
    cli("check", "--output-format", "text")
    cli("check", "--output-format", "sarif", "--output-file", "out.sarif")
    assert summary.read_text() == "before\n"


def test_accepted_gaps_are_still_gaps(summary: Path, cli: Cli) -> None:
    cli("gaps", "accept", "--reason", "old")
    assert cli("check", "--accepted").status == 0
    assert "| AUT101 | subprocess-without-timeout | 0 | 1 | 0 | 0.0 % |" in summary.read_text()


def test_a_summary_that_cannot_be_written(
    summary: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "/nowhere/summary.md")
    result = cli("check")
    assert result.status == 1
    assert result.err.startswith(
        "the summary of the job cannot be written: No such file or directory\n"
    )
