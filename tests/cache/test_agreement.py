"""Whatever happens to files, metadata, settings and the cache itself, a run finds what one without
the cache finds.
"""

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from flake8_automation.model import Priority
from flake8_automation.settings import Settings
from tests.cache.samples import FOLDER, LATER, Run, tick
from tests.history.samples import (
    BROKEN,
    COMMAND,
    COVERED,
    GAP,
    NOTHING,
    SCRIPT,
    TWO_GAPS,
    WAIVED,
)

SAME_SIZE = (GAP, GAP.replace("make", "true"), f"{'x = 1  #':<{len(GAP) - 1}}\n")
PYTHON = (*SAME_SIZE, TWO_GAPS, COVERED, WAIVED, NOTHING, BROKEN, COMMAND, SCRIPT, "", "\0" + GAP)
UNDECODABLE = "# \udcff\n" + GAP
WORKFLOW = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: pytest\n"
INSTALLING = f"{WORKFLOW}      - uses: actions/setup-python@v5\n      - run: pip install -e .\n"
METADATA = ("[project.scripts]\none = 'a:main'\n", "[project.scripts]\ntwo = 'pkg.b:main'\n", "")

PYTHON_NAMES = ("a.py", "pkg/b.py", "tests/c.py", "tests/in/d.py", "caf\udce9.py", "tool")
WORKFLOW_NAMES = (".github/workflows/w.yml",)
NAMES = st.sampled_from([*PYTHON_NAMES, *WORKFLOW_NAMES])
CONTENTS = st.sampled_from([*PYTHON, UNDECODABLE, WORKFLOW, INSTALLING, "jobs: [\n"])

DEFAULT = Settings()
SETTINGS = (
    DEFAULT,
    DEFAULT._replace(select=("AUT3",)),
    DEFAULT._replace(ignore=("AUT101",)),
    DEFAULT._replace(min_priority=Priority.P1),
    DEFAULT._replace(minor_paths=("pkg",)),
    DEFAULT._replace(disable_noqa=True),
    DEFAULT._replace(timeout=60, catch_timeout=True),
    DEFAULT._replace(per_file_ignores=(("b.py", ("AUT1",)),)),
    DEFAULT._replace(exclude=("tests",)),
)


class Tree(RuleBasedStateMachine):
    """A folder in which things happen. After each of them there is a run."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.back = os.getcwd()
        os.chdir(self.folder)
        self.settings = DEFAULT
        self.marked = False
        self.arguments = ["."]
        self.clock = LATER
        for name, content in zip(PYTHON_NAMES, PYTHON, strict=False):
            self.write(name, content)

    def teardown(self) -> None:
        os.chdir(self.back)
        shutil.rmtree(self.folder)

    @invariant()
    def a_run_finds_the_same(self) -> None:
        now = time.time_ns() + self.clock
        run = Run(self.arguments, self.settings, marked=self.marked, now=now)
        assert run.results == run.without
        tick()

    @rule(name=NAMES, content=CONTENTS)
    def write(self, name: str, content: str) -> None:
        clear(name)
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(os.fsencode(content))

    @rule(name=NAMES, content=st.sampled_from(SAME_SIZE), anew=st.booleans())
    def write_and_put_the_time_back(self, name: str, content: str, anew: bool) -> None:
        if not Path(name).is_file():
            return
        before = Path(name).stat()
        into = Path("new" if anew else name)
        into.write_bytes(content.encode())
        os.utime(into, ns=(before.st_atime_ns, before.st_mtime_ns))
        into.replace(name)

    @rule(name=NAMES, seconds=st.sampled_from([-(10**9), -100, 0, 100, 10**9]))
    def touch(self, name: str, seconds: int) -> None:
        if Path(name).is_file():
            moment = time.time_ns() + seconds * 10**9
            os.utime(name, ns=(moment, moment))

    @rule(one=NAMES, other=NAMES)
    def rename(self, one: str, other: str) -> None:
        if Path(one).is_file() and one != other:
            clear(other)
            Path(other).parent.mkdir(parents=True, exist_ok=True)
            Path(one).rename(other)

    @rule(one=NAMES, other=NAMES)
    def swap(self, one: str, other: str) -> None:
        if Path(one).is_file() and Path(other).is_file() and one != other:
            Path(one).rename("between")
            Path(other).rename(one)
            Path("between").rename(other)

    @rule(one=NAMES, other=NAMES, hard=st.booleans())
    def link(self, one: str, other: str, hard: bool) -> None:
        if Path(one).is_file() and one != other:
            clear(other)
            Path(other).parent.mkdir(parents=True, exist_ok=True)
            if hard:
                os.link(os.path.realpath(one), other)
            else:
                os.symlink(os.path.abspath(one), other)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        clear(name)

    @rule(name=NAMES, inner=st.sampled_from(PYTHON))
    def replace_by_a_folder(self, name: str, inner: str) -> None:
        clear(name)
        Path(name).mkdir(parents=True)
        Path(name, "inner.py").write_text(inner)

    @rule(text=st.sampled_from(METADATA))
    def install_commands(self, text: str) -> None:
        Path("pyproject.toml").write_text(text)

    @rule(name=st.sampled_from(["tests/setup.py", "pkg/setup.cfg", "tests/in/pyproject.toml"]))
    def mark_the_root_of_a_project_or_not(self, name: str) -> None:
        if Path(name).exists():
            Path(name).unlink()
        else:
            self.write(name, "")

    @rule(name=st.sampled_from(["requirements.txt", "pytest.ini"]), text=st.sampled_from(["", "x"]))
    def write_what_a_workflow_depends_on(self, name: str, text: str) -> None:
        addopts = "[pytest]\naddopts = --junitxml=x\n"
        Path(name).write_text(addopts if text else "")

    @rule(settings=st.sampled_from(SETTINGS), marked=st.booleans())
    def configure(self, settings: Settings, marked: bool) -> None:
        self.settings = settings
        self.marked = marked

    @rule(arguments=st.sampled_from([["."], ["tests"], ["a.py", "pkg"], ["tests", "tests/c.py"]]))
    def name_other_files(self, arguments: list[str]) -> None:
        self.arguments = arguments

    @rule(clock=st.sampled_from([0, LATER, -3600 * 10**9, 3600 * 10**9]))
    def set_the_clock(self, clock: int) -> None:
        self.clock = clock

    @rule(place=st.floats(0, 1), how=st.sampled_from(["flip", "cut", "grow", "delete", "folder"]))
    def damage_the_cache(self, place: float, how: str) -> None:
        for path in Path(FOLDER).glob("check-*.table"):
            if path.is_dir():
                path.rmdir()
                continue
            data = bytearray(path.read_bytes())
            index = int(place * (len(data) - 1))
            if how == "flip":
                data[index] ^= 1 << int(place * 7)
            if how in {"flip", "cut", "grow"}:
                path.write_bytes(data[:index] if how == "cut" else data + b"\0" * (how == "grow"))
            else:
                path.unlink()
            if how == "folder":
                path.mkdir()


def clear(name: str) -> None:
    """Remove whatever stands at a path."""
    with contextlib.suppress(FileNotFoundError):
        if Path(name).is_dir() and not Path(name).is_symlink():
            shutil.rmtree(name)
        else:
            Path(name).unlink()


TestTree = Tree.TestCase
TestTree.settings = hypothesis_settings(max_examples=20, stateful_step_count=25)
