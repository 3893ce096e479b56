"""Write RESULTS.md and chart.svg from the figures of a run, without measuring: see README.md."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import chart
from chart import Bar, Group, in_words
from peers import BARE, FLAKE8, HERE, OURS
from races import ALONE
from report import machine_in_words
from targets import verdicts

FIGURES_FILE = os.path.join(HERE, "results.json")
_DRAWN = ("tree", "bare", "cached", "sample", "hook", "start-up")


def main(argv: Sequence[str] | None = None) -> int:
    """Write both files into a folder, or print what the README says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE", default=FIGURES_FILE, help="the figures")
    parser.add_argument("--out", metavar="FOLDER", default=HERE, help="where to write")
    parser.add_argument("--readme", action="store_true", help="print the part of the README only")
    given = parser.parse_args(argv)
    try:
        with open(given.json, encoding="utf-8") as file:
            results = json.load(file)
    except (OSError, ValueError) as error:
        print(f"results: {given.json}: {error}", file=sys.stderr)
        return 2
    if given.readme:
        print(readme(results), end="")
        return 0
    write(results, given.out)
    return 0


def write(results: dict[str, Any], folder: str) -> None:
    """Write RESULTS.md and chart.svg."""
    for name, text in (("RESULTS.md", document(results)), ("chart.svg", picture(results))):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def picture(results: dict[str, Any]) -> str:
    """The chart."""
    small_print = (
        f"Wall time, medians; each group has its own scale. {_tree(results)}",
        f"Measured on {results['made'][:10]}: {machine_in_words(results['machine'])}.",
    )
    title = "How long flake8-automation takes, beside its peers"
    return chart.svg(title, groups(results), small_print, in_text(results))


def readme(results: dict[str, Any]) -> str:
    """The part of the README: the chart, and where it comes from."""
    return (
        f"![{in_text(results)}](bench/chart.svg)\n\n"
        f"Wall time side by side on {machine_in_words(results['machine'])}. {_tree(results)}\n"
    )


def in_text(results: dict[str, Any]) -> str:
    """The chart in words."""
    told = [
        f"{group.heading}: {', '.join(f'{bar.name} {in_words(bar.seconds)}' for bar in group.bars)}"
        for group in groups(results)
    ]
    return ". ".join(told) + "."


def groups(results: dict[str, Any]) -> list[Group]:
    """The groups of bars: races that were run, with those who finished."""
    drawn = []
    for name in _DRAWN:
        race = results["races"].get(name)
        if race is None:
            continue
        bars = [
            Bar(_label(tool, results), told["median"]["wall"], ours=tool == OURS)
            for tool, told in race["tools"].items()
            if "fault" not in told
        ]
        if bars:
            drawn.append(Group(_heading(name, race), tuple(bars)))
    return drawn


def document(results: dict[str, Any]) -> str:
    """RESULTS.md."""
    machine = results["machine"]
    lines = [
        "# Results",
        "",
        "Made by `python bench/run.py`, which measures all of this again on your machine;",
        "[README.md](README.md) says how.",
        "",
        f"- {results['made'][:10]}, {machine_in_words(machine)}; load at first {machine['load']}",
        f"- {', '.join(f'{name} {version}' for name, version in results['versions'].items())}",
        f"- {_tree(results)}",
        *(f"- {name}: left out, {reason}" for name, reason in results["skipped"].items()),
        "",
        "## Targets",
        "",
        "A figure without a unit is ours divided by the other's in the same round, the median of",
        "all rounds.",
        "",
        *_table(("What", "Target", "Measured", "Met"), verdicts(results)),
        "",
        f"![{in_text(results)}](chart.svg)",
        "",
        "## Races",
    ]
    for name, race in results["races"].items():
        lines += ["", *_race(name, race, results)]
    return "\n".join(lines) + "\n"


def _race(name: str, race: dict[str, Any], results: dict[str, Any]) -> Iterator[str]:
    yield f"### {name}"
    yield ""
    yield f"{race['about'][0].upper()}{race['about'][1:]}: {_size(race)}."
    yield ""
    head = ("", "wall s", "cpu s", "peak MiB", "wall", "cpu", "peak", "rounds")
    rows = []
    for tool, told in race["tools"].items():
        if "fault" in told:
            rows.append((_label(tool, results), f"out of the race: {told['fault']}", *[""] * 6))
            continue
        wall, cpu, peak = told["median"].values()
        ratios = [f"{ratio:.2f}" if ratio else "" for ratio in told["ratio"].values()]
        figures = (f"{wall:.3f}", f"{cpu:.3f}", f"{peak:.1f}", *ratios, str(told["rounds"]))
        rows.append((_label(tool, results), *figures))
    yield from _table(head, rows)
    if race["notes"]:
        yield ""
    yield from (f"- {note}" for note in race["notes"])


def _table(head: Sequence[str], rows: Any) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"


def _heading(name: str, race: dict[str, Any]) -> str:
    files = f"{race['files']:,} files"
    return {
        "tree": f"Whole tree without a cache: {files}",
        "bare": f"The same without bytecode files: {files}",
        "cached": f"Whole tree, second run with a cache: {files}",
        "sample": f"{files}, spread over the tree",
        "hook": f"A hook call with {files}",
        "start-up": "One small file",
    }[name]


def _label(tool: str, results: dict[str, Any]) -> str:
    """An entrant with its version."""
    versions = results["versions"]
    if tool == BARE:
        return "python -I -c pass"
    if tool in {FLAKE8, ALONE} and FLAKE8 in versions:
        return tool.replace("flake8", f"flake8 {versions[FLAKE8]}").replace("with the", "with")
    return f"{tool} {versions[tool]}" if tool in versions and tool != OURS else tool


def _tree(results: dict[str, Any]) -> str:
    return f"The tree: {_size(results['tree'])}."


def _size(field: dict[str, Any]) -> str:
    files, size = field["files"], field["bytes"]
    amount = f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size:,} bytes"
    share = f"{field['needled'] / files:.1%} of them hold what a rule looks for"
    return f"1 file, {amount}" if files == 1 else f"{files:,} files, {amount}; {share}"


if __name__ == "__main__":
    sys.exit(main())
