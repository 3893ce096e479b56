"""Bytecode files beside a source: proof that it parses, if it is of these very bytes."""

import importlib.util
import os
import py_compile
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_automation import source
from flake8_automation.files.bytecode import is_compiled
from flake8_automation.files.visit import check_file
from flake8_automation.model import BrokenKind
from flake8_automation.settings import Settings

GAP = "import subprocess\nsubprocess.run(x)\n"


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text(GAP)
    os.utime(path, (1_700_000_000.5, 1_700_000_000.5))
    py_compile.compile(str(path), doraise=True)
    return path


def bytecode(path: Path) -> Path:
    return Path(importlib.util.cache_from_source(str(path)))


def test_a_file_that_is_compiled_is_not_judged_again(module: Path, monkeypatch: pytest.MonkeyPatch):
    def judge(of: source.Source) -> None:
        raise AssertionError(of.path)

    monkeypatch.setattr(source, "_judge", judge)
    assert is_compiled(str(module), len(GAP))
    assert [site.code for site in check_file(str(module), Settings()).gaps()] == ["AUT101"]


def longer(path: Path) -> None:
    path.write_text(GAP + "print 1\n")
    os.utime(path, (1_700_000_000, 1_700_000_000))


def of_another_time(path: Path) -> None:
    path.write_text("import subprocess\nsubprocess.run(x]\n")
    os.utime(path, (1_700_000_001, 1_700_000_001))


def by_its_hash(path: Path) -> None:
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(path), doraise=True, invalidation_mode=mode)


def of_another_python(path: Path) -> None:
    head = bytecode(path).read_bytes()
    bytecode(path).write_bytes(b"\x00" + head[1:])


def with_flags(path: Path) -> None:
    head = bytecode(path).read_bytes()
    bytecode(path).write_bytes(head[:4] + b"\x01" + head[5:])


def cut_short(path: Path) -> None:
    bytecode(path).write_bytes(bytecode(path).read_bytes()[:15])


def gone(path: Path) -> None:
    bytecode(path).unlink()


@pytest.mark.parametrize(
    "change", [longer, of_another_time, by_its_hash, of_another_python, with_flags, cut_short, gone]
)
def test_other_bytecode_proves_nothing(module: Path, change: Callable[[Path], None]):
    change(module)
    assert not is_compiled(str(module), len(module.read_bytes()))


@pytest.mark.parametrize("change", [longer, of_another_time])
def test_a_file_that_was_broken_since_is_told(module: Path, change: Callable[[Path], None]):
    change(module)
    broken = check_file(str(module), Settings()).broken
    assert broken is not None
    assert broken.kind is BrokenKind.UNPARSED


def test_paths_that_are_none_prove_nothing(tmp_path: Path):
    assert not is_compiled("", 0)
    assert not is_compiled("a\0b.py", 0)
    assert not is_compiled(str(tmp_path), 0)
    assert not is_compiled(str(tmp_path / "none.py"), 0)
