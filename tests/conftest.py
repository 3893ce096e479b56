"""What all tests share."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from flake8_automation.cli import main

pytest_plugins = ["tests.skips"]  # a skip fails where FLAKE8_AUTOMATION_NO_SKIPS is set

# A busy machine is no failure: neither an example nor its making has a limit of time.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


class Outcome(NamedTuple):
    """What one run of the command did."""

    status: int
    out: str
    err: str


Cli = Callable[..., Outcome]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory in which no configuration and no terminal is found."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name in ("NO_COLOR", "FORCE_COLOR", "XDG_STATE_HOME", "GITHUB_ACTIONS", "GITHUB_BASE_REF"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def cli(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run the command in this process."""

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main(list(arguments))
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture
def process(project: Path) -> Cli:
    """Run the command in a process of its own, where what happens to processes matters."""

    def run(*arguments: str, **options: object) -> Outcome:
        command = [sys.executable, "-m", "flake8_automation", *arguments]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        done = subprocess.run(command, text=True, timeout=60, check=False, **streams)
        return Outcome(done.returncode, done.stdout or "", done.stderr or "")

    return run
