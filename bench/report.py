"""The result of the races as a plain table and as JSON."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from race import FIGURES, Lane, Race

HEADINGS = ("", "wall s", "cpu s", "peak MiB", "wall", "cpu", "peak", "exit", "lines")


def machine() -> dict[str, Any]:
    """What the races ran on."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1),  # before the races: others at work spoil them
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def as_json(races: Sequence[Race], versions: dict[str, str], skipped: dict[str, str]) -> Any:
    """Everything that was measured, ready for `json.dump`."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": versions,
        "skipped": skipped,
        "races": [_race_as_json(race) for race in races],
    }


def as_text(race: Race) -> str:
    """One race as a table. A ratio is our figure divided by that tool's: over 1, we take more."""
    needled = "" if race.needled is None else f", {race.needled / race.files:.1%} hold a needle"
    rows = [HEADINGS, *(_cells(race, lane) for lane in race.lanes if not lane.fault)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [f"{race.name}: {race.about}; {_size(race)}{needled}"]
    left = sum(widths[:4]) + 2 * 5
    lines.append(f"{'':{left}}ours divided by its")
    lines += [_justified(row, widths) for row in rows]
    lines += [
        f"  {lane.peer.name}: out of the race, {lane.fault}" for lane in race.lanes if lane.fault
    ]
    lines += [
        f"  {lane.peer.name} ended with 2: {lane.runs[-1].last_words}"
        for lane in race.lanes
        if not lane.fault and lane.runs[-1].status == "2"
    ]
    lines += [f"  {note}" for note in race.notes]
    return "\n".join(lines)


def _size(race: Race) -> str:
    amount = f"{race.size / 1e6:,.1f} MB" if race.size >= 1e5 else f"{race.size:,} bytes"
    return f"{race.files:,} file{'s' * (race.files != 1)}, {amount}"


def _justified(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [f"{first[0]:<{first[1]}}", *(f"{text:>{width}}" for text, width in others)]
    return ("  " + "  ".join(cells)).rstrip()


def _cells(race: Race, lane: Lane) -> tuple[str, ...]:
    last = lane.runs[-1]
    wall, cpu, peak = (lane.median(figure) for figure in FIGURES)
    ratios = [f"{ratio:.2f}" if ratio else "" for ratio in _ratios(race, lane).values()]
    figures = (f"{wall:.3f}", f"{cpu:.3f}", f"{peak:.1f}")
    return (lane.peer.name, *figures, *ratios, last.status, f"{last.lines:,}")


def _ratios(race: Race, lane: Lane) -> dict[str, float | None]:
    ours = race.ours
    if ours is None or ours is lane:
        return dict.fromkeys(FIGURES)
    return {figure: lane.ratio(ours, figure) for figure in FIGURES}


def _race_as_json(race: Race) -> dict[str, Any]:
    told = race._asdict() | {"bytes": race.size, "tools": [*_lanes_as_json(race)]}
    del told["lanes"], told["size"]
    return told


def _lanes_as_json(race: Race) -> Iterator[dict[str, Any]]:
    for lane in race.lanes:
        told: dict[str, Any] = {"name": lane.peer.name, "command": lane.peer.command}
        if lane.fault:
            yield told | {"fault": lane.fault}
            continue
        yield told | {
            "median": {figure: lane.median(figure) for figure in FIGURES},
            "ratio": _ratios(race, lane),
            "runs": [run._asdict() for run in lane.runs],
        }


def _cpu_model() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            models = [line.partition(":")[2].strip() for line in file if "model name" in line]
    except OSError:
        models = []
    return models[0] if models else platform.processor() or "unknown"
