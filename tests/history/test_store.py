"""The store: results survive, and whatever happens to it costs no more than time."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flake8_automation.history.store import Store
from tests.conftest import Cli
from tests.history.samples import GAP, TWO_GAPS, commit, numbers, rows, start
from tests.history.test_history import forbid_judging

FILE = Path(".flake8_automation_cache/versions-1.sqlite")
NUMBER = 300

WRITER = """
import sys
from flake8_automation.history.store import Store
store = Store("cache", "kind", lambda line: print(line))
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    store.put({b"%d" % number: b"value %d" % number})
print("done")
"""


def history(cli: Cli, *arguments: str) -> tuple[list[tuple[int, int, int]], str]:
    """The numbers, and what is said on stderr."""
    done = cli("gaps", "history", *arguments)
    assert done.status == 0
    return numbers(cli, *arguments), done.err


def silent(line: str) -> None:
    pytest.fail(f"told: {line}")


def test_what_was_put_is_there_for_the_same_kind_of_run(project: Path):
    store = Store("cache", "one", silent)
    assert store.get([b"a"]) == {}
    store.put({b"a": b"1", b"b": b""})
    store.put({b"a": b"2"})
    many = [b"%d" % number for number in range(2000)]
    assert Store("cache", "one", silent).get([b"b", b"a", b"c", *many]) == {b"a": b"1", b"b": b""}
    assert Store("cache", "two", silent).get([b"a"]) == {}


def test_many_keys_are_found_at_once(project: Path):
    values = {b"%d" % number: b"%d" % -number for number in range(3000)}
    Store("cache", "one", silent).put(values)
    assert Store("cache", "one", silent).get(values) == values


def test_kinds_of_runs_that_are_long_gone_are_forgotten(project: Path, monkeypatch):
    for number in range(12):
        monkeypatch.setattr(time, "time", lambda number=number: 1000.0 + number)
        Store("cache", f"kind {number}", silent).put({b"a": b"1"})
    there = [n for n in range(12) if Store("cache", f"kind {n}", silent).get([b"a"])]
    assert there == list(range(4, 12))
    assert Store("cache", "none", silent).get([b"a"]) == {}


def test_each_version_is_judged_once(cli: Cli, monkeypatch: pytest.MonkeyPatch):
    start({"a.py": TWO_GAPS})
    commit({"a.py": GAP}, day=1)
    first = rows(cli)
    forbid_judging(monkeypatch)
    commit({"lib/a.py": GAP}, day=2)
    assert rows(cli)[:2] == first
    assert rows(cli, "--min-priority", "P3")[:2] == first
    with pytest.raises(pytest.fail.Exception, match="judged again"):
        rows(cli, "--no-cache")
    for other in (["--disable-noqa"], ["--select", "AUT101"], ["--guard-names", "robot"]):
        with pytest.raises(pytest.fail.Exception, match="judged again"):
            rows(cli, *other)


def test_another_version_of_the_tool_judges_again(cli: Cli, monkeypatch: pytest.MonkeyPatch):
    start({"a.py": GAP})
    rows(cli)
    forbid_judging(monkeypatch)
    rows(cli)
    monkeypatch.setattr("flake8_automation.files.cache.kind.__version__", "0.0.0")
    with pytest.raises(pytest.fail.Exception, match="judged again"):
        rows(cli)


def test_the_folder_can_be_chosen_and_need_not_be(cli: Cli, tmp_path: Path):
    start({"a.py": GAP})
    table = "[tool.flake8-automation]\ncache-dir = 'kept'\n"
    commit({"lib/b.py": GAP, "lib/pyproject.toml": table}, day=1)
    rows(cli, "--no-cache")
    assert sorted(os.listdir()) == [".git", "a.py", "lib"]
    rows(cli, "--cache-dir", "../elsewhere")
    assert (tmp_path / "elsewhere" / FILE.name).exists()
    os.chdir("lib")
    rows(cli)
    assert Path("kept", FILE.name).exists()
    assert Path("kept/.gitignore").read_text() == "*\n"
    os.chdir("..")
    assert sorted(os.listdir()) == [".git", "a.py", "lib"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: bytes(reversed(data)), id="another file"),
        pytest.param(lambda data: data[:2000], id="cut off"),
        pytest.param(lambda data: data[:4096] + b"\xff" * 12288, id="pages"),
        pytest.param(lambda data: data.replace(b'"AUT101",1,0,1', b'"AUT101",1,0,7'), id="a value"),
        pytest.param(lambda data: b"\0" * len(data), id="zeros"),
    ],
)
def test_a_damaged_file_is_made_anew_with_one_line(cli: Cli, damage):
    start({"a.py": GAP})
    before = rows(cli)
    data = FILE.read_bytes()
    assert damage(data) != data
    FILE.write_bytes(damage(data))
    done = cli("gaps", "history")
    assert done.err == f"{FILE.resolve()}: was damaged, and is made anew\n"
    assert done.status == 0
    assert rows(cli) == before
    assert cli("gaps", "history").err == ""


def test_the_tables_of_somebody_else_are_replaced(cli: Cli):
    start({"a.py": GAP})
    FILE.parent.mkdir()
    with sqlite3.connect(FILE) as connection:
        connection.execute("CREATE TABLE kinds (something TEXT)")
    connection.close()
    assert cli("gaps", "history").err == f"{FILE.resolve()}: was damaged, and is made anew\n"
    assert cli("gaps", "history").err == ""


def test_an_empty_file_is_another_run_that_has_just_begun(cli: Cli):
    start({"a.py": GAP})
    FILE.parent.mkdir()
    FILE.write_bytes(b"")
    assert history(cli) == ([(0, 1, 0)], "")
    assert FILE.stat().st_size


def test_where_nothing_can_be_written_the_numbers_are_right(cli: Cli):
    start({"a.py": GAP})
    FILE.parent.write_text("a file is in the way")
    done = cli("gaps", "history")
    assert done.status == 0
    assert done.err == f"the results are not kept: {FILE.parent.resolve()}: file exists\n"
    assert cli("gaps", "history", "--quiet").err == ""
    assert numbers(cli) == [(0, 1, 0)]


def test_a_store_that_is_read_only_is_still_read(project: Path, monkeypatch):
    def refuse(folder: str) -> None:
        raise OSError(errno.EROFS, "Read-only file system", folder)

    told: list[str] = []
    Store("cache", "one", silent).put({b"a": b"1"})
    store = Store("cache", "one", told.append)
    monkeypatch.setattr("flake8_automation.history.store.prepare", refuse)
    store.put({b"b": b"2"})
    store.put({b"c": b"3"})
    assert told == ["the results are not kept: cache: read-only file system"]
    assert store.get([b"a", b"b"]) == {b"a": b"1"}


def test_without_sqlite_nothing_is_kept(cli: Cli, monkeypatch):
    start({"a.py": GAP})
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    done = cli("gaps", "history")
    assert (done.status, done.err) == (0, "the results are not kept: this Python has no sqlite3\n")
    assert numbers(cli) == [(0, 1, 0)]


def test_a_folder_of_the_users_is_left_as_it_is(cli: Cli):
    start({"a.py": GAP})
    rows(cli, "--cache-dir", ".")
    assert sorted(os.listdir()) == [".git", "a.py", FILE.name]
    os.mkdir("empty")
    rows(cli, "--cache-dir", "empty")
    assert sorted(os.listdir("empty")) == [".gitignore", "CACHEDIR.TAG", FILE.name]


def test_ten_processes_share_it(project: Path):
    command = [sys.executable, "-c", WRITER]
    writers = [
        subprocess.Popen([*command, str(n), str(n + 40)], stdout=subprocess.PIPE, text=True)
        for n in range(0, NUMBER, NUMBER // 10)
    ]
    assert {writer.communicate(timeout=120)[0] for writer in writers} == {"done\n"}
    keys = [b"%d" % number for number in range(NUMBER)]
    assert len(Store("cache", "kind", silent).get(keys)) == NUMBER


def test_ten_histories_at_once_agree(cli: Cli):
    start({"a.py": TWO_GAPS, "b.py": GAP})
    for day in range(1, 6):
        commit({f"c{day}.py": GAP * day}, day=day)
    command = [sys.executable, "-m", "flake8_automation", "gaps", "history", "--json"]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(10)
    ]
    told = {run.communicate(timeout=120) for run in runs}
    ((out, err),) = told
    assert err == ""
    assert out == cli("gaps", "history", "--json", "--no-cache").out


def test_a_killed_run_leaves_it_readable(project: Path):
    for turn in range(4):
        first = turn * 100_000
        words = [sys.executable, "-c", WRITER, str(first), str(first + 100_000)]
        writer = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        store = Store("cache", "kind", silent)
        while not store.get([b"%d" % (first + 5)]):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        writer.send_signal(signal.SIGKILL)
        writer.wait(timeout=60)
        found = store.get([b"%d" % number for number in range(first, first + 100_000)])
        assert 5 < len(found) < 100_000
        assert all(value == b"value " + key for key, value in found.items())
