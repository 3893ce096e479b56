"""`kill -9` at any moment: each file is whole, and the next writing command puts all right."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_automation.cli import main
from tests.conftest import Cli
from tests.repositories import git, make_repository

OLD = "import subprocess\n\n\ndef f(x):\n    return subprocess.run(x)\n"
NEW = OLD.replace("(x)\n", "(x, timeout=1800)\n")
FILES = {f"{name}.py": OLD for name in "abc"}
FIX = ("fix", "--unsafe-fixes", "-q", "--isolated", ".")

# Every way in which a run changes something outside of itself.
POINTS = [(os, "replace"), (os, "unlink"), (os, "mkdir"), (os, "write")]
POINTS += [(subprocess, "run"), (subprocess, "Popen"), (shutil, "rmtree")]
MANY = 400  # more points than any run has


@pytest.fixture
def repo(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, and a folder for temporary files beside it."""
    make_repository(FILES)
    temporary = project.parent / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return project


def killed_at(point: int, *arguments: str) -> bool:
    """Run the command in a process that kills itself when it comes to one of the points.

    False: it came to its end before.
    """
    child = os.fork()
    if child == 0:
        try:
            _run_until(point, arguments)
        finally:
            os._exit(99)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) in {0, 1}
    return False


def _run_until(point: int, arguments: tuple[str, ...]) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    left = point

    def mortal(function: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **options: object) -> object:
            nonlocal left
            if left == 0:
                if function is real_write:  # half of it
                    real_write(words[0], bytes(words[1])[: len(bytes(words[1])) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return function(*words, **options)

        return call

    real_write = os.write
    real_popen = subprocess.Popen
    for module, name in POINTS:
        if name != "Popen":
            setattr(module, name, mortal(getattr(module, name)))

    class Popen(real_popen):  # type: ignore[type-arg]
        __init__ = mortal(real_popen.__init__)  # type: ignore[assignment]

    subprocess.Popen = Popen  # type: ignore[misc]
    os._exit(main(list(arguments)))


def contents() -> set[str]:
    """What stands in the files; nothing else may stand beside them."""
    assert sorted(os.listdir()) == [".git", "a.py", "b.py", "c.py"]
    return {Path(name).read_text() for name in FILES}


def whole() -> None:
    """Each file is as before or as after."""
    assert {Path(name).read_text() for name in FILES} <= {OLD, NEW}


def nothing_is_left(repo: Path) -> None:
    """No worktree, no temporary file, no open journal."""
    assert git("worktree", "list").count("\n") == 0
    assert os.listdir(repo.parent / "tmp") == []
    assert "unfinished.json" not in os.listdir(".git/flake8-automation")
    assert not Path(".git/index.lock").exists()


class Saved:
    """The working directory as it is now, to come back to."""

    def __init__(self, repo: Path) -> None:
        self._copy = repo.parent / "saved"
        shutil.copytree(".", self._copy)

    def restore(self) -> None:
        for name in os.listdir():
            shutil.rmtree(name) if os.path.isdir(name) else os.unlink(name)
        shutil.copytree(self._copy, ".", dirs_exist_ok=True)


def die_halfway() -> None:
    """Leave the first file fixed, the others not, and a journal."""
    for point in points():
        assert killed_at(point, *FIX)
        if Path("a.py").read_text() == NEW:
            return
        main(["fix", "-q", "--isolated", "--select", "AUT103"])


def points(first: int = 0) -> Iterator[int]:
    yield from range(first, MANY)
    raise AssertionError("there is no end to it")


KINDS = {
    "plain": FIX,
    "verified": (*FIX, "--verify", "true"),
    "committed": (*FIX, "--verify", "true", "--commit"),
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is needed")
@pytest.mark.parametrize(("kind", "first"), [("plain", 0), ("verified", 0), ("committed", 20)])
def test_a_run_that_is_killed_anywhere(cli: Cli, repo: Path, kind: str, first: int) -> None:
    # up to its first commit the last kind goes the way of the second
    seen: set[str] = set()
    begin = Saved(repo)
    before = git("rev-parse", "HEAD")
    for point in points(first):
        if not killed_at(point, *KINDS[kind]):
            break
        whole()
        # any writing command will do; this one has nothing to fix itself
        assert cli("fix", "-q", "--isolated", "--select", "AUT103").status == 0
        (content,) = contents()
        seen.add(content)
        committed = kind == "committed" and content == NEW
        assert (git("rev-parse", "HEAD") != before) == committed
        assert (git("status", "--porcelain") == "") == (committed or content == OLD)
        if Path(".git/flake8-automation").exists():
            nothing_is_left(repo)
        begin.restore()
    assert point > {"plain": 10, "verified": 25, "committed": 35}[kind]
    assert seen == {OLD, NEW}
    assert contents() == {NEW}
    assert cli("fix", "--undo").status == 0
    assert contents() == {OLD}
    assert git("status", "--porcelain") == ""
    nothing_is_left(repo)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is needed")
@pytest.mark.parametrize("kind", ["plain", "committed"])
def test_an_undo_that_is_killed_anywhere(cli: Cli, repo: Path, kind: str) -> None:
    cli(*KINDS[kind])
    done = Saved(repo)
    for point in points():
        assert contents() == {NEW}
        if not killed_at(point, "fix", "--undo", "-q"):
            break
        whole()
        assert cli("fix", "-q", "--isolated", "--select", "AUT103").status == 0
        (content,) = contents()
        if content == NEW:  # then it can be taken back still
            assert cli("fix", "--undo").status == 0
        assert contents() == {OLD}
        assert git("status", "--porcelain") == ""
        nothing_is_left(repo)
        done.restore()
    assert contents() == {OLD}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is needed")
def test_putting_right_is_killed_as_well(cli: Cli, repo: Path) -> None:
    die_halfway()
    dead = Saved(repo)
    for point in points():
        assert {Path(name).read_text() for name in FILES} == {OLD, NEW}
        if not killed_at(point, "fix", "--undo", "-q"):
            break
        whole()
        cli("fix", "--undo")
        assert contents() == {OLD}
        dead.restore()
    assert contents() == {OLD}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is needed")
def test_what_the_user_did_after_the_death_of_a_run_stays(cli: Cli, repo: Path) -> None:
    die_halfway()
    assert Path("a.py").read_text() == NEW
    Path("a.py").write_text("mine\n")
    status, _, err = cli("fix", "--undo")
    assert status == 1
    assert Path("a.py").read_text() == "mine\n"
    assert "a.py: left as it is: it has changed since\n" in err
    assert "(fix --unsafe-fixes -q --isolated .) was interrupted: 0 files taken back\n" in err
    Path("a.py").write_text(NEW)
    assert cli("fix", "--undo").out == "a.py: taken back\n"
    assert Path("a.py").read_text() == OLD


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is needed")
@pytest.mark.parametrize("kind", KINDS)
def test_the_run_that_died_is_taken_back_and_not_the_one_before(
    cli: Cli, repo: Path, kind: str
) -> None:
    assert cli(*FIX[:-1], "a.py").status == 0
    git("commit", "-qam", "one is fixed")
    begin = Saved(repo)
    head = git("rev-parse", "HEAD")
    known = False
    for point in points(25 if kind == "committed" else 0):
        if not killed_at(point, *KINDS[kind]):
            break
        # until it has found the journal nobody can know that there was a run
        known = known or Path(".git/flake8-automation/begun.json").exists()
        if known:
            status, out, err = cli("fix", "--undo")
            assert status == 0
            assert "a.py" not in out
            assert [Path(name).read_text() for name in FILES] == [NEW, OLD, OLD]
            assert f"({shlex.join(KINDS[kind])})" in err
            assert git("rev-parse", "HEAD") == head
            nothing_is_left(repo)
            # and now the one before it, if the other had not come to its end yet
            wanted = "a.py: taken back\n" if ") was interrupted" in err else ""
            assert cli("fix", "--undo").out == wanted
        begin.restore()
    assert known
    assert [Path(name).read_text() for name in FILES] == [NEW] * 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is needed")
def test_a_run_that_dies_before_it_changes_anything_says_so(cli: Cli, repo: Path) -> None:
    cli(*FIX[:-1], "a.py")
    for point in points():
        assert killed_at(point, *KINDS["verified"], "--allow-dirty")
        if os.listdir(repo.parent / "tmp"):
            break
    status, out, err = cli("fix", "--undo")
    assert (status, out) == (0, "")
    first, last = err.splitlines()
    assert first == "the worktree of a run that was interrupted is removed"
    assert last.endswith(" was interrupted before it changed anything: 0 files taken back")
    assert Path("a.py").read_text() == NEW
    assert cli("fix", "--undo", "--json").out.count("a.py") == 2, "its name, and the command line"


def test_a_run_that_is_stopped_is_no_run_to_take_back(cli: Cli, repo: Path) -> None:
    cli(*FIX[:-1], "a.py")
    assert cli(*KINDS["verified"][:-1], "false", "--allow-dirty").status == 2
    assert cli("fix", "--undo").out == "a.py: taken back\n"


@pytest.fixture
def waiting(repo: Path) -> Iterator[subprocess.Popen[str]]:
    """A run whose command waits, in a process of its own."""
    options = ["--verify", "touch ../../started; sleep 60", "--verify-timeout", "50"]
    with subprocess.Popen(
        [sys.executable, "-m", "flake8_automation", *FIX, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        end = time.monotonic() + 30
        while not (repo.parent / "tmp" / "started").exists():
            assert time.monotonic() < end
            assert child.poll() is None
            time.sleep(0.02)
        yield child
        child.kill()


def sleepers(top: Path) -> list[str]:
    """The processes that still work in a folder below this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(process / "cwd")).is_relative_to(top):
                found.append(process.name)
        except OSError:
            continue
    return found


def test_one_run_at_a_time(cli: Cli, repo: Path, waiting: subprocess.Popen[str]) -> None:
    status, out, err = cli(*FIX)
    assert (status, out) == (2, "")
    said = f"another run is at work here (process {waiting.pid})"
    assert err == f"flake8-automation: error: {said}\n"
    assert cli("fix", "--undo").err == err
    assert cli("fix", "--diff", "--unsafe-fixes").status == 1, "which writes nothing"
    waiting.kill()
    waiting.wait(10)
    (repo.parent / "tmp" / "started").unlink()
    result = cli(*FIX)
    assert result.status == 0
    assert result.err == "the worktree of a run that was interrupted is removed\n"
    assert contents() == {NEW}
    nothing_is_left(repo)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_command_too_and_leaves_nothing(
    repo: Path, waiting: subprocess.Popen[str], number: int
) -> None:
    assert sleepers(repo.parent / "tmp") or not Path("/proc/self/cwd").exists()
    waiting.send_signal(number)
    out, err = waiting.communicate(timeout=30)
    assert (waiting.returncode, out) == (130, "")
    assert err == "flake8-automation: interrupted\n"
    assert sleepers(repo.parent / "tmp") == []
    (repo.parent / "tmp" / "started").unlink()
    assert contents() == {OLD}
    nothing_is_left(repo)
