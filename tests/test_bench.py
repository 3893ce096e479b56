"""The benchmarks run; what they measure is no business of the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"


@pytest.mark.parametrize(
    ("script", "words", "told"),
    [
        ("rules.py", ["tree", "--runs", "1"], "the rules add "),
        ("formats.py", ["--gaps", "25", "--runs", "1"], "25 gaps in 1 files"),
        (
            "history.py",
            ["--commits", "6", "--files", "20", "--sample", "1", "--runs", "1"],
            "the second run beside the first",
        ),
        ("speed.py", ["--quick", "--tree", "tree", "--only", "start-up"], "flake8-automation"),
    ],
)
def test_a_benchmark_runs(script: str, words: list[str], told: str, project: Path) -> None:
    (project / "tree").mkdir()
    for number in range(3):
        text = 'import subprocess\nsubprocess.run(["a"])\n'
        (project / "tree" / f"f{number}.py").write_text(text)
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert told in done.stdout
