"""What shall be reached: the table of targets, and what was measured of each."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from peers import AST_GREP, BARE, FLAKE8, RUFF
from races import ALL, ALONE, TENTH, TENTH_AND_LARGEST


class Target(NamedTuple):
    """A limit for our figure: divided by that of an entrant, or by itself where that is ours."""

    what: str
    race: str
    entrant: str
    figure: str = "wall"
    limit: float | None = None  # None: only told, for comparison
    stretch: float | None = None
    unit: str = "times"


class Verdict(NamedTuple):
    """One row of the results, in words."""

    what: str
    target: str
    measured: str
    met: str


TARGETS = (
    Target("the tree, no cache: time beside ruff", "tree", RUFF, limit=1.0, stretch=0.7),
    Target("the same without bytecode files: time beside ruff", "bare", RUFF, limit=1.0),
    Target("the tree, no cache: time beside ast-grep", "tree", AST_GREP, limit=0.1),
    Target("a sample of it: time beside flake8 with the plugin", "sample", FLAKE8, limit=0.05),
    Target("the tree, second run: time beside ruff, both with cache", "cached", RUFF, limit=2.5),
    Target("one small file: time beside `python -I -c pass`", "start-up", BARE, limit=4.0),
    Target("one small file: time beside flake8 with the plugin", "start-up", FLAKE8, limit=0.4),
    Target("one small file: time beside flake8 without the plugin", "start-up", ALONE),
    Target("a hook call: time beside flake8 with the plugin", "hook", FLAKE8, limit=0.5),
    Target("what the plugin adds to flake8, user and system time", "plugin", ALONE, "cpu", 1.05,
           unit="more"),
    Target("peak memory of one process on the tree", "memory", ALL, "peak", 120, unit="MB"),
    Target("the same, beside a tenth of the files", "memory", TENTH_AND_LARGEST, "peak", 1.1),
    Target("ten times the files: time", "tenfold", TENTH, "wall", 11),
    Target("ten times the files: user and system time", "tenfold", TENTH, "cpu", 11),
)  # fmt: skip

_MB_PER_MIB = 1.048576


def verdicts(results: dict[str, Any]) -> Iterator[Verdict]:
    """The rows of the table. What was not measured says why."""
    for target in TARGETS:
        measured, reason = _measured(target, results)
        wanted = "" if target.limit is None else f"at most {_told(target, target.limit)}"
        if target.stretch is not None:
            wanted += f", better {_told(target, target.stretch)}"
        if measured is None:
            yield Verdict(target.what, wanted, f"not measured: {reason}", "")
            continue
        met = "" if target.limit is None else "yes" if measured <= target.limit else "no"
        yield Verdict(target.what, wanted, _told(target, measured), met)


def _measured(target: Target, results: dict[str, Any]) -> tuple[float | None, str]:
    """The figure, or why there is none."""
    race = results["races"].get(target.race)
    if race is None:
        return None, results["skipped"].get(target.race, "the race was left out")
    for name in (race["ours"], target.entrant):
        told = race["tools"].get(name)
        if told is None:
            return None, f"{name} {results['skipped'].get(name, 'is not there')}"
        if "fault" in told:
            return None, f"{name}: {told['fault']}"
    told = race["tools"][target.entrant]
    if target.unit == "MB":
        return told["median"][target.figure] * _MB_PER_MIB, ""
    return told["ratio"][target.figure], ""


def _told(target: Target, value: float) -> str:
    if target.unit == "MB":
        return f"{value:.0f} MB"
    if target.unit == "more":
        return f"{(value - 1) * 100:.1f} %"
    return f"{value:.2f}"
