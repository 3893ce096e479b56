"""Git repositories to work on."""

import os
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(*words: str, cwd: Path | None = None, at: str = "") -> str:
    """What git prints, without the last newline. Fails where git does. Commits are made `at` a
    time, if one is given.
    """
    when = {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at} if at else {}
    done = subprocess.run(
        ["git", *words],
        cwd=cwd,
        env=os.environ | ENVIRONMENT | when,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.removesuffix("\n")


def make_repository(files: dict[str, str | bytes]) -> None:
    """A repository in the working directory, with these files in its one commit."""
    git("init", "-q", "-b", "main")
    for name, value in {
        "user.name": "A U Thor",
        "user.email": "author@example.com",
        "commit.gpgsign": "false",
        "core.autocrlf": "false",
        "gc.auto": "0",
    }.items():
        git("config", name, value)
    write(files)
    git("add", "-A")
    git("commit", "-q", "-m", "all")


def write(files: dict[str, str | bytes]) -> None:
    """Write files below the working directory."""
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def command(program: str) -> str:
    """A command line that runs a Python program. It must hold neither `"` nor `$`."""
    return f'{sys.executable} -c "{program}"'
