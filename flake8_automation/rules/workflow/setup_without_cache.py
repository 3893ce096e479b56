"""AUT401: a job that downloads the same packages again in every run.

https://github.com/actions/setup-python#caching-packages-dependencies
"""

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from flake8_automation.model import Edit, Fix, Priority, Safety
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.workflow._caches import (
    SetUp,
    cached_elsewhere,
    has_input,
    is_release,
    own_cache,
    runs_for_releases,
    set_up,
)
from flake8_automation.rules.workflow._checkouts import foreign_folders
from flake8_automation.rules.workflow._edits import insert_entry
from flake8_automation.rules.workflow._installs import Install, installs
from flake8_automation.rules.workflow._marks import of_step
from flake8_automation.rules.workflow._model import Job, Step, Workflow, workflows
from flake8_automation.yaml_nodes import Kind

_NAMES = dict(
    pair.split(":")
    for pair in "python:Python node:Node java:Java go:Go ruby:Ruby rust:Rust".split()
)
# What the actions look for where no path is given: a name in any folder, or at the top.
_ANYWHERE = frozenset({"requirements.txt", "poetry.lock", "Pipfile.lock", "pom.xml"})
_ANYWHERE_OF = {"maven": _ANYWHERE, "gradle": frozenset({"build.gradle", "build.gradle.kts"})}


class _Place(NamedTuple):
    """A step that sets up a language, with what stands around it."""

    case: Case
    workflow: Workflow
    job: Job | None
    steps: tuple[Step, ...]
    step: Step
    what: SetUp


@rule("AUT401", "setup-without-cache", needles=((b"uses",),), priority=Priority.P3)
def setup_without_cache(case: Case) -> Iterator[Found]:
    """A site is every set-up behind which packages are installed from a file that lists them."""
    seen = set()
    for workflow in case.source.derive(workflows):
        for job in (None, *workflow.jobs):
            steps = job.steps if job else workflow.own_steps
            for step in steps:
                what = set_up(step)
                if what and step.node not in seen:
                    seen.add(step.node)
                    yield from _judged(_Place(case, workflow, job, steps, step, what))


def _judged(place: _Place) -> Iterator[Found]:
    step, what = place.step, place.what
    own = own_cache(step, what)
    if own is None:
        return
    found = _installs_behind(place)
    if own:
        if found or step.inputs.get(what.key):
            yield Found(step.place, gap=False)
        return
    if not found or is_release(place.workflow, place.job):
        return
    if what.language == "node" and _caches_unasked(place):
        return
    tools = frozenset(install.tool for install in found)
    elsewhere = cached_elsewhere(place.case.facts.project, place.steps, what.language, tools)
    if elsewhere:
        yield Found(step.place, gap=False)
    elif elsewhere is False:
        message = _message(what, found)
        fix = _fix(place, found)
        yield Found(step.place, gap=True, message=message, fix=fix, mark=of_step(place.job, step))


def _caches_unasked(place: _Place) -> bool:
    """Whether setup-node may cache by itself: newer ones do where a package manager is named."""
    major = place.step.uses.major if place.step.uses else None
    return place.case.facts.project.pins_manager and (major is None or major >= 5)


def _installs_behind(place: _Place) -> list[Install]:
    """What is installed by the steps that follow."""
    index = place.steps.index(place.step)
    files = _files(place)
    foreign = foreign_folders(place.steps) - {""}
    return [
        install
        for step in place.steps[index + 1 :]
        for install in installs(place.workflow, place.job, step, files, foreign)
        if install.language == place.what.language
    ]


def _files(place: _Place) -> frozenset[str]:
    """The dependency files, by where the job finds them: a checkout may go to a folder."""
    known = place.case.facts.project.dependencies
    folders = {
        step.inputs["path"].removeprefix("./").rstrip("/")
        for step in place.steps
        if step.uses
        and step.uses.name == "actions/checkout"
        and "path" in step.inputs
        and "repository" not in step.inputs
    }
    top = frozenset() if "" in foreign_folders(place.steps) else known
    return top.union(f"{folder}/{path}" for folder in folders for path in known)


def _message(what: SetUp, found: list[Install]) -> str:
    is_own = any(install.tool not in {"uv", "pdm"} for install in found)  # what the action caches
    advice = f"set `{what.key}`" if what.key and is_own else "add a step that caches"
    return (
        f"{_NAMES[what.language]} is set up without a cache, so every run downloads what "
        f"`{found[0].path}` lists; {advice}"
    )


def _fix(place: _Place, found: list[Install]) -> Fix | None:
    if not has_input(place.step, place.what) or runs_for_releases(place.workflow):
        return None
    lines = _inputs(place, found)
    if not lines:
        return None
    edit = _edit(place, lines)
    return Fix(f"Add {lines[0]}", (edit,), Safety.SAFE) if edit else None


def _inputs(place: _Place, found: list[Install]) -> list[str] | None:
    """The inputs that switch the cache on; None where that needs more than the inputs."""
    what, tools = place.what, {install.tool for install in found}
    if len(tools) != 1:
        return None
    (tool,) = tools
    paths = list(dict.fromkeys(install.path for install in found))
    if what.language == "ruby":
        at_top = paths == ["Gemfile.lock"] and all(install.plain for install in found)
        return ["bundler-cache: true"] if at_top else None
    if tool in {"uv", "pdm"} or not _is_at_hand(place, tool):
        return None
    value = "true" if what.language == "go" else tool
    named = _named_paths(tool, paths)
    if len(named) > 1:
        listed = ["cache-dependency-path: |", *(f"  {path}" for path in named)]
    else:
        listed = [f"cache-dependency-path: {_quoted(path)}" for path in named]
    return [f"{what.key}: {value}", *listed]


def _quoted(path: str) -> str:
    return f"'{path}'" if path.startswith("*") or ": " in path or " #" in path else path


def _named_paths(tool: str, paths: list[str]) -> list[str]:
    """The files that the action would not find by itself."""
    if tool in {"pip", "poetry", "pipenv", "maven", "gradle"}:
        known = _ANYWHERE_OF.get(tool, _ANYWHERE)
        found = all(posixpath.basename(path) in known for path in paths)
    else:
        found = all("/" not in path for path in paths)
    return [] if found else paths


def _is_at_hand(place: _Place, tool: str) -> bool:
    """Whether the set-up can ask a tool where its cache is: some are installed only later."""
    before = place.steps[: place.steps.index(place.step)]
    if tool in {"pnpm", "poetry"}:
        return any(
            (step.uses and tool in step.uses.name) or f"install {tool}" in step.run
            for step in before
        )
    return tool != "yarn" or not any("corepack" in step.run for step in place.steps)


def _edit(place: _Place, lines: list[str]) -> Edit | None:
    source, node = place.case.source, place.step.node
    own = {key.value: (key, value) for key, value in node.pairs}
    if "with" not in own:
        if "with" in place.step.entries:  # merged from elsewhere
            return None
        if node.style == "flow":
            return insert_entry(source, node, f"with: {{{lines[0]}}}") if len(lines) == 1 else None
        return insert_entry(source, node, "\n  ".join(["with:", *lines]), behind="uses")
    key, value = own["with"]
    if value.kind is not Kind.MAPPING or value.start < key.end or value.pairs == ():
        return None
    if any(key.value.startswith(("cache", "bundler-cache")) for key, _ in value.pairs):
        return None
    return insert_entry(source, value, "\n".join(lines), behind=value.pairs[-1][0].value)
