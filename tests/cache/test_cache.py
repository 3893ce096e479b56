"""What the cache saves, and what happens to it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.files import access
from flake8_automation.files.cache import rows
from flake8_automation.files.cache import store as store_module
from flake8_automation.files.cache.kind import kind_of_run
from flake8_automation.files.cache.store import Store
from flake8_automation.files.cache.table import UNSETTLED, Looked, Table, dumped, loaded
from flake8_automation.model import (
    Broken,
    BrokenKind,
    Checked,
    Edit,
    Fix,
    Mark,
    Position,
    Priority,
    Safety,
    Site,
    Span,
    Status,
)
from flake8_automation.settings import Settings
from tests.cache.samples import FOLDER, LATER, Run, table, tick
from tests.conftest import Cli
from tests.history.samples import BROKEN, COMMAND, COVERED, GAP, NOTHING, TWO_GAPS
from tests.repositories import git

CACHE = Path(".flake8_automation_cache")
DAY = 86_400


@pytest.fixture
def tree(project: Path) -> Path:
    """Two files that rules look at, and one that holds no needle."""
    for name, text in {"a.py": GAP, "b.py": COVERED, "c.py": NOTHING}.items():
        Path(name).write_text(text)
    return project


def settle(*names: str) -> None:
    """Make files as old as they are in a tree that nobody works on."""
    for name in names:
        os.utime(name, (time.time() - DAY, time.time() - DAY))


# What is read again


def test_nothing_is_read_again_that_has_not_changed(tree: Path):
    first = Run()
    assert (first.visited, first.wrote) == (["a.py", "b.py", "c.py"], True)
    second = Run()
    assert (second.visited, second.wrote) == ([], False)
    assert second.results == first.results == second.without
    assert [len(checked.gaps()) for checked in second.results] == [1, 0, 0]


@pytest.mark.parametrize("text", [TWO_GAPS, GAP.replace("make", "true"), NOTHING])
def test_what_has_changed_is(tree: Path, text: str):
    Run()
    tick()
    Path("a.py").write_text(text)
    run = Run()
    assert run.visited == ["a.py"]
    assert run.results == run.without
    assert Run().visited == []
    assert Run().results == run.without


def test_a_time_that_was_put_back_hides_no_change(tree: Path):
    settle("a.py")
    before = os.stat("a.py")
    Run()
    tick()
    Path("a.py").write_text(GAP.replace("subprocess.run(", "subprocess.r_n("))
    os.utime("a.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    after = os.stat("a.py")
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    run = Run()
    assert run.visited == ["a.py"]
    assert not run.result("a.py").gaps()


def test_a_file_with_the_same_content_is_read_but_not_judged(tree: Path, monkeypatch):
    first = Run()
    tick()
    for name in ("a.py", "b.py"):
        Path(name).write_text(Path(name).read_text())
    forbid_judging(monkeypatch)
    monkeypatch.setattr("tests.cache.samples.check_file", lambda *_, **__: None)
    run = Run()
    assert run.visited == ["a.py", "b.py"]
    assert run.results == first.results


def forbid_judging(monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(*_: object, **__: object) -> None:
        pytest.fail("judged again")

    monkeypatch.setattr("flake8_automation.engine.check_bytes", judged)


def test_a_file_of_just_now_is_looked_at_again(tree: Path):
    now = time.time_ns()
    Run(now=now)
    assert Run(now=now).visited == ["a.py", "b.py", "c.py"]
    assert not Run(now=now).wrote  # nothing more can be said of it
    later = Run()
    assert (later.visited, later.wrote) == (["a.py", "b.py", "c.py"], True)
    assert Run().visited == []


@pytest.mark.parametrize("seconds", [1.5, 60, 10**9])
def test_a_time_that_is_yet_to_come_settles_nothing(tree: Path, seconds: float):
    moment = time.time_ns() + int(seconds * 10**9)
    os.utime("a.py", ns=(moment, moment))
    now = moment - 10**9
    Run(now=now)
    assert "a.py" in Run(now=now).visited


def test_where_the_clock_went_back_no_younger_stamp_is_trusted(tree: Path):
    settle("b.py")
    ago = os.stat("b.py").st_mtime_ns
    assert Run().visited
    assert Run().visited == []
    assert Run(now=ago).visited == ["a.py", "b.py", "c.py"]
    assert Run(now=ago).results == Run().results


def test_a_file_that_changes_while_it_is_read_is_read_again(tree: Path, monkeypatch):
    read = access.read

    def late(path: str) -> bytes:
        data = read(path)
        if path == "a.py":
            tick()
            Path(path).write_text(NOTHING)
        return data

    with monkeypatch.context() as patch:
        patch.setattr(access, "read", late)
        assert len(Run().result("a.py").gaps()) == 1
    run = Run()
    assert run.visited == ["a.py"]
    assert run.results == run.without


def test_what_a_project_installs_belongs_to_it(tree: Path):
    Path("d.py").write_text(COMMAND)
    Path("pyproject.toml").write_text("[project.scripts]\nd = 'other:main'\n")
    assert not Run().result("d.py").gaps()
    assert Run().visited == []
    Path("pyproject.toml").write_text("[project.scripts]\nd = 'd:main'\n")
    run = Run()
    assert run.visited == ["d.py"]
    assert run.results == run.without
    assert run.result("d.py").gaps()
    assert Run().visited == []


def test_where_a_project_begins_belongs_to_it(tree: Path):
    Path("tests").mkdir()
    Path("tests/d.py").write_text(GAP)
    assert Run().result("tests/d.py").sites[0].priority is Priority.P2
    assert Run().visited == []
    Path("tests/setup.py").write_text("")
    run = Run()
    assert "tests/d.py" in run.visited
    assert run.result("tests/d.py").sites[0].priority is not Priority.P2
    assert run.results == run.without


MATTERING = [
    ("select", ("AUT3",)),
    ("extend_select", ("AUT3",)),
    ("ignore", ("AUT1",)),
    ("extend_ignore", ("AUT1",)),
    ("per_file_ignores", (("a.py", ("AUT1",)),)),
    ("disable_noqa", True),
    ("timeout", 60),
    ("timeouts", (("make", 60),)),
    ("timeout_constant", "LIMIT"),
    ("catch_timeout", True),
    ("timeout_minutes", 5),
    ("guard_names", ("robot",)),
    ("minor_paths", ("a.py",)),
    ("min_priority", Priority.P0),
]


@pytest.mark.parametrize(("field", "value"), MATTERING)
def test_settings_belong_to_it(field: str, value: object):
    changed = Settings()._replace(**{field: value})  # type: ignore[arg-type]
    assert kind_of_run(changed, marked=False) != kind_of_run(Settings(), marked=False)


def test_settings_that_matter_to_nobody_here_do_not(tree: Path):
    others = {
        "exclude": ("c.py",),
        "extend_exclude": ("x",),
        "unsafe_fixes": True,
        "extend_safe_fixes": ("AUT1",),
        "unparsed": "warn",
        "accepted": True,
        "minutes": (("AUT1", 5),),
        "cache_dir": "/x",
    }
    Run()
    assert Run(settings=Settings()._replace(**others)).visited == []  # type: ignore[arg-type]
    assert {field for field, _ in MATTERING} | set(others) == set(Settings._fields)


def test_marks_belong_to_it(tree: Path):
    Run()
    run = Run(marked=True)
    assert run.visited == ["a.py", "b.py", "c.py"]
    assert run.result("a.py").sites[0].mark
    assert Run(marked=True).results == run.results == run.without
    assert Run().visited == Run(marked=True).visited == []


@pytest.mark.parametrize(
    ("where", "name"),
    [("our own", "registry.py"), ("our own", "rules/python/subprocess_without_timeout.md")],
)
def test_programs_belong_to_it(where: str, name: str, monkeypatch: pytest.MonkeyPatch):
    from flake8_automation.files.cache import kind

    before = kind_of_run(Settings(), marked=False)
    modules = kind._modules

    def touched(folder: str, below: str):
        for place, size, moment in modules(folder, below):
            yield place, size, moment + (below + place == name)

    monkeypatch.setattr(kind, "_modules", touched)
    assert kind_of_run(Settings(), marked=False) != before


def test_what_other_packages_are_is_seen_without_loading_them():
    told = kind_of_run(Settings(), marked=False)
    for word in ("ast_grep_py-0.5", "flake8-7", "pyyaml-6", sys.version.split()[0]):
        assert word in told
    program = (
        "import sys\nfrom flake8_automation.files.cache.kind import programs\nprograms()\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert {"ahocorasick_rs", "ast_grep_py", "flake8", "yaml", "importlib.metadata"}.isdisjoint(
        done.stdout.split()
    )


def test_what_goes_wrong_is_kept_only_if_it_is_sure_to_go_wrong_again(tree: Path, monkeypatch):
    Path("broken.py").write_text(BROKEN)
    Path("latin.py").write_bytes(GAP.encode() + b"# \xff\n")
    Path("nul.py").write_text(f"{GAP}\0")
    kinds = {c.path: c.broken.kind for c in Run().results if c.broken}
    assert kinds == {
        "broken.py": BrokenKind.UNPARSED,
        "latin.py": BrokenKind.UNDECODABLE,
        "nul.py": BrokenKind.UNPARSED,
    }
    again = Run()
    assert again.results == again.without
    assert again.visited == ["nul.py"]  # nothing tells it from a parser that lacks memory

    def fails(path: str, *_: object, **__: object) -> Checked:
        return Checked(path, broken=Broken(BrokenKind.INTERNAL, "KeyError"))

    Path("d.py").write_text(GAP)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "check_bytes", fails)
        assert Run().result("d.py").broken
    run = Run()
    assert "d.py" in run.visited
    assert run.results == run.without


# Which files


def test_runs_on_some_files_keep_what_is_known_of_the_others(tree: Path):
    Run()
    tick()
    Path("b.py").write_text(TWO_GAPS)
    assert Run(["b.py"]).visited == ["b.py"]
    assert Run().visited == []
    Path("d").mkdir()
    Path("d/e.py").write_text(GAP)
    assert Run(["d"]).visited == ["d/e.py"]
    assert Run().visited == []
    assert Run(settings=Settings()._replace(exclude=("a.py",))).kept == ["b.py", "c.py", "d/e.py"]
    assert Run().visited == []


def test_what_has_vanished_is_forgotten(tree: Path):
    Run()
    size = table().stat().st_size
    for number in range(3):
        tick()
        for name in (f"long name {number}.py", "a.py"):
            Path(name).write_text(GAP)
        Run()
        Path(f"long name {number}.py").unlink()
    tick()
    Path("a.py").write_text(GAP)
    Run()
    assert table().stat().st_size == size
    assert b"long name" not in table().read_bytes()


def test_links_and_odd_names(tree: Path):
    os.symlink("d", "link.py")
    Path("d").write_text(GAP)
    os.link("a.py", "hard.py")
    Path("\udcff\n .py").write_text(GAP)
    Run()
    again = Run()
    assert again.visited == []
    assert again.results == again.without
    tick()
    Path("d").write_text(TWO_GAPS)
    Path("a.py").write_text(TWO_GAPS)
    run = Run()
    assert run.visited == ["a.py", "hard.py", "link.py"]
    assert run.results == run.without


def test_a_file_that_became_a_folder(tree: Path):
    Run()
    Path("a.py").unlink()
    Path("a.py").mkdir()
    Path("a.py/x.py").write_text(TWO_GAPS)
    run = Run()
    assert run.visited == ["a.py/x.py"]
    assert run.results == run.without


def test_the_same_file_by_another_name(tree: Path):
    Run()
    here = Run([str(tree), "."])
    assert here.visited == []
    assert here.results == here.without
    assert here.paths[0] == f"{tree}/a.py"


# The file of the cache


POSITIONS = st.builds(Position, *[st.integers(0, 2**40)] * 5)
SPANS = st.builds(Span, POSITIONS, POSITIONS)
TEXTS = st.text(st.characters(), max_size=20)  # lone surrogates too
FIXES = st.builds(
    Fix,
    TEXTS,
    st.lists(st.builds(Edit, SPANS, TEXTS), max_size=3).map(tuple),
    st.sampled_from(Safety),
)
SITES = st.builds(
    Site,
    TEXTS,
    TEXTS,
    st.sampled_from(Status),
    SPANS,
    TEXTS,
    st.sampled_from(Priority),
    st.none() | FIXES,
    TEXTS,
    st.lists(FIXES, max_size=2).map(tuple),
    st.none() | st.builds(Mark, TEXTS, TEXTS),
)
BROKENS = st.builds(Broken, st.sampled_from(BrokenKind), TEXTS, st.integers(0), st.integers(0))
RESULTS = st.builds(
    Checked, st.just("p"), st.lists(SITES, max_size=2).map(tuple), st.none() | BROKENS
)


@given(RESULTS)
def test_no_part_of_a_result_gets_lost(checked: Checked):
    again = rows.unpacked(rows.packed(checked), "p")
    assert again == checked
    assert repr(again) == repr(checked)  # an IntEnum equals its number


def test_the_parts_of_a_result_are_those_that_are_kept():
    parts = (Checked, Site, Fix, Edit, Span, Position, Mark, Broken)
    assert [len(part._fields) for part in parts] == [3, 10, 3, 2, 2, 5, 2, 4]


@pytest.mark.parametrize(
    "text", ["[", "[]", "[[],1]", "[[[1]],null]", "[[],[1,2,3,4]]", "{}", "null", "[" * 100_000]
)
def test_a_text_that_is_no_result_is_an_error_of_one_kind(text: str):
    with pytest.raises(ValueError):
        rows.unpacked(text, "p")


STAMPS = st.tuples(*[st.integers(0, 2**64 - 1)] * 4) | st.just(UNSETTLED)
NAMES = st.text(st.characters(blacklist_characters="\0"), min_size=1, max_size=8)
ASCII = st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=8)
LOOKED = st.builds(Looked, ASCII, ASCII, ASCII)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    stamps = draw(st.dictionaries(NAMES, STAMPS, max_size=4))
    names = draw(st.sets(st.sampled_from(sorted(stamps)))) if stamps else set()
    return Table(stamps, {name: draw(LOOKED) for name in names})


@given(tables(), st.text(max_size=5))
def test_a_table_as_bytes(kept: Table, kind: str):
    again = loaded(dumped(kept, kind), kind)
    assert again is not None
    assert (again.stamps, again.looked) == (kept.stamps, kept.looked)
    assert loaded(dumped(kept, kind), kind + "x") is None


@given(tables(), st.floats(0, 1), st.integers(0, 7))
def test_a_damaged_table_is_none(kept: Table, place: float, bit: int):
    data = bytearray(dumped(kept, "kind"))
    index = int(place * (len(data) - 1))
    assert loaded(bytes(data[:index]), "kind") is None
    assert loaded(bytes(data) + b"\0", "kind") is None
    data[index] ^= 1 << bit
    assert loaded(bytes(data), "kind") is None


def test_a_damaged_file_is_made_anew(tree: Path):
    Run()
    good = table().read_bytes()
    table().write_bytes(good[:-1])
    assert Run().visited == ["a.py", "b.py", "c.py"]
    assert len(table().read_bytes()) == len(good)
    assert Run().visited == []


def test_results_that_are_none_are_found_out_again(tree: Path):
    Run()
    store = Store(FOLDER, kind_of_run(Settings(), marked=False))
    kept = store.load()
    odd = {path: one._replace(result="[3]") for path, one in kept.looked.items()}
    store.keep(kept._replace(looked=odd), pytest.fail)
    run = Run()
    assert run.visited == ["a.py", "b.py"]
    assert run.results == run.without
    assert Run().visited == []


def test_a_pipe_in_its_place_is_no_trap(tree: Path):
    Run()
    path = table()
    path.unlink()
    os.mkfifo(path)
    assert Run().visited
    assert Run().visited == []


def test_nothing_is_written_through_a_link(tree: Path, monkeypatch):
    Path("precious").write_text("mine")
    Run()
    path = table()
    path.unlink()
    path.symlink_to(Path("precious").absolute())
    Run()
    monkeypatch.setattr(os, "urandom", lambda count: b"\0" * count)
    Path(f"{path}.{'0' * 16}.tmp").symlink_to(Path("precious").absolute())
    tick()
    Path("a.py").write_text(TWO_GAPS)
    assert "file exists" in Run().told[0]
    assert Path("precious").read_text() == "mine"


@pytest.mark.parametrize("failing", ["prepare", "dumped"])
def test_where_nothing_can_be_written_runs_go_on(tree: Path, monkeypatch, failing: str):
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(store_module, failing, refuse)
    run = Run()
    assert run.results == run.without
    assert run.told == ["the results are not kept: x: no space left on device"]
    assert not list(Path().glob(f"{FOLDER}/*.tmp"))


def test_what_is_read_only_is_still_used(tree: Path, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system", FOLDER)

    Run()
    monkeypatch.setattr(store_module, "prepare", refuse)
    tick()
    Path("a.py").write_text(TWO_GAPS)
    for _ in range(2):
        run = Run()
        assert run.visited == ["a.py"]
        assert run.results == run.without


def test_what_killed_runs_have_left_is_removed(tree: Path):
    Run()
    old, new = (Path(f"{table()}.{number:016x}.tmp") for number in (1, 2))
    mine = Path(FOLDER, "check-x.tmp")
    for path in (old, new, mine):
        path.write_bytes(b"")
        if path is not new:
            settle(str(path))
    tick()
    Path("a.py").write_text(TWO_GAPS)
    Run()
    assert (old.exists(), new.exists(), mine.exists()) == (False, True, True)


def test_the_kinds_of_runs_that_were_written_last_are_kept(tree: Path):
    for number in range(12):
        Store(FOLDER, f"kind {number}").keep(Table({"a": (1, 2, 3, 4)}, {}), pytest.fail)
        tick()
    there = [n for n in range(12) if Store(FOLDER, f"kind {n}").load().stamps]
    assert there == list(range(4, 12))


WRITER = """
import sys
from flake8_automation.files.cache.store import Store
from flake8_automation.files.cache.table import Table, UNSETTLED
number = int(sys.argv[1])
names = [f"{number} {index}" for index in range(20_000)]
while True:
    Store("kept", "kind").keep(Table(dict.fromkeys(names, UNSETTLED), {}), print)
    print("kept", flush=True)
"""


def test_whatever_is_killed_there_is_a_whole_table(project: Path):
    store = Store(FOLDER, "kind")
    for turn in range(3):
        writers = [
            subprocess.Popen([sys.executable, "-c", WRITER, str(n)], stdout=subprocess.PIPE)
            for n in range(3)
        ]
        for writer in writers:
            assert writer.stdout
            assert writer.stdout.readline() == b"kept\n"
        for _ in range(5):
            names = {name.split()[0] for name in store.load().stamps}
            assert len(names) == 1
        time.sleep(0.01 * turn)
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            assert set(writer.communicate(timeout=60)[0].splitlines()) <= {b"kept"}
        names = {name.split()[0] for name in store.load().stamps}
        assert len(names) == 1


# The commands


def test_check_keeps_results_and_no_cache_does_not(cli: Cli, tree: Path):
    expected = cli("check", "--no-cache")
    assert not CACHE.exists()
    assert cli("check") == expected
    names = sorted(os.listdir(CACHE))
    assert names[:2] == [".gitignore", "CACHEDIR.TAG"]
    data = {path: path.read_bytes() for path in CACHE.iterdir()}
    assert cli("check") == cli("check", "--jobs", "1") == expected
    assert data == {path: path.read_bytes() for path in CACHE.iterdir()}


def spoil(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever is judged from now on be without gaps."""
    monkeypatch.setattr(
        "flake8_automation.engine.check_bytes", lambda path, *_, **__: Checked(path)
    )


@pytest.mark.parametrize("command", [("check",), ("gaps",), ("gaps", "check", "--json")])
def test_commands_that_use_it(cli: Cli, tree: Path, monkeypatch, command):
    Path(".automation-gaps").write_text("")
    before = cli(*command)
    spoil(monkeypatch)
    assert cli(*command) == before
    assert cli(*command, "--no-cache") != before
    assert cli(*command) == before


def test_standard_input_is_not_kept(cli: Cli, project: Path):
    assert cli("check", "-", stdin=GAP.encode()).status == 1
    assert not CACHE.exists()


@pytest.mark.parametrize("command", [("fix",), ("fix", "-"), ("rules",), ("config",)])
def test_commands_that_know_nothing_of_it(cli: Cli, project: Path, command):
    done = cli(*command, "--no-cache")
    assert done.status == 2
    assert "--no-cache" in done.err


def test_fixing_leaves_it_right(cli: Cli, tree: Path):
    assert cli("check").status == 1
    assert cli("fix", "--unsafe-fixes").status == 0
    assert cli("check").status == 0
    assert cli("fix", "--undo").status == 0
    assert cli("check") == cli("check", "--no-cache")


def test_a_run_on_one_file_of_many_does_without(cli: Cli, tree: Path, monkeypatch):
    Path("long").mkdir()
    for number in range(700):
        Path(f"long/{number} {'x' * 100}.py").write_text("")
    later = time.time_ns() + LATER
    monkeypatch.setattr(time, "time_ns", lambda: later)
    cli("check")
    (path,) = CACHE.glob("*.table")
    before = path.read_bytes()
    Path("a.py").write_text(TWO_GAPS)
    assert cli("check", "a.py").out.count("AUT101") == 2
    assert path.read_bytes() == before
    assert cli("check").out.count("AUT101") == 2
    assert path.read_bytes() != before


def test_where_it_is(cli: Cli, project: Path, tmp_path: Path):
    Path("lib/inner").mkdir(parents=True)
    Path("lib/inner/a.py").write_text(GAP)
    Path("lib/pyproject.toml").write_text("")
    os.chdir("lib/inner")
    cli("check")
    assert (project / "lib" / CACHE).is_dir()
    Path("../pyproject.toml").unlink()
    cli("check")
    assert CACHE.is_dir()
    git("init", "-q", str(project))
    cli("check", ".")
    assert (project / CACHE).is_dir()
    assert git("status", "--porcelain", "--untracked-files=all") == "?? lib/inner/a.py"
    cli("check", "--cache-dir", "../kept")
    assert (project / "lib/kept/CACHEDIR.TAG").is_file()
    (project / "pyproject.toml").write_text("[tool.flake8-automation]\ncache-dir = 'there'\n")
    cli("check")
    assert (project / "there").is_dir()
    os.chdir(tmp_path)
    cli("check", str(project / "lib"), "--isolated")
    assert not Path(CACHE).exists()


def test_where_it_cannot_be_nothing_is_said_but_on_request(cli: Cli, tree: Path):
    expected = cli("check", "--no-cache")
    CACHE.write_text("a file is in the way")
    assert cli("check") == expected
    told = f"the results are not kept: {tree / CACHE}: file exists"
    assert told in cli("check", "--verbose").err.splitlines()
    assert CACHE.read_text() == "a file is in the way"


# Cleaning


def test_clean_removes_what_is_ours(cli: Cli, tree: Path):
    cli("check")
    done = cli("clean")
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith(f"{tree / CACHE}: 1 file, ")
    assert not CACHE.exists()
    assert cli("clean") == (0, "", f"{tree / CACHE}: nothing to do\n")
    assert cli("clean", "--quiet") == (0, "", "")
    assert cli("check").status == 1


def test_clean_leaves_what_is_not(cli: Cli, tree: Path):
    cli("check")
    git("init", "-q")
    cli("gaps", "history")
    names = ["notes", "check-x.table", "check-00000000.tables", "versions-1.sqlite.bak"]
    for name in names:
        (CACHE / name).write_text("mine")
    (CACHE / "check-00000000.table").mkdir()
    (CACHE / "check-00000001.table").symlink_to(tree / "a.py")
    cli("clean")
    stays = [*names, "check-00000000.table", "check-00000001.table", ".gitignore", "CACHEDIR.TAG"]
    assert sorted(os.listdir(CACHE)) == sorted(stays)
    assert Path("a.py").read_text() == GAP


@pytest.mark.parametrize("name", [".gitignore", "CACHEDIR.TAG"])
def test_clean_leaves_descriptions_that_are_not_ours(cli: Cli, tree: Path, name: str):
    cli("check")
    (CACHE / name).write_text("# mine\n")
    cli("clean")
    assert sorted(os.listdir(CACHE)) == [".gitignore", "CACHEDIR.TAG"]
    os.mkdir("mine")
    Path("mine/.gitignore").write_text("*\n")
    cli("check", "--cache-dir", "mine")
    cli("clean", "--cache-dir", "mine")
    assert os.listdir("mine") == [".gitignore"]


def test_clean_says_what_it_cannot_do(cli: Cli, tree: Path, monkeypatch):
    cli("check")

    def refuse(path: str) -> None:
        raise OSError(30, "Read-only file system", path)

    monkeypatch.setattr(os, "unlink", refuse)
    done = cli("clean")
    assert done.status == 2
    assert done.err.endswith(".table: read-only file system\n")
    assert done.err.count("\n") == 1
