"""Workflow commands that GitHub Actions turns into annotations on the lines of a pull request.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands

A step may annotate ten times per level; what comes after is dropped without a word. So the nine
worst gaps of a level are told, and a tenth annotation says how many more there are. A command
whose span runs over several lines must not name columns, or the annotation is not shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from flake8_automation.model import Broken, Checked, Site
from flake8_automation.output import Context
from flake8_automation.output.levels import LEVELS
from flake8_automation.output.paths import relative

_MOST = 9
_ORDER = ("error", "warning", "notice")


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """The commands, errors first; within a level the worst first, then in the order of place."""
    results = list(results)
    problems = [(checked.path, checked.broken) for checked in results if checked.broken]
    gaps = [(checked.path, site) for checked in results for site in checked.gaps()]
    gaps.sort(key=lambda gap: gap[1].priority)
    for level in _ORDER:
        told = problems if level == "error" else []
        found = [gap for gap in gaps if LEVELS[gap[1].priority].github == level]
        room = max(0, _MOST - len(told))
        yield from (_problem(path, broken, context.root) for path, broken in told[:_MOST])
        yield from (_annotation(level, path, site, context.root) for path, site in found[:room])
        if told[_MOST:] or found[room:]:
            yield _rest(level, Counter(site.code for _, site in found[room:]), len(told[_MOST:]))


def _annotation(level: str, path: str, site: Site, root: str) -> str:
    start, end = site.span
    place = {"file": relative(path, root), "line": start.line, "endLine": end.line}
    if start.line == end.line:
        place |= {"col": start.column, "endColumn": end.column}
    place["title"] = f"{site.title} ({site.priority.name})"
    shown = f"{place['file']}:{start.line}:{start.column}: {site.code} {site.message}"
    return _command(level, place, shown)


def _problem(path: str, broken: Broken, root: str) -> str:
    file = relative(path, root)
    place: dict[str, object] = {"file": file}
    if broken.line:
        place["line"] = broken.line
    place["title"] = f"This file {broken.kind.value}"
    return _command("error", place, f"{file}: {broken.kind.value}: {broken.reason}")


def _rest(level: str, hidden: Counter[str], problems: int) -> str:
    codes = ", ".join(f"{many} {code}" for code, many in sorted(hidden.items()))
    parts = [f"{hidden.total()} more {level}s ({codes})"] if hidden else []
    parts += [f"{problems} more files with problems"] if problems else []
    told = f"{' and '.join(parts)} are not annotated: a step may show ten per level"
    return _command(level, {"title": "flake8-automation"}, told)


def _command(level: str, properties: dict[str, object], message: str) -> str:
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {told}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
