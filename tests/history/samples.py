"""Files whose sites are known, and histories made of them."""

import json
from pathlib import Path
from typing import Any

from tests.conftest import Cli
from tests.repositories import git, make_repository, write

GAP = "import subprocess\nsubprocess.run(['make'])\n"
TWO_GAPS = GAP + "subprocess.call(['make', 'all'])\n"
COVERED = "import subprocess\nsubprocess.run(['make'], timeout=5)\n"
WAIVED = "import subprocess\nsubprocess.run(['make'])  # noqa: AUT101\n"
NOTHING = "x = 1\n"
BROKEN = "import subprocess\nsubprocess.run(['make'])\ndef f(:\n"
SCRIPT = f"#!/usr/bin/env python3\n{GAP}"
# A command line only where the project installs `main`: there is no main guard.
COMMAND = """\
import argparse


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*")
    args = parser.parse_args()
    for path in args.paths:
        print(path, len(path))
"""


def start(files: dict[str, str | bytes]) -> None:
    """A repository in the working directory, with one commit a day from 2026-01-05, a Monday."""
    make_repository(files)
    git("commit", "-q", "--amend", "--reset-author", "--no-edit", at=_date(0))


def commit(files: dict[str, str | bytes | None], *, day: int) -> str:
    """Change files (None: remove) and commit that, so many days after the first commit."""
    write({name: content for name, content in files.items() if content is not None})
    for name, content in files.items():
        if content is None:
            Path(name).unlink()
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "more", at=_date(day))
    return git("rev-parse", "HEAD")


def _date(day: int) -> str:
    return f"2026-01-{5 + day:02}T12:00:00Z"


def rows(cli: Cli, *arguments: str) -> list[dict[str, Any]]:
    """The rows of `gaps history --json --every commit`, unless the arguments say otherwise."""
    words = arguments if "--every" in arguments else ("--every", "commit", *arguments)
    done = cli("gaps", "history", "--json", *words)
    assert done.status in {0, 2}, done.err
    history: list[dict[str, Any]] = json.loads(done.out)["history"]
    return history


def numbers(cli: Cli, *arguments: str) -> list[tuple[int, int, int]]:
    """Of each row what is covered, a gap, and waived."""
    totals = [row["total"] for row in rows(cli, *arguments)]
    return [(total["covered"], total["gap"], total["waived"]) for total in totals]
