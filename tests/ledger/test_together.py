"""A list in many hands: branches that merge, processes that write at once, one that is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flake8_automation.ledger.accepted import Entry, parsed
from flake8_automation.ledger.book import NotWritten, held, update
from flake8_automation.ledger.home import home
from flake8_automation.ledger.keys import Key
from tests.conftest import Cli
from tests.repositories import git, make_repository, write

LIST = Path(".automation-gaps")


def gap(*names: str) -> str:
    """A file with a gap for each name."""
    return "import subprocess as s\n" + "".join(f"s.run({name})\n" for name in names)


def accept(cli: Cli, reason: str = "as it was") -> None:
    """Accept what there is, and commit everything."""
    assert cli("gaps", "accept", "--reason", reason).status == 0
    git("add", "-A")
    git("commit", "-q", "-m", reason)


class TestMerging:
    """Two branches that both change the list merge without a conflict."""

    def test_both_add_and_close(self, cli: Cli) -> None:
        make_repository({"a.py": gap("a1", "a2"), "b.py": gap("b1", "b2")})
        accept(cli)
        git("switch", "-q", "-c", "other")
        write({"b.py": gap("b2"), "d.py": gap("d1")})
        accept(cli, "theirs")
        git("switch", "-q", "main")
        write({"a.py": gap("a1"), "c.py": gap("c1")})
        accept(cli, "ours")
        git("merge", "-q", "-m", "merged", "other")

        # merge=union brings back what one side has dropped: stale lines, and nothing worse
        assert cli("gaps", "check").status in {0, 3}
        assert cli("gaps", "accept").status == 0
        assert cli("gaps", "check").status == 0
        assert {(e.key.path, e.reason) for e in parsed(LIST.read_bytes())} == {
            ("a.py", "as it was"),
            ("b.py", "as it was"),
            ("c.py", "ours"),
            ("d.py", "theirs"),
        }

    def test_both_change_neighbouring_lines(self, cli: Cli) -> None:
        make_repository({"a.py": gap("x")})
        accept(cli)
        git("switch", "-q", "-c", "other")
        write({"b.py": gap("b")})
        accept(cli, "theirs")
        git("switch", "-q", "main")
        write({"a.py": gap(), "c.py": gap("c")})
        accept(cli, "ours")
        git("merge", "-q", "-m", "merged", "other")
        assert git("status", "--porcelain") == ""
        assert cli("gaps", "accept").status == 0
        assert [e.key.path for e in parsed(LIST.read_bytes())] == ["b.py", "c.py"]
        assert cli("gaps", "check").status == 0

    def test_both_accept_the_same_gap(self, cli: Cli) -> None:
        make_repository({"a.py": gap("a")})
        accept(cli)
        git("switch", "-q", "-c", "other")
        write({"b.py": gap("b")})
        accept(cli, "theirs")
        git("switch", "-q", "main")
        write({"b.py": gap("b"), "x.txt": "ours"})
        accept(cli, "ours")
        git("merge", "-q", "-m", "merged", "other")
        assert cli("gaps", "check").status == 0
        assert cli("gaps", "accept").status == 0
        assert cli("gaps", "check").status == 0
        assert len(LIST.read_text().splitlines()) == 2

    def test_one_renames_a_file_and_the_other_adds_to_it(self, cli: Cli) -> None:
        make_repository({"a.py": gap("a", "b", "c")})
        accept(cli)
        git("switch", "-q", "-c", "other")
        write({"a.py": gap("a", "b", "c", "d")})
        accept(cli, "theirs")
        git("switch", "-q", "main")
        git("mv", "a.py", "new.py")
        assert cli("gaps", "accept").status == 0
        git("commit", "-q", "-am", "moved")
        git("merge", "-q", "-m", "merged", "other")
        assert cli("gaps", "check").status in {0, 3}
        assert cli("gaps", "accept").status == 0
        assert cli("gaps", "check").status == 0
        assert {e.key.path for e in parsed(LIST.read_bytes())} == {"new.py"}
        assert len(LIST.read_text().splitlines()) == 4


def start(*words: str) -> subprocess.Popen[bytes]:
    """The command, running."""
    command = [sys.executable, "-m", "flake8_automation", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_ten_processes_at_once_lose_nothing(project: Path) -> None:
    make_repository({f"m{n}.py": gap(f"x{n}") for n in range(10)})
    running = [start("gaps", "accept", "--reason", f"r{n}", f"m{n}.py") for n in range(10)]
    for one in running:
        _, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
    entries = parsed(LIST.read_bytes())
    assert {(e.key.path, e.reason) for e in entries} == {(f"m{n}.py", f"r{n}") for n in range(10)}
    assert Path(".gitattributes").read_text() == ".automation-gaps merge=union\n"


def test_a_second_process_waits_and_gives_up_in_the_end(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_repository({"a.py": gap("a")})
    with held(home()):
        waiting = start("gaps", "accept", "--reason", "x")
        time.sleep(1.5)
        assert waiting.poll() is None
        assert not LIST.exists()
        # locks are the process's own: another one has to try
        program = (
            "from flake8_automation.ledger import book, home\n"
            "book._PATIENCE = 0.2\n"
            "with book.held(home.home()): pass\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
        )
        assert "another process has been changing it" in done.stderr
    _, err = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, err
    assert len(parsed(LIST.read_bytes())) == 1


def test_a_killed_process_leaves_a_whole_list(project: Path) -> None:
    names = [f"x{n}" for n in range(400)]
    make_repository({"a.py": gap(*names)})
    done = start("gaps", "accept", "--reason", "first")
    _, err = done.communicate(timeout=60)
    assert done.returncode == 0, err
    whole = LIST.read_bytes()
    # a program that does nothing but write, so that it is killed while it does
    program = (
        "from flake8_automation.ledger.book import update\n"
        "from flake8_automation.ledger.home import home\n"
        "place = home()\n"
        "print('go', flush=True)\n"
        "while True:\n"
        "    update(place, lambda old: old[:100])\n"
        "    update(place, lambda old: tuple(\n"
        "        old[0]._replace(key=old[0].key._replace(nth=n)) for n in range(1, 300)))\n"
    )
    for n in range(12):
        LIST.write_bytes(whole)
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"go\n"
            time.sleep(0.01 + 0.013 * n)
            writer.send_signal(signal.SIGKILL)
            writer.wait(timeout=60)
        entries = parsed(LIST.read_bytes())
        assert len(entries) in {100, 299, 400}
        assert LIST.read_bytes().endswith(b"\n")
    again = start("gaps", "accept")  # neither a lock nor half a file is in its way
    _, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    left = sorted(name for name in os.listdir() if name.startswith(".automation"))
    assert left == [".automation-gaps"]


def test_a_folder_that_cannot_be_written_is_one_line(cli: Cli) -> None:
    make_repository({"a.py": gap("a")})
    LIST.with_name(".automation-gaps.new").mkdir()
    result = cli("gaps", "accept", "--reason", "x")
    assert result.status == 2
    assert result.err == (
        "flake8-automation: error: .automation-gaps: cannot be written: is a directory\n"
    )


def test_what_goes_wrong_in_a_change_lets_the_lock_go(project: Path) -> None:
    make_repository({"a.py": gap("a")})
    place = home()
    entry = Entry(Key("AUT101", "a.py", "", "0" * 16), "x")

    def fail(old: object) -> tuple[Entry, ...]:
        raise NotWritten("no")

    def succeed(old: object) -> tuple[Entry, ...]:
        return (entry,)

    with pytest.raises(NotWritten):
        update(place, fail)
    assert update(place, succeed) == (entry,)
