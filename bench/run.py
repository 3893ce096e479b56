"""The one command: install our tool and its peers, measure them, write RESULTS.md and chart.svg."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence

import environments
import results
from peers import HERE

_SECONDS = 7200  # for all races; a full run takes about an eighth of that


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the status of the races, or 2 where something cannot be installed or written."""
    given = _parse(argv)
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder, figures = given.keep or temporary, os.path.join(temporary, "results.json")
        words = ["--json", figures, *(["--quick"] if given.quick else [])]
        try:
            os.makedirs(folder, exist_ok=True)
            status = _here(words) if given.here else _apart(words, os.path.abspath(folder))
        except (environments.Failed, OSError, subprocess.TimeoutExpired) as reason:
            print(f"run: {reason}", file=sys.stderr)
            return 2
        if not os.path.exists(figures):
            print("run: nothing was measured, so nothing is written", file=sys.stderr)
            return status or 2
        shutil.copyfile(figures, os.path.join(given.out, "results.json"))
        with open(figures, encoding="utf-8") as file:
            results.write(json.load(file), given.out)
    print(f"\nwritten: results.json, RESULTS.md and chart.svg in {given.out}")
    return status


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small tree, one round: a trial")
    parser.add_argument(
        "--here", action="store_true", help="with the tools and files of this Python: installs none"
    )
    parser.add_argument("--keep", metavar="FOLDER", help="install here, and find it there again")
    parser.add_argument("--out", metavar="FOLDER", default=HERE, help="where to write")
    given = parser.parse_args(argv)
    given.out = os.path.abspath(given.out)
    if not os.path.isdir(given.out):
        parser.error(f"--out {given.out}: not a folder")
    return given


def _here(words: list[str]) -> int:
    return _speed(sys.executable, words, dict(os.environ))


def _apart(words: list[str], folder: str) -> int:
    place = environments.make(folder, lambda text: print(text, file=sys.stderr, flush=True))
    path = os.pathsep.join([place.programs, os.environ.get("PATH", "")])
    # Whatever is said there about Python, such as to keep no bytecode, is meant for other programs.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return _speed(place.python, ["--tree", place.tree, *words], {**plain, "PATH": path})


def _speed(python: str, words: list[str], environment: dict[str, str]) -> int:
    """Measure in a process of its own, whose Python is that of the tools."""
    script = os.path.join(HERE, "speed.py")
    done = subprocess.run([python, script, *words], env=environment, timeout=_SECONDS, check=False)
    return done.returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
