"""`fix` and the list: what it closes it drops, and what is taken back comes back."""

import sys
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.repositories import command, git, make_repository, write

LIST = Path(".automation-gaps")
GAP = "import subprocess as s\ns.run(x)\n"
ASKS = "answer = input(x)\n"


def accepted(cli: Cli, files: dict[str, str | bytes]) -> bytes:
    """A repository whose gaps are accepted, and all of it committed; the list."""
    make_repository(files)
    assert cli("gaps", "accept", "--reason", "as it was").status == 0
    git("add", "-A")
    git("commit", "-q", "-m", "list")
    return LIST.read_bytes()


def paths() -> list[str]:
    """The paths in the list."""
    return [line.split()[1] for line in LIST.read_text().splitlines()]


def test_what_is_fixed_is_dropped_and_the_rest_stays(cli: Cli) -> None:
    before = accepted(cli, {"a.py": GAP, "b.py": GAP + ASKS, "c.py": GAP})
    result = cli("fix", "--unsafe-fixes", "a.py", "b.py")
    assert ".automation-gaps: 2 closed gaps dropped\n" in result.err
    assert paths() == ["c.py", "b.py"]
    assert cli("gaps", "check").status == 0
    assert cli("fix", "--undo").status == 0
    assert LIST.read_bytes() == before
    assert cli("gaps", "check").status == 0


def test_what_is_held_shown_or_read_from_standard_input_drops_nothing(cli: Cli) -> None:
    before = accepted(cli, {"a.py": GAP})
    cli("fix")
    cli("fix", "--unsafe-fixes", "--diff")
    cli("fix", "--unsafe-fixes", "--patch", "p")
    cli("fix", "--unsafe-fixes", "-", "--stdin-filename", "a.py", stdin=GAP.encode())
    assert LIST.read_bytes() == before


def test_without_a_list_none_is_made(cli: Cli) -> None:
    make_repository({"a.py": GAP})
    assert cli("fix", "--unsafe-fixes").status == 0
    assert not LIST.exists()


def test_a_gap_that_was_not_accepted_is_fixed_without_a_word(cli: Cli) -> None:
    before = accepted(cli, {"a.py": GAP})
    write({"b.py": GAP})
    assert "dropped\n" not in cli("fix", "--unsafe-fixes", "b.py").err.replace("0 dropped", "")
    assert LIST.read_bytes() == before


def test_what_is_less_urgent_keeps_its_line(cli: Cli) -> None:
    accepted(cli, {"a.py": GAP + ASKS})
    assert cli("fix", "--unsafe-fixes", "--min-priority", "P1").status == 0
    assert [line.split()[0] for line in LIST.read_text().splitlines()] == ["AUT201"]


def test_a_corrupt_list_stops_it_before_anything_is_done(cli: Cli) -> None:
    accepted(cli, {"a.py": GAP})
    LIST.write_text("nonsense\n")
    result = cli("fix", "--unsafe-fixes")
    assert result.status == 2
    assert ".automation-gaps:1: " in result.err
    assert Path("a.py").read_text() == GAP


def test_a_file_that_could_not_be_written_keeps_its_lines(cli: Cli) -> None:
    accepted(cli, {"a.py": GAP, "b.py": GAP})
    Path("b.py").chmod(0o444)
    result = cli("fix", "--unsafe-fixes")
    assert result.status == 2
    assert ".automation-gaps: 1 closed gap dropped\n" in result.err
    assert paths() == ["b.py"]
    Path("b.py").chmod(0o644)
    assert cli("gaps", "check").status == 0


@pytest.mark.parametrize("how", [["--commit", "rule"], ["--commit", "batch", "--batch-size", "1"]])
def test_commits_take_the_list_along(cli: Cli, how: list[str]) -> None:
    accepted(cli, {"a.py": GAP, "b.py": GAP + ASKS, "c.py": GAP})
    before = git("rev-parse", "HEAD")
    cli("fix", "--unsafe-fixes", "a.py", "b.py", *how)
    assert git("status", "--porcelain") == ""
    assert git("rev-parse", "HEAD") != before
    assert paths() == ["c.py", "b.py"]
    assert cli("gaps", "check").status == 0
    assert cli("fix", "--undo").status == 0
    assert git("rev-parse", "HEAD") == before
    assert git("status", "--porcelain") == ""
    assert len(paths()) == 4


def test_a_list_that_git_does_not_track_is_not_committed(cli: Cli) -> None:
    make_repository({"a.py": GAP})
    assert cli("gaps", "accept", "--reason", "x").status == 0
    assert cli("fix", "--unsafe-fixes", "--commit", "rule").status == 0
    assert paths() == []
    assert "?? .automation-gaps" in git("status", "--porcelain").splitlines()


def test_only_what_was_verified_is_dropped(cli: Cli) -> None:
    accepted(cli, {"a.py": GAP, "b.py": GAP.replace("(x)", "(y)")})
    check = command("import sys; sys.exit('timeout' in open('b.py').read())")
    assert cli("fix", "--unsafe-fixes", "--verify", check).status == 1
    assert paths() == ["b.py"]
    assert cli("gaps", "check").status == 0


def test_a_command_that_looks_at_the_list_sees_it_follow(cli: Cli) -> None:
    accepted(cli, {"a.py": GAP, "b.py": GAP.replace("(x)", "(y)")})
    check = f"{sys.executable} -m flake8_automation gaps check"
    how = ("--verify", check, "--batch-size", "1", "--commit", "batch")
    result = cli("fix", "--unsafe-fixes", *how)
    assert result.status == 0, result.err
    assert paths() == []
    assert git("status", "--porcelain") == ""
