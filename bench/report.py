"""The result of the races as plain tables and as JSON."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from race import FIGURES, Field, Lane, Race

HEADINGS = ("", "wall s", "cpu s", "peak MiB", "wall", "cpu", "peak", "exit", "lines")


def machine() -> dict[str, Any]:
    """What the races run on."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def machine_in_words(about: dict[str, Any]) -> str:
    """The same in one line."""
    return f"{about['cpu']}, {about['cores']} cores, {about['system']}, {about['python']}"


def load() -> float:
    """How many processes want to run: others at work spoil the races."""
    return round(os.getloadavg()[0], 1)


def as_json(
    races: Sequence[Race],
    tree: Field,
    versions: dict[str, str],
    skipped: dict[str, str],
    load_before: float,
) -> Any:
    """Everything that was measured, ready for `json.dump`."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {**machine(), "load": load_before},
        "versions": versions,
        "tree": _field_as_json(tree),
        "skipped": skipped,
        "races": {race.name: _race_as_json(race) for race in races},
    }


def as_text(race: Race) -> str:
    """One race as a table. A ratio is our figure divided by that tool's: over 1, we take more."""
    field = race.field
    needled = "" if field.needled is None else f", {field.needled / field.files:.1%} hold a needle"
    rows = [HEADINGS, *(_cells(race, lane) for lane in race.lanes if not lane.fault)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [f"{race.name}: {field.about}; {_size(field)}{needled}"]
    left = sum(widths[:4]) + 2 * 5
    lines.append(f"{'':{left}}first divided by it")
    lines += [_justified(row, widths) for row in rows]
    lines += [
        f"  {lane.entrant.name}: out of the race, {lane.fault}" for lane in race.lanes if lane.fault
    ]
    lines += [
        f"  {lane.entrant.name} ended with 2: {lane.runs[-1].last_words}"
        for lane in race.lanes
        if not lane.fault and lane.runs[-1].status == "2"
    ]
    lines += [f"  {note}" for note in field.notes]
    return "\n".join(lines)


def _size(field: Field) -> str:
    amount = f"{field.size / 1e6:,.1f} MB" if field.size >= 1e5 else f"{field.size:,} bytes"
    return f"{field.files:,} file{'s' * (field.files != 1)}, {amount}"


def _justified(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [f"{first[0]:<{first[1]}}", *(f"{text:>{width}}" for text, width in others)]
    return ("  " + "  ".join(cells)).rstrip()


def _cells(race: Race, lane: Lane) -> tuple[str, ...]:
    last = lane.runs[-1]
    wall, cpu, peak = (lane.median(figure) for figure in FIGURES)
    ratios = [f"{ratio:.2f}" if ratio else "" for ratio in _ratios(race, lane).values()]
    figures = (f"{wall:.3f}", f"{cpu:.3f}", f"{peak:.1f}")
    return (lane.entrant.name, *figures, *ratios, last.status, f"{last.lines:,}")


def _ratios(race: Race, lane: Lane) -> dict[str, float | None]:
    ours = race.ours
    if ours is None or ours is lane:
        return dict.fromkeys(FIGURES)
    return {figure: lane.ratio(ours, figure) for figure in FIGURES}


def _field_as_json(field: Field) -> dict[str, Any]:
    told = field._asdict() | {"bytes": field.size}
    del told["size"]
    return told


def _race_as_json(race: Race) -> dict[str, Any]:
    tools = dict(_lanes_as_json(race))
    return {**_field_as_json(race.field), "ours": race.lanes[0].entrant.name, "tools": tools}


def _lanes_as_json(race: Race) -> Iterator[tuple[str, dict[str, Any]]]:
    for lane in race.lanes:
        if lane.fault:
            yield lane.entrant.name, {"fault": lane.fault}
            continue
        yield (
            lane.entrant.name,
            {
                "rounds": len(lane.runs),
                "median": {figure: round(lane.median(figure), 4) for figure in FIGURES},
                "ratio": _ratios(race, lane),
                "exit": lane.runs[-1].status,
                "lines": lane.runs[-1].lines,
                "runs": [[round(run.figure(name), 4) for name in FIGURES] for run in lane.runs],
            },
        )


def _cpu_model() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            models = [line.partition(":")[2].strip() for line in file if "model name" in line]
    except OSError:
        models = []
    return models[0] if models else platform.processor() or "unknown"
