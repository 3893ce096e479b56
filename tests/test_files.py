"""Finding, reading and replacing real files, and what the folders above say about them."""

import errno
import multiprocessing
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flake8 import utils
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_automation.files import admission, pool
from flake8_automation.files.access import Unreadable, Unwritable, read, write
from flake8_automation.files.discover import discover
from flake8_automation.files.facts import facts
from flake8_automation.files.patterns import Patterns
from flake8_automation.files.pool import WorkerDied, each
from flake8_automation.model import BrokenKind, Facts
from flake8_automation.settings import Settings, matches

Make = Callable[..., None]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory outside any repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return tmp_path


def make(*names: str, text: str = "") -> None:
    """Create files in the working directory; a name that ends in a slash is a folder."""
    for name in names:
        path = Path(name)
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


def git(*arguments: str) -> None:
    """Run git in the working directory."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    command = ["git", *identity, "-c", "protocol.file.allow=always", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def found(*arguments: str, **settings: object) -> list[str]:
    """The paths that are found, when there are no problems."""
    result = discover(arguments or ["."], Settings()._replace(**settings))  # type: ignore[arg-type]
    assert not result.problems
    return result.paths


def problems(*arguments: str) -> dict[str, str]:
    """What cannot be read, and why, when nothing can be."""
    result = discover(arguments or ["."], Settings())
    assert not result.paths
    assert all(p.broken and p.broken.kind is BrokenKind.UNREADABLE for p in result.problems)
    return {problem.path: problem.broken.reason for problem in result.problems if problem.broken}


class TestWalk:
    """Below a folder that is in no repository."""

    def test_python_files_sorted(self, here: Path) -> None:
        make("b.py", "a/z.py", "a/y.pyi", "a/x.txt", "c", "a b.py", "Makefile", "é.py")
        assert found() == ["a b.py", "a/z.py", "b.py", "é.py"]

    @pytest.mark.parametrize(
        ("first_line", "is_python"),
        [
            ("#!/usr/bin/env python3", True),
            ("#! /usr/bin/python -u", True),
            ("#!/usr/bin/env -S uv run --script python", True),
            ("#!/bin/sh", False),
            ("# python", False),
            ("#!/bin/sh\n# python", False),
            ("", False),
        ],
    )
    def test_a_script_without_suffix_counts_by_its_first_line(
        self, here: Path, first_line: str, is_python: bool
    ) -> None:
        make("tool", "tool.sh", ".hidden", text=f"{first_line}\n")
        assert found() == (["tool"] if is_python else [])

    def test_what_nobody_wants_linted_is_left_out(self, here: Path) -> None:
        make("node_modules/a.py", "__pycache__/a.py", "x.egg/a.py", ".tox/a.py", ".hidden/a.py")
        make("env/pyvenv.cfg", "env/lib/a.py", "venv/a.py", "build/a.py", ".github/a.py")
        make("env.py", ".dot.py")
        assert found() == [".dot.py", ".github/a.py", "build/a.py", "env.py", "venv/a.py"]

    def test_excludes_are_the_users(self, here: Path) -> None:
        make("a/x.py", "b/x.py", "b/c/y.py", "node_modules/z.py")
        below = str(here / "b" / "c")
        assert found(exclude=("a",), extend_exclude=(below,)) == ["b/x.py", "node_modules/z.py"]
        assert found(extend_exclude=("y.*", f"{here}/a/*")) == ["b/x.py"]

    def test_an_argument_is_read_or_entered_whatever_its_name(self, here: Path) -> None:
        make(".hidden/a.py", "node_modules/b.py", "notes.txt", "env/pyvenv.cfg", "env/lib/c.py")
        make("env/.gitignore", text="*\n")
        arguments = [".hidden", "node_modules/b.py", "node_modules", "notes.txt", "env"]
        assert found(*arguments, extend_exclude=("*.txt",)) == [
            ".hidden/a.py",
            "env/lib/c.py",
            "node_modules/b.py",
            "notes.txt",
        ]
        assert found("env/lib") == ["env/lib/c.py"]

    def test_gitignore_files_on_the_way(self, here: Path) -> None:
        make("a.py", "gen/b.py", "c/gen/d.py", "c/x_pb2.py", "c/keep_pb2.py", "c/e.py", "c/f/e.py")
        make("out/keep.py", "out/drop.py", "only/top/g.py", "c/only/top/h.py")
        Path(".gitignore").write_text("gen/\n*_pb2.py\nout/*\n!out/keep.py\n/only/top\n# x\n\n")
        Path("gen/.gitignore").write_text("!b.py\n")
        Path("c/.gitignore").write_bytes(b"!keep_pb2.py\n/e.py\n\xff\n")
        git("init", "-q")
        by_git = found()
        shutil.rmtree(".git")
        assert found() == by_git
        expected = ["a.py", "c/f/e.py", "c/keep_pb2.py", "c/only/top/h.py", "out/keep.py"]
        assert by_git == expected

    def test_git_is_asked_only_where_there_is_something_to_ask_about(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make("a/.gitignore", "a/notes.txt", "a/b/notes.txt", "c.py")
        with monkeypatch.context() as patch:
            patch.setattr(admission, "git", lambda *_: pytest.fail("git was asked"))
            assert found() == ["c.py"]
        Path("a/.gitignore").write_text("closed\nb/d.py\n")
        make("a/closed/")
        scandir = os.scandir

        def closed(path: str | int) -> object:
            if str(path).rstrip("/").endswith(("/closed", "/open")):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)

        with monkeypatch.context() as patch:
            patch.setattr(os, "scandir", closed)
            assert found() == ["c.py"]
            make("a/open/file")
            assert [p.path for p in discover(["."], Settings()).problems] == ["a/open"]
        make("a/b/d.py", "a/b/e.py")
        assert found() == ["a/b/e.py", "c.py"]

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.dictionaries(
            st.lists(st.sampled_from("abc"), max_size=4).map("/".join),
            st.sampled_from(["x.py", "tool", "x.txt", "b\n", "*\n!a\n", "x.py\n", "/a/b\n", "\n"]),
            max_size=7,
        )
    )
    def test_to_ask_late_changes_nothing(self, tree: dict[str, str]) -> None:
        with tempfile.TemporaryDirectory() as top:
            for folder, what in tree.items():
                is_list = what.endswith("\n")
                path = Path(top, folder, ".gitignore" if is_list else what)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(what if is_list else "#!python\n")
            late = discover([top], Settings())
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(admission, "_FEW_FOLDERS", 0)
                assert discover([top], Settings()) == late

    def test_links(self, here: Path) -> None:
        make("real/a.py", "other.txt")
        os.symlink("../real", "real/loop")
        os.symlink("real", "link")
        os.symlink("real", "folder.py")
        os.symlink("real/a.py", "b.py")
        os.symlink("other.txt", "c.py")
        assert found() == ["c.py", "real/a.py"]
        assert found("b.py", "real") == ["b.py", "real/a.py"]
        assert found("link") == ["link/a.py"]
        assert found("folder.py") == ["folder.py/a.py"]

    def test_a_folder_named_like_a_file(self, here: Path) -> None:
        make("x.py/y.py")
        assert found() == found("x.py") == ["x.py/y.py"]

    @pytest.mark.parametrize("name", ["with\nnewline.py", "with space.py", "-rf.py", "\udcff.py"])
    def test_odd_names(self, here: Path, name: str) -> None:
        make(f"dir/{name}")
        assert found() == [f"dir/{name}"]
        git("init", "-q")
        assert found() == [f"dir/{name}"]
        git("add", "-A")
        assert found("dir") == [f"dir/{name}"]


class TestSpelling:
    """Paths look like the arguments they come from."""

    def test_of_arguments(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make("a/b/x.py")
        for argument, path in {
            ".": "a/b/x.py",
            "./": "a/b/x.py",
            "a": "a/b/x.py",
            "./a/": "a/b/x.py",
            "a//b": "a/b/x.py",
            "./a/b/x.py": "a/b/x.py",
            str(here): f"{here}/a/b/x.py",
        }.items():
            assert found(argument) == [path]
        monkeypatch.chdir("a/b")
        assert found("..") == ["../b/x.py"]
        assert found(".") == ["x.py"]

    def test_no_file_twice(self, here: Path) -> None:
        make("a/x.py", "b.py")
        assert found(".", "a", "b.py", "./a/x.py", str(here)) == ["a/x.py", "b.py"]
        assert found("b.py", "a") == ["a/x.py", "b.py"]


class TestRepository:
    """Below a folder that is in a git repository."""

    def test_what_git_tracks_or_does_not_ignore(self, here: Path) -> None:
        make("tracked.py", "a/new.py", "gen/out.py", "gen/kept.py", ".hidden/b.py", "gone.py")
        make("a/gen/deep.py", "node_modules/m.py", "env/pyvenv.cfg", "env/c.py")
        Path(".gitignore").write_text("gen/\n")
        git("init", "-q")
        git("add", "-f", "tracked.py", "gen/kept.py", "gone.py")
        os.unlink("gone.py")
        assert found() == [".hidden/b.py", "a/new.py", "gen/kept.py", "tracked.py"]
        assert found("a") == ["a/new.py"]
        assert found("env") == ["env/c.py"]

    def test_a_folder_that_git_ignores_can_be_named(self, here: Path) -> None:
        make("env/pyvenv.cfg", "env/lib/site-packages/p/x.py", "gen/a/y.py", "gen/z.py")
        Path(".gitignore").write_text("gen/\n")
        Path("env/.gitignore").write_text("*\n")
        git("init", "-q")
        assert found() == []
        assert found("env/lib/site-packages") == ["env/lib/site-packages/p/x.py"]
        assert found("env", "gen/a") == ["env/lib/site-packages/p/x.py", "gen/a/y.py"]
        assert found("gen/z.py") == ["gen/z.py"]

    def test_other_repositories_inside_are_entered_only_when_named(
        self, here: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = tmp_path_factory.mktemp("library")
        monkeypatch.chdir(library)
        make("lib.py")
        git("init", "-q")
        git("add", "-A")
        git("commit", "-q", "-m", "x")
        monkeypatch.chdir(here)
        make("a.py")
        git("init", "-q")
        git("submodule", "add", "-q", str(library), "sub")
        git("clone", "-q", str(library), "clone")
        assert found() == ["a.py"]
        assert found("sub", "clone") == ["clone/lib.py", "sub/lib.py"]

    def test_a_hook_of_another_repository_does_not_confuse_it(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make("one/c.py", "two/b.py", "two/c.py")
        Path("two/.gitignore").write_text("c.py\n")
        for name in ("one", "two"):
            git("init", "-q", name)
        git("-C", "one", "add", "-A")
        monkeypatch.setenv("GIT_DIR", str(here / "one" / ".git"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(here / "one" / ".git" / "index"))
        assert found("two") == ["two/b.py"]

    def test_without_git_all_files_count(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make("a.py", "gen/b.py", ".hidden/c.py")
        Path(".gitignore").write_text("gen\n")
        monkeypatch.setenv("PATH", str(here / "nowhere"))
        assert found() == ["a.py", "gen/b.py"]

    def test_a_damaged_repository_still_has_its_gitignore(self, here: Path) -> None:
        make("a.py", "b/c.py", "b/gen.py", ".git/HEAD")
        Path(".gitignore").write_text("gen.py\n")
        assert found() == ["a.py", "b/c.py"]
        assert found("b") == ["b/c.py"]

    def test_a_work_tree_whose_git_is_a_file(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make("main/a.py", "main/kept.py")
        monkeypatch.chdir("main")
        Path(".gitignore").write_text("gen.py\nkept.py\n")
        git("init", "-q")
        git("add", "-A", "-f")
        git("commit", "-q", "-m", "x")
        git("worktree", "add", "-q", "../second")
        monkeypatch.chdir("../second")
        make("gen.py")
        assert Path(".git").is_file()
        assert found() == ["a.py", "kept.py"]


class TestProblems:
    """What cannot be read is named."""

    def test_no_such_path(self, here: Path) -> None:
        assert problems("missing.py", "") == {
            "missing.py": "no such file or folder",
            "": "no such file or folder",
        }
        make("a.py")
        assert problems("a.py/") == {"a.py": "not a directory"}

    def test_a_name_with_a_nul(self, here: Path) -> None:
        assert "null" in problems("a\0b.py")["a\0b.py"]

    def test_links_that_lead_nowhere(self, here: Path) -> None:
        os.symlink("missing", "broken.py")
        os.symlink("loop.py", "loop.py")
        os.symlink("missing", "not-python")
        expected = {
            "broken.py": "it is a symbolic link that leads nowhere",
            "loop.py": "too many levels of symbolic links",
        }
        assert problems() == expected
        assert problems("broken.py", "loop.py") == expected
        git("init", "-q")
        assert problems() == expected

    def test_what_is_no_file(self, here: Path) -> None:
        os.mkfifo("pipe.py")
        os.mkfifo("pipe")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("socket.py")
        assert problems() == {"pipe.py": "it is a named pipe", "socket.py": "it is a socket"}
        assert problems("pipe", "/dev/null") == {
            "pipe": "it is a named pipe",
            "/dev/null": "it is a device",
        }

    def test_a_folder_that_may_not_be_entered(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Nothing is closed to root, so one folder vanishes between being seen and being entered.
        make("a/x.py", "b/y.py")
        scandir = os.scandir
        closed = str(here / "a")

        def vanishing(path: str) -> object:
            if path.rstrip("/") == closed:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", vanishing)
        result = discover(["."], Settings())
        assert result.paths == ["b/y.py"]
        assert [(p.path, p.broken and p.broken.reason) for p in result.problems] == [
            ("a", "permission denied")
        ]
        for argument, told in {"a": "a", "./a/": "a", closed: closed}.items():
            assert problems(argument) == {told: "permission denied"}
        closed = str(here)
        assert problems(".") == {".": "permission denied"}


class TestRead:
    """The bytes of a file, or the reason why not."""

    @pytest.mark.parametrize("content", [b"", b"x", b"a\r\n\x00\xff" * 50_000])
    def test_all_bytes(self, here: Path, content: bytes) -> None:
        Path("a.py").write_bytes(content)
        assert read("a.py") == content

    def test_a_file_whose_size_is_not_known_before(self) -> None:
        if not os.path.exists("/proc/self/status"):
            pytest.skip("no /proc here")
        assert os.stat("/proc/self/status").st_size == 0
        assert read("/proc/self/status").startswith(b"Name:")

    def test_reasons(self, here: Path) -> None:
        make("folder/", "file")
        os.mkfifo("pipe")
        os.symlink("loop", "loop")
        for path, reason in {
            "missing": "no such file or directory",
            "file/x": "not a directory",
            "folder": "it is a folder",
            "pipe": "it is a named pipe",
            "loop": "too many levels of symbolic links",
            "/dev/null": "it is a device",
        }.items():
            with pytest.raises(Unreadable, match=f"^{reason}$"):
                read(path)
        with pytest.raises(Unreadable, match="null"):
            read("a\0b")

    def test_a_file_that_may_not_be_read(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make("a.py")

        def refuse(*_: object) -> int:  # root may read everything
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
        with pytest.raises(Unreadable, match=r"^permission denied$"):
            read("a.py")


class TestWrite:
    """The new content, or the old one and a reason."""

    def test_content_and_mode(self, here: Path) -> None:
        Path("a.py").write_bytes(b"old\r\n")
        os.chmod("a.py", 0o4751)
        write("a.py", b"new\r\n", b"old\r\n")
        assert Path("a.py").read_bytes() == b"new\r\n"
        assert stat.S_IMODE(os.stat("a.py").st_mode) == 0o4751
        assert os.listdir() == ["a.py"]

    @pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
    def test_owner(self, here: Path) -> None:
        make("a.py")
        os.chown("a.py", 1234, 4321)
        write("a.py", b"new", b"")
        assert (os.stat("a.py").st_uid, os.stat("a.py").st_gid) == (1234, 4321)

    def test_a_link_stays_a_link(self, here: Path) -> None:
        make("deep/real.py")
        os.symlink("deep/real.py", "link.py")
        write("link.py", b"new", b"")
        assert os.readlink("link.py") == "deep/real.py"
        assert Path("deep/real.py").read_bytes() == b"new"
        assert sorted(os.listdir()) == ["deep", "link.py"]

    def refused(self, path: str, old: bytes, reason: str) -> None:
        before = sorted(os.listdir())
        with pytest.raises(Unwritable, match=f"^{reason}$"):
            write(path, b"new", old)
        assert sorted(os.listdir()) == before

    def test_a_file_that_changed_meanwhile(self, here: Path) -> None:
        make("a.py", text="theirs")
        self.refused("a.py", b"old", "it changed while it was being fixed")
        assert Path("a.py").read_text() == "theirs"

    def test_a_file_that_vanished_or_became_something_else(self, here: Path) -> None:
        make("folder/")
        os.mkfifo("pipe")
        self.refused("missing", b"", "no such file or directory")
        self.refused("missing/a.py", b"", "no such file or directory")
        self.refused("folder", b"", "it is a folder")
        self.refused("pipe", b"", "it is a named pipe")

    def test_a_read_only_file(self, here: Path) -> None:
        make("a.py")
        os.chmod("a.py", 0o444)
        self.refused("a.py", b"", "it is read-only")

    def test_a_full_disk(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make("a.py", text="old")
        os_write = os.write

        def fill(file: int, data: memoryview) -> int:
            if len(data) < 3:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return os_write(file, data[:1])

        monkeypatch.setattr(os, "write", fill)
        self.refused("a.py", b"old", "no space left on device")
        assert Path("a.py").read_text() == "old"

    def test_a_really_full_disk(self, here: Path) -> None:
        resource = pytest.importorskip("resource")
        make("a.py", text="old")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2, limits[1]))
        try:
            self.refused("a.py", b"old", "file too large")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, handler)
        assert Path("a.py").read_text() == "old"

    def test_an_interrupt(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make("a.py", text="old")

        def interrupt(_: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write("a.py", b"new", b"old")
        assert os.listdir() == ["a.py"]
        assert Path("a.py").read_text() == "old"

    def test_a_killed_process_leaves_a_whole_file(self, here: Path) -> None:
        old, new = b"old\n" * 500_000, b"new\n" * 500_000
        Path("a.py").write_bytes(old)
        script = (
            "from flake8_automation.files.access import write\n"
            "old, new = b'old\\n' * 500_000, b'new\\n' * 500_000\n"
            "print(flush=True)\n"
            "while True:\n"
            "    write('a.py', new, old)\n"
            "    old, new = new, old\n"
        )
        for delay in (0.0, 0.003, 0.01):
            child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
            with child:
                assert child.stdout
                child.stdout.readline()
                time.sleep(delay)
                child.kill()
                child.wait(timeout=60)
            assert Path("a.py").read_bytes() in {old, new}
            Path("a.py").write_bytes(old)


class TestFacts:
    """Paths from the project's root, and the commands that it installs."""

    @pytest.mark.parametrize("mark", [".git/", "pyproject.toml", "setup.py", "setup.cfg"])
    def test_the_root_is_the_nearest_folder_with_a_mark(self, here: Path, mark: str) -> None:
        make("pyproject.toml", f"sub/{mark}", "sub/tests/deep/a.py", "b/c.py")
        assert facts("sub/tests/deep/a.py").path == "tests/deep/a.py"
        assert facts(str(here / "sub" / "x.py")).path == "x.py"
        assert facts("b/c.py").path == "b/c.py"

    def test_a_new_working_directory_is_noticed(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make("one/setup.py", "two/")
        assert facts("one/a.py").path == "a.py"
        monkeypatch.chdir("two")
        assert facts("../one/a.py").path == "a.py"
        assert facts("one/a.py").path == "one/a.py"

    def test_without_a_root(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make("a/b/")
        assert facts("a/b/x.py").path == "a/b/x.py"
        monkeypatch.chdir("a/b")
        assert facts("../x.py").path == f"{here}/a/x.py".lstrip("/")
        assert facts("../bb/x.py").path == f"{here}/a/bb/x.py".lstrip("/")

    @pytest.mark.parametrize(
        "metadata",
        [
            "[project.scripts]\nx = 'pkg.mod:main'\ny = 'pkg.mod:other'\nz = 'pkg:run'\n",
            """
            [project.gui-scripts]
            x = 'pkg.mod : main'
            [project.scripts]
            y = 'pkg.mod:other.attribute'
            z = 'pkg:run'
            bad = 3
            worse = 'nonsense'
            """,
            """
            [tool.poetry.scripts]
            x = 'pkg.mod:main'
            y = {callable = 'pkg.mod:other'}
            z = {reference = 'pkg:run', type = 'console'}
            """,
            """
            [project.scripts]
            x = "p\\u006bg.m\\u006fd:main"
            y = "p\\u006bg.m\\u006fd:other"
            z = "p\\u006bg:run"
            """,
        ],
    )
    def test_commands_in_pyproject(self, here: Path, metadata: str) -> None:
        make("pyproject.toml", text=metadata)
        both = frozenset({"main", "other"})
        assert facts("pkg/mod.py").entry_points == both
        assert facts("src/pkg/mod.py").entry_points == both
        assert facts("pkg/mod/__init__.py").entry_points == both
        assert facts("pkg/__init__.py").entry_points == {"run"}
        assert facts("pkg/other.py").entry_points == frozenset()
        assert facts("tests/pkg/mod.py").entry_points == frozenset()

    @pytest.mark.parametrize("path", ["pkg/mod.py", "src/pkg/mod/__init__.py", "other/mod.py"])
    def test_a_file_is_known_whoever_was_asked_about_before(self, here: Path, path: str) -> None:
        make("pyproject.toml", text="[project.scripts]\nx = 'pkg.mod:main'\n")
        told = facts(path).entry_points
        assert told == (frozenset() if path == "other/mod.py" else {"main"})
        assert facts("unnamed.py").entry_points == frozenset()
        assert facts(path).entry_points == told

    def test_commands_in_setup_cfg(self, here: Path) -> None:
        make(
            "setup.cfg",
            text="[options.entry_points]\nconsole_scripts =\n    x = pkg.mod:main\n"
            "    y = pkg.mod:other [extra]\ngui_scripts = z = pkg:run\n",
        )
        assert facts("pkg/mod.py").entry_points == {"main", "other"}
        assert facts("src/pkg/__init__.py").entry_points == {"run"}

    @pytest.mark.parametrize(
        "metadata", ["scripts = [", "project = 'scripts'", "[project]\nscripts = 3\n", "# scripts"]
    )
    def test_broken_metadata_means_no_commands(self, here: Path, metadata: str) -> None:
        make("pyproject.toml", "setup.cfg", text=metadata)
        assert facts("a.py") == Facts("a.py")
        Path("sub").mkdir()
        Path("sub/pyproject.toml").write_bytes(b"# scripts \xff")
        assert facts("sub/a.py") == Facts("a.py")


class TestPatterns:
    """The quick matcher says what flake8 says."""

    @given(
        patterns=st.lists(st.text("ab*?[]!./", min_size=1, max_size=6), max_size=4),
        parts=st.lists(st.text("ab.[", min_size=1, max_size=4), min_size=1, max_size=3),
    )
    def test_agreement_with_flake8(self, patterns: list[str], parts: list[str]) -> None:
        path = "/" + "/".join(part for part in parts if part not in {".", ".."})
        if path == "/":
            return
        patterns = [utils.normalize_path(pattern, "/a") for pattern in patterns]
        expected = matches(path, patterns)
        assert Patterns(patterns).match(os.path.basename(path), path) == expected


def size_of(path: str) -> int:
    return os.stat(path).st_size


def process_of(_: str) -> int:
    return os.getpid()


def fail(path: str) -> int:
    if path == "7":
        raise LookupError(path)
    return 1


class Peculiar(Exception):
    """One that cannot be made again from its arguments."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


def fail_peculiarly(path: str) -> int:
    raise Peculiar(1, 2)


def die(path: str) -> int:
    if path == "7":
        os.kill(os.getpid(), signal.SIGKILL)
    return 1


def linger(path: str) -> None:
    with open(f"{path}.started", "w"):
        pass
    try:
        time.sleep(60)
    finally:
        os.unlink(f"{path}.started")


def scale(path: str, factor: int) -> int:
    return int(path) * factor


NUMBERS = [str(number) for number in range(500)]


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run is a large one."""
    monkeypatch.setattr(pool, "_is_large", lambda paths: len(paths) > 1)


class TestPool:
    """The same for many files."""

    @pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
    def test_results_in_order(
        self, method: str, eager: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        context = multiprocessing.get_context(method)
        monkeypatch.setattr(multiprocessing, "get_context", lambda: context)
        seen: list[int] = []
        assert each(partial(scale, factor=2), NUMBERS, 3, seen.append) == list(range(0, 1000, 2))
        assert seen == sorted(set(seen))
        assert seen[-1] == 500
        assert multiprocessing.active_children() == []

    def test_several_processes_for_large_runs_only(self, here: Path) -> None:
        me = {os.getpid()}
        make(*(f"{number}.py" for number in range(300)))
        names = sorted(os.listdir())
        assert set(each(process_of, names, 2)) == me
        Path("0.py").write_bytes(bytes(20_000_000))
        assert len(set(each(process_of, names, 2)) - me) == 2
        assert set(each(process_of, names, 1)) == me
        assert set(each(process_of, ["0.py"], 2)) == me
        assert len(set(each(process_of, names[1:] * 10, 2)) - me) == 2

    def test_progress_in_one_process(self) -> None:
        seen: list[int] = []
        assert each(len, ["a", "bb"], 1, seen.append) == [1, 2]
        assert seen == [1, 2]
        assert each(len, []) == []

    def test_one_process_per_core(self) -> None:
        assert 1 <= pool.cores() <= (os.cpu_count() or 1)

    def test_parts_get_smaller_towards_the_end(self) -> None:
        for count in (2, 3, 64, 65, 1000, 5000):
            for jobs in (2, 3, 8):
                parts = [slice(0, 0)]
                while parts[-1].stop < count:
                    parts.append(pool._next_part(parts[-1].stop, count, jobs))
                sizes = [part.stop - part.start for part in parts[1:]]
                assert sum(sizes) == count
                assert sizes == sorted(sizes, reverse=True)
                assert sizes[-1] == 1
                assert sizes[0] <= max(1, min(64, count // (4 * jobs)))
        assert pool._next_part(10, 5000, None) == slice(10, 74)
        assert pool._next_part(10, 30, None) == slice(10, 30)

    def test_what_comes_first_is_worked_on_while_the_rest_is_found(self) -> None:
        done: list[int] = []
        before_the_end = 0

        def items() -> Iterator[str]:
            nonlocal before_the_end
            for number in range(100_000):
                if number > 3000 and done:
                    break
                if number > 1000 and number % 64 == 0:
                    time.sleep(0.01)
                yield str(number)
            before_the_end = len(done)

        results = each(partial(scale, factor=1), items(), 2, done.append)
        assert before_the_end > 0
        assert results == list(range(done[-1]))
        assert len(results) > 3000

    def test_an_error_arrives(self, eager: None) -> None:
        with pytest.raises(LookupError, match="7"):
            each(fail, NUMBERS, 2)
        with pytest.raises(RuntimeError, match="Peculiar: 1 and 2"):
            each(fail_peculiarly, NUMBERS, 2)
        assert multiprocessing.active_children() == []

    def test_a_process_that_dies_is_an_error(self, eager: None) -> None:
        with pytest.raises(WorkerDied, match=r"died \(status -9\).* files from 0 to \d+$"):
            each(die, NUMBERS, 2)
        with pytest.raises(WorkerDied, match=r"while it worked on 7$"):
            each(die, ["1", "7"], 2)
        assert multiprocessing.active_children() == []

    def test_an_interrupt_ends_all_processes_cleanly(self, here: Path) -> None:
        script = (
            "import signal\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)  # under nohup it is off\n"
            "from flake8_automation.files import pool\n"
            "from tests.test_files import linger\n"
            "pool._is_large = lambda paths: True\n"
            "try:\n"
            "    pool.each(linger, ['a', 'b', 'c'], 2)\n"
            "except KeyboardInterrupt:\n"
            "    print('interrupted')\n"
        )
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        with subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        ) as child:
            wait_until(lambda: sorted(os.listdir()) == ["a.started", "b.started"])
            began = time.monotonic()
            os.killpg(child.pid, signal.SIGINT)  # as a terminal does it
            output = child.communicate(timeout=30)
        assert output == (b"interrupted\n", b"")
        assert time.monotonic() - began < 5
        assert os.listdir() == []

    def test_no_process_outlives_a_killed_parent(self, here: Path) -> None:
        script = (
            "import os, time\n"
            "from flake8_automation.files import pool\n"
            "from tests.test_files import announce\n"
            "pool._is_large = lambda paths: True\n"
            "pool.each(announce, ['a', 'b'], 2, lambda done: done == 2 and time.sleep(60))\n"
        )
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        with subprocess.Popen([sys.executable, "-c", script], env=environment) as child:
            wait_until(lambda: len(os.listdir()) == 2)
            workers = [int(name) for name in os.listdir()]
            child.kill()
            child.wait(timeout=30)
        wait_until(lambda: not any(is_alive(worker) for worker in workers))


def announce(_: str) -> None:
    time.sleep(0.3)  # so that each worker gets one
    with open(str(os.getpid()), "w"):
        pass


def is_alive(process: int) -> bool:
    """Whether a process still runs; an orphan that nobody has asked about yet does not."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
