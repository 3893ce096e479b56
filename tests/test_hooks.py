"""Our hooks, run by pre-commit itself in an environment that it builds itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
GAP = 'import subprocess\n\nsubprocess.run(["a"])\n'
FIXED = 'import subprocess\n\nsubprocess.run(["a"], timeout=1800)\n'
WORKFLOW = ".github/workflows/ci.yml"
FILES = {
    WORKFLOW: "on: push\njobs:\n  a:\n    runs-on: x\n",
    ".github/dependabot.yml": "version: 2\n",
    "gap.py": GAP,
    "covered.py": GAP.replace(")", ", timeout=5)"),
    "script": f"#!/usr/bin/env python3\n{GAP}",
    "notes.txt": GAP,
}


CONFIGURATION = """\
repos:
  - repo: {}
    rev: {}
    hooks:
      - id: flake8-automation-gaps-check
"""


def run(
    *command: str, cwd: Path, timeout: int = 60, **more: str
) -> subprocess.CompletedProcess[str]:
    # A hook of git runs with variables that name *its* repository.
    environment = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "PRE_COMMIT_COLOR": "never"}
    for name in ("PYTHONPATH", "PRE_COMMIT_HOME"):
        environment.pop(name, None)
    environment |= more
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def commit_all(folder: Path) -> None:
    run("git", "init", "-q", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    assert run("git", *identity, "commit", "-qm", "all", cwd=folder).returncode == 0


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of what pre-commit installs."""
    ours = tmp_path_factory.mktemp("ours")
    shutil.copytree(
        HERE / "flake8_automation",
        ours / "flake8_automation",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(HERE / name, ours)
    commit_all(ours)
    return ours


@pytest.fixture(scope="module")
def tried(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `pre-commit try-repo` says, and the repository in which it ran the hooks."""
    theirs = tmp_path_factory.mktemp("theirs")
    for name, text in FILES.items():
        (theirs / name).parent.mkdir(parents=True, exist_ok=True)
        (theirs / name).write_text(text)
    (theirs / "script").chmod(0o755)
    commit_all(theirs)
    command = (sys.executable, "-m", "pre_commit", "try-repo", str(ours), "--all-files", "-v")
    done = run(*command, cwd=theirs, timeout=500)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout, theirs


def section(output: str, hook: str) -> str:
    """What is said of one hook: its line, and what follows up to the next one."""
    lines = output.splitlines()
    first = next(n for n, line in enumerate(lines) if line == f"- hook id: {hook}")
    others = (n for n, line in enumerate(lines) if line.startswith("- hook id:") and n > first)
    return "\n".join(lines[first - 1 : next(others, len(lines) + 1) - 1])


def test_the_check_reports_the_gaps_of_python_files(tried: tuple[str, Path]) -> None:
    said = section(tried[0], "flake8-automation")
    assert "Failed" in said.splitlines()[0]
    assert "- exit code: 1" in said
    assert "files were modified" not in said
    assert "\ngap.py:3:1: AUT101 " in said
    assert "\nscript:4:1: AUT101 " in said
    assert "3 files read, 2 gaps, 2 fixable" in said
    assert "Traceback" not in tried[0]


def test_the_fix_closes_them(tried: tuple[str, Path]) -> None:
    said = section(tried[0], "flake8-automation-fix")
    assert "Failed" in said.splitlines()[0]
    assert "- files were modified by this hook" in said
    assert "- exit code" not in said
    assert "\ngap.py:3:1: AUT101 fixed: Add timeout=1800\n" in said
    after = {name: (tried[1] / name).read_text() for name in FILES}
    assert after == FILES | {"gap.py": FIXED, "script": f"#!/usr/bin/env python3\n{FIXED}"}
    assert os.access(tried[1] / "script", os.X_OK)


def test_the_third_hook_reports_the_gaps_of_workflows(tried: tuple[str, Path]) -> None:
    said = section(tried[0], "flake8-automation-workflows")
    assert "Failed" in said.splitlines()[0]
    assert "- exit code: 1" in said
    assert f"\n{WORKFLOW}:3:3: AUT402 " in said
    assert "1 file read, 1 gap, 1 fixable" in said
    assert WORKFLOW not in section(tried[0], "flake8-automation")


def test_the_ratchet_lets_nothing_new_be_pushed(ours: Path, tmp_path: Path) -> None:
    theirs, remote, store = (tmp_path / name for name in ("theirs", "remote", "store"))
    theirs.mkdir()
    head = run("git", "rev-parse", "HEAD", cwd=ours).stdout.strip()
    (theirs / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(ours, head))
    (theirs / "gap.py").write_text(GAP)
    run("git", "init", "-q", cwd=theirs)
    accept = ("gaps", "accept", "--reason", "as it was")
    assert run(sys.executable, "-m", "flake8_automation", *accept, cwd=theirs).returncode == 0
    commit_all(theirs)
    run("git", "init", "-q", "--bare", str(remote), cwd=tmp_path)
    pre_commit = (sys.executable, "-m", "pre_commit", "install", "--hook-type", "pre-push")
    assert run(*pre_commit, cwd=theirs).returncode == 0

    def push() -> subprocess.CompletedProcess[str]:
        command = ("git", "push", str(remote), "HEAD:refs/heads/main")
        return run(*command, cwd=theirs, timeout=500, PRE_COMMIT_HOME=str(store))

    passed = push()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "flake8-automation (gaps check)" in passed.stdout + passed.stderr
    (theirs / "new.py").write_text(GAP)
    commit_all(theirs)
    stopped = push()
    assert stopped.returncode == 1
    said = stopped.stdout + stopped.stderr
    assert "new.py:3:1: AUT101 " in said
    assert "gap.py:3:1" not in said
    assert "- exit code: 1" in said
    there = run("git", "rev-parse", "main", cwd=remote).stdout
    assert there == run("git", "rev-parse", "HEAD~", cwd=theirs).stdout
