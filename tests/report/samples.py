"""Documents as `gaps report --json` prints them, made up, to look at and to test formats with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flake8_automation.ledger.counts import Count
from flake8_automation.ledger.summary import summary
from flake8_automation.ledger.tally import Place, Tally
from flake8_automation.model import Priority
from flake8_automation.settings import Settings

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"onmouseover="alert(1)',
    "it's & <b>bold</b> {{ 7 * 7 }} {% raw %}",
    "two\nlines\tand\x1b[31m an escape",
    "caf\udce9.py",
    "only|a pipe",
    "back\\slash",
    "pipes | and `ticks` ``two`` \\| \\",
    "[link](javascript:alert(1)) ![image](x) <https://example.com>",
    "*bold* _under_ ~~gone~~ # heading - list",
    "\u202egpj.py",
    "javascript:alert(1)",
    "a" * 300,
    "a very/" + "deep/" * 60 + "path.py",
)

_BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)

Counts = dict[tuple[str, str], tuple[int, int, int]]  # (code, path) -> covered, gaps, waived

NOW: Counts = {
    ("AUT101", "tools/release.py"): (9, 4, 1),
    ("AUT101", "app/jobs/nightly.py"): (21, 2, 0),
    ("AUT101", "tests/test_jobs.py"): (3, 11, 0),
    ("AUT102", "app/jobs/nightly.py"): (4, 1, 0),
    ("AUT103", "tools/legacy.py"): (0, 3, 2),
    ("AUT201", "tools/release.py"): (2, 1, 0),
    ("AUT301", "tools/release.py"): (1, 0, 0),
    ("AUT302", "tools/report.py"): (1, 1, 0),
}
BEFORE: Counts = NOW | {
    ("AUT101", "tools/release.py"): (1, 12, 0),
    ("AUT103", "tools/legacy.py"): (0, 6, 0),
    ("AUT202", "tools/setup.py"): (0, 1, 0),
    ("AUT302", "tools/report.py"): (0, 0, 0),
}


def document(
    now: Counts | None = None, before: Counts | None = None, points: int = 0, **other: Any
) -> dict[str, Any]:
    """A document with these counts, `points` commits of history, and whatever else is named."""
    counts = _counted(now or {})
    made: dict[str, Any] = {
        "project": "ferry",
        "paths": [],
        "now": {
            "commit": "4f2c9e1b7a" * 4,
            "date": "2026-11-20T10:00:00+00:00",
            "changed": False,
            "counts": counts,
        },
        "before": before
        and {
            "commit": "91d0a3c5e2" * 4,
            "date": "2026-06-01T10:00:00+00:00",
            "why": "the oldest since 2026-06-01",
            "counts": _counted(before),
        },
        "trend": _trend(counts["total"], points),
        "next": [],
        "waivers": [],
        "accepted": [],
        "notes": [],
    }
    return made | other


def _counted(counts: Counts) -> dict[str, Any]:
    places = {
        Place(code, Priority.P2, path): Count(*count) for (code, path), count in counts.items()
    }
    return summary(Tally(places), Settings())


def _trend(total: dict[str, Any], points: int) -> list[dict[str, Any]]:
    trend = []
    for point in range(points):
        left = points - 1 - point
        covered, gap = max(0, total["covered"] - left), total["gap"] + left // 2
        sites = covered + gap + total["waived"]
        numbers = {"covered": covered, "gap": gap, "sites": sites}
        numbers["coverage"] = covered / sites if sites else None
        date = (_BEGIN + timedelta(days=point * 300 // points)).isoformat()
        trend.append(
            {"commit": f"{point:040x}", "date": date, "counts": {"total": total | numbers}}
        )
    return trend


def step(
    path: str = "tools/release.py", lines: tuple[int, ...] = (12,), **other: Any
) -> dict[str, Any]:
    """One step of the worklist of a document."""
    message = (
        "`subprocess.run` has no timeout and waits for ever if the child hangs; pass "
        "timeout=SECONDS"
    )
    about = {"code": "AUT101", "priority": "P1", "message": message} | other
    gaps = [
        {"path": path, "line": line, "url": f"./x.py#L{line}", "accepted": False} | about
        for line in lines
    ]
    hours = {"places": len(lines), "hours_estimated": round(23 * len(lines) / 60, 2)}
    del about["message"]
    return {"path": path, "url": "./x.py", "gaps": gaps} | hours | about


def waiver(
    path: str = "tools/legacy.py", line: int = 7, reason: str = "a server"
) -> dict[str, Any]:
    """One waiver of a document."""
    return {"code": "AUT103", "path": path, "line": line, "url": "./x.py", "reason": reason}


def accepted(path: str = "tools/release.py", reason: str = "moves away soon") -> dict[str, Any]:
    """One accepted gap of a document."""
    return {
        "code": "AUT101",
        "path": path,
        "line": 0,
        "scope": "main",
        "url": "./x.py",
        "reason": reason,
        "stale": False,
    }


def full() -> dict[str, Any]:
    """A document in which there is something of everything."""
    return document(
        NOW,
        BEFORE,
        points=24,
        next=[
            step(lines=(12, 40, 77, 91)),
            step("app/jobs/nightly.py", (8,)),
            step("tools/legacy.py", (8,), code="AUT201", priority="P2", hours_estimated=None),
        ],
        waivers=[waiver(), waiver(line=30, reason="")],
        accepted=[accepted(), accepted("app/jobs/nightly.py") | {"stale": True}],
    )


def hostile() -> dict[str, Any]:
    """A document whose every name and text wants to be something else."""
    return document(
        {("AUT101", f"{name}/{name}"): (1, 2, 3) for name in HOSTILE},
        {("AUT101", f"{name}/{name}"): (0, 3, 3) for name in HOSTILE},
        points=3,
        project=HOSTILE[0],
        next=[step(name, message=f"`{name}` {name}") for name in HOSTILE],
        waivers=[waiver(name, reason=name) for name in HOSTILE],
        accepted=[accepted(name, reason=name) | {"scope": name} for name in HOSTILE],
        notes=list(HOSTILE),
    )


def many(gaps: int = 5000) -> dict[str, Any]:
    """A document with very much of everything."""
    paths = [f"packages/part{n % 300}/module{n}.py" for n in range(gaps)]
    return document(
        {("AUT101", path): (n % 3, 1, 1) for n, path in enumerate(paths)},
        {("AUT101", path): (0, 1, 0) for path in paths},
        points=400,
        next=[step(path, tuple(range(1, 60))) for path in paths],
        waivers=[waiver(path) for path in paths],
        accepted=[accepted(path) for path in paths],
    )
