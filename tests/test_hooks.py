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
FILES = {
    "gap.py": GAP,
    "covered.py": GAP.replace(")", ", timeout=5)"),
    "script": f"#!/usr/bin/env python3\n{GAP}",
    "notes.txt": GAP,
}


def run(*command: str, cwd: Path, timeout: int = 60) -> subprocess.CompletedProcess[str]:
    # A hook of git runs with variables that name *its* repository.
    environment = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "PRE_COMMIT_COLOR": "never"}
    for name in ("PYTHONPATH", "PRE_COMMIT_HOME"):
        environment.pop(name, None)
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
def tried(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `pre-commit try-repo` says, and the repository in which it ran both hooks."""
    ours = tmp_path_factory.mktemp("ours")
    shutil.copytree(
        HERE / "flake8_automation",
        ours / "flake8_automation",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(HERE / name, ours)
    commit_all(ours)
    theirs = tmp_path_factory.mktemp("theirs")
    for name, text in FILES.items():
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
