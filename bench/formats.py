"""How long each format takes for many gaps, beside finding them, and how much memory.

    python bench/formats.py [--gaps 25000] [--runs 5] [--json FILE]

One process. The gaps stand in files of 25; finding them is reading, parsing and judging, as one
process of `check` does it, with what identifies a gap, which some formats tell.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
import tracemalloc

from flake8_automation import output
from flake8_automation.files.visit import check_file, sources
from flake8_automation.model import Checked
from flake8_automation.output import Context
from flake8_automation.settings import Settings

_PER_FILE = 25
_GAP = 'subprocess.run(\n    ["git", "fetch", "{}"],\n    check=True,\n)\n'


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--gaps", type=int, default=25_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", metavar="FILE", help="write the figures to FILE as well")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        names = write(given.gaps)
        finding, results = timed_finding(names, given.runs)
        print(f"{given.gaps} gaps in {len(names)} files; finding them: {finding:.2f} s")
        rows = {name: measure(name, results, given.runs) for name in output.format_names()}
        os.chdir(os.pardir)
    for name, (seconds, characters, peak) in rows.items():
        told = f"{seconds:6.2f} s  {seconds / finding:6.1%} of finding"
        print(f"  {name:12} {told}  {characters / 1e6:6.1f} MB  peak {peak / 1e6:5.2f} MB")
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump({"gaps": given.gaps, "finding": finding, "formats": rows}, file, indent=2)


def write(gaps: int) -> list[str]:
    """The files, in the working directory."""
    names = []
    for first in range(0, gaps, _PER_FILE):
        names.append(f"f{first:06}.py")
        lines = [_GAP.format(number) for number in range(first, first + _PER_FILE)]
        with open(names[-1], "w", encoding="utf-8") as file:
            file.write("import subprocess\n\n" + "".join(lines))
    return names


def timed_finding(names: list[str], runs: int) -> tuple[float, list[Checked]]:
    """The median of the seconds, and the results."""
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        results = [check_file(name, Settings(), marked=True) for name in names]
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds), results


def measure(name: str, results: list[Checked], runs: int) -> tuple[float, int, int]:
    """The median of the seconds, the characters of the document, and bytes held at the peak."""
    render = output.renderer(name)
    seconds = []
    for _ in range(runs):
        context = Context(root=os.getcwd(), source=sources())
        begun = time.perf_counter()
        characters = sum(len(piece) for piece in render(results, context))
        seconds.append(time.perf_counter() - begun)
    tracemalloc.start()
    for _ in render(results, Context(root=os.getcwd(), source=sources())):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return statistics.median(seconds), characters, peak


if __name__ == "__main__":
    main()
