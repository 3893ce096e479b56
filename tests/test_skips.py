"""A test that skips must not go unnoticed on the machine that has everything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.skips import VARIABLE

ROOT = Path(__file__).parent.parent
TESTS = {
    "test_module.py": "import pytest\n\npytest.skip('no nvim', allow_module_level=True)\n",
    "test_functions.py": """
import pytest


def test_fine(): ...


def test_skips_itself():
    pytest.skip('no nvim')


@pytest.mark.skipif(True, reason='no nvim')
def test_is_skipped(): ...


@pytest.mark.xfail
def test_is_known_to_fail():
    assert False
""",
}


@pytest.mark.parametrize(
    ("value", "summary"),
    [("", "1 passed, 3 skipped, 1 xfailed"), ("1", "1 failed, 1 passed, 1 xfailed, 2 errors")],
)
def test_a_skip_fails_where_none_may_be(value: str, summary: str, tmp_path: Path):
    for name, text in TESTS.items():
        (tmp_path / name).write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.skips", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "--continue-on-collection-errors", "--rootdir", tmp_path, tmp_path],
        cwd=ROOT,
        env={**os.environ, VARIABLE: value, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert summary in done.stdout
    assert (f"{VARIABLE} is set, but: Skipped: no nvim" in done.stdout) == bool(value)
