"""The benchmarks run; what they measure is no business of the tests."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

BENCH = Path(__file__).parent.parent / "bench"
MADE = ("RESULTS.md", "chart.svg")
OURS = "flake8-automation"

# ast-grep as it might break on somebody's machine: it tells its version, and cannot do its work
BROKEN_PEER = (
    '#!/bin/sh\ncase "$1" in --version) echo ast-grep 0.0.1;; *) echo no luck >&2; exit 3;; esac\n'
)


def bench(*words: str | Path, path: str = os.environ["PATH"], status: int = 0) -> str:
    script, *others = words
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *others],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


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
    assert told in bench(script, *words)


def test_one_command_measures_every_target_and_a_broken_peer_is_told(project: Path) -> None:
    peer = project / "ast-grep"
    peer.write_text(BROKEN_PEER)
    peer.chmod(0o755)
    words = ("--quick", "--here", "--out", project)
    bench("run.py", *words, path=f"{project}{os.pathsep}{os.environ['PATH']}")

    figures = json.loads((project / "results.json").read_text())
    assert set(figures["races"]) == {
        *("tree", "bare", "cached", "sample", "hook", "start-up", "plugin", "tenfold", "memory"),
    }
    for name, race in figures["races"].items():
        faults = {tool for tool, told in race["tools"].items() if "fault" in told}
        assert faults == ({"ast-grep"} if name == "tree" else set())
        assert race["tools"][race["ours"]]["median"]["wall"] > 0

    page, picture = ((project / name).read_text() for name in MADE)
    assert "| ast-grep 0.0.1 | out of the race: exit 3: no luck |" in page
    assert "time beside ast-grep | at most 0.10 | not measured: ast-grep: exit 3: no luck |" in page
    assert str(project) not in page + picture, "paths of a machine say nothing to others"
    shown = [text.text for text in ElementTree.fromstring(picture).iter() if text.text]
    assert OURS in shown
    assert not any("ast-grep" in text for text in shown), "what was not measured is not drawn"


RACE = """
import json, os, sys
from race import Entrant, Terms, run_rounds
folder, *words = sys.argv[1:]
os.mkdir(f"{folder}/kept")
fill = f"open({folder + '/kept/x'!r}, 'w'); print(1)"
entrants = [
    Entrant("fills its cache", (sys.executable, "-c", fill), cache=f"{folder}/kept"),
    Entrant("has no cache", (sys.executable, "-c", "print(1)")),
    Entrant("fills none", (sys.executable, "-c", "print(1)"), cache=f"{folder}/none"),
    Entrant("never ends", (sys.executable, "-c", "import time; time.sleep(60)")),
    Entrant("fails", (sys.executable, "-c", "raise SystemExit('why')")),
    Entrant("crashes", (sys.executable, "-c", "1 / 0")),
    Entrant("is not there", ("/none/such",)),
]
lanes = run_rounds(entrants, Terms(2, 5, folder), lambda _: None)
print(json.dumps({lane.entrant.name: lane.fault or len(lane.runs) for lane in lanes}))
"""


def test_what_says_nothing_about_speed_is_out_of_the_race(project: Path) -> None:
    script = project / "script.py"
    script.write_text(f"import sys\nsys.path.insert(0, {str(BENCH)!r})\n{RACE}")
    assert json.loads(bench(script, str(project))) == {
        "fills its cache": 2,
        "has no cache": 2,
        "fills none": "it leaves nothing in its cache folder",
        "never ends": "still running after 5 s",
        "fails": 2,  # status 1 is how a linter says that it found something
        "crashes": "exit 1: ZeroDivisionError: division by zero",
        "is not there": "cannot start: [Errno 2] No such file or directory: '/none/such'",
    }


ALONE = """
import subprocess, sys
import alone
python = alone.make(sys.argv[1])
subprocess.run([python, "-m", "flake8", "--version"], timeout=60, check=True)
"""


def test_flake8_alone_has_no_plugin_but_its_own(project: Path) -> None:
    script = project / "script.py"
    script.write_text(f"import sys\nsys.path.insert(0, {str(BENCH)!r})\n{ALONE}")
    told = bench(script, project / "alone")
    ours = bench("speed.py", "--quick", "--only", "plugin")
    assert told.split()[0] in ours, "and it is the same version"
    assert "pycodestyle" in told
    assert "automation" not in told


def figures_with(**changes: Any) -> dict[str, Any]:
    """Figures of one race, that of the tree."""

    def tool(seconds: float, ratio: float | None) -> dict[str, Any]:
        median = {"wall": seconds, "cpu": seconds, "peak": 100.0}
        return {"rounds": 5, "median": median, "ratio": dict.fromkeys(median, ratio)}

    field = {"about": "the tree", "files": 10, "bytes": 2_000_000, "needled": 1, "notes": []}
    tools = {OURS: tool(2.0, None), "ruff": tool(4.0, 0.5)}
    figures: dict[str, Any] = {
        "made": "2026-01-02T03:04:05+00:00",
        "machine": {"cpu": "A <CPU>", "cores": 2, "system": "Some", "python": "P 3", "load": 0.1},
        "versions": {OURS: "1.0", "ruff": "9.8"},
        "tree": field,
        "skipped": {"cached": "there is no cache"},
        "races": {"tree": {**field, "ours": OURS, "tools": tools}},
    }
    return {**figures, **changes}


def test_the_results_tell_only_what_was_measured(project: Path) -> None:
    (project / "f.json").write_text(json.dumps(figures_with()))
    bench("results.py", "--json", project / "f.json", "--out", project)
    page, picture = ((project / name).read_text() for name in MADE)
    assert "no cache: time beside ruff | at most 1.00, better 0.70 | 0.50 | yes |" in page
    assert "beside ast-grep | at most 0.10 | not measured: ast-grep is not there |  |" in page
    assert "both with cache | at most 2.50 | not measured: there is no cache |" in page

    space = "{http://www.w3.org/2000/svg}"
    drawn = ElementTree.fromstring(picture)
    bars = [bar for bar in drawn.iter(f"{space}rect") if bar.get("class") in {"ours", "bar"}]
    assert [bar.get("class") for bar in bars] == ["ours", "bar"]
    ours, theirs = (float(bar.get("width", "")) for bar in bars)
    assert ours == theirs / 2
    shown = " ".join(drawn.itertext())
    for words in ("ruff 9.8", "2.00 s", "4.00 s", "A <CPU>, 2 cores", "10 files"):
        assert words in shown


def test_a_limit_that_is_exceeded_is_said_to_be(project: Path) -> None:
    figures = figures_with()
    figures["races"]["tree"]["tools"]["ruff"]["ratio"]["wall"] = 1.01
    (project / "f.json").write_text(json.dumps(figures))
    bench("results.py", "--json", project / "f.json", "--out", project)
    assert "better 0.70 | 1.01 | no |" in (project / "RESULTS.md").read_text()


def test_figures_that_cannot_be_read_are_one_line(project: Path) -> None:
    (project / "f.json").write_text("{")
    told = bench("results.py", "--json", project / "f.json", "--out", project, status=2)
    assert told.count("\n") == 1
    assert "f.json" in told


@pytest.mark.parametrize("name", MADE)
def test_what_is_shown_is_made_of_the_figures_that_are_kept(name: str, project: Path) -> None:
    bench("results.py", "--out", project)
    assert (BENCH / name).read_text() == (project / name).read_text(), "run bench/results.py"
