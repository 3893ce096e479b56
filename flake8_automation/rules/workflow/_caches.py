"""The actions that set up a language: how each caches, and what else in a job does it for them."""

import re
from typing import NamedTuple

from flake8_automation.model import Project
from flake8_automation.rules.workflow._model import Job, Step, Workflow


class SetUp(NamedTuple):
    """An action that sets up a language.

    `key` is the input that switches its cache on, `since` the first version (major, minor) that has
    it, `default` the first major version that caches unasked, 0 for none.
    """

    language: str
    key: str
    since: tuple[int, int] = (0, 0)
    default: int = 0


_NEVER = SetUp("rust", "")  # nothing of its own: Swatinem/rust-cache stands beside it
SET_UPS: dict[str, SetUp] = {
    "actions/setup-python": SetUp("python", "cache", (2, 3)),
    "actions/setup-node": SetUp("node", "cache", (2, 2)),
    "actions/setup-java": SetUp("java", "cache", (2, 3)),
    "actions/setup-go": SetUp("go", "cache", (3, 2), default=4),
    "ruby/setup-ruby": SetUp("ruby", "bundler-cache", (1, 0)),
    "dtolnay/rust-toolchain": _NEVER,
    "actions-rs/toolchain": _NEVER,
    "hecrj/setup-rust-action": _NEVER,
    "actions-rust-lang/setup-rust-toolchain": SetUp("rust", "cache", default=1),
    "moonrepo/setup-rust": SetUp("rust", "cache", default=0),
}

# Actions that keep what is installed, by the beginning of their names: for which languages.
_KEEPERS: dict[str, frozenset[str]] = {
    "swatinem/rust-cache": frozenset({"rust"}),
    "leafac/rust-cache": frozenset({"rust"}),
    "moonrepo/setup-rust": frozenset({"rust"}),
    "mozilla-actions/sccache-action": frozenset({"rust"}),
    "gradle/": frozenset({"java"}),
    "burrunan/gradle-cache-action": frozenset({"java"}),
    "bahmutov/npm-install": frozenset({"node"}),
    "cypress-io/github-action": frozenset({"node"}),
    "pyo3/maturin-action": frozenset(),
    "magnetikonline/action-golang-cache": frozenset({"go"}),
}
_CACHES = re.compile(r"(.*/)?actions/cache(/restore|/save)?|buildjet/cache|.*/cache(-action)?")
_UVS = ("astral-sh/setup-uv", "hynek/setup-cached-uv")

# What the path of a cache looks like that keeps the packages of a language.
_PATHS: dict[str, re.Pattern[str]] = {
    "python": re.compile(
        r"pip|venv|virtualenv|site-packages|poetry|pythonlocation|\benv\b|\.tox|\.nox|\buv\b|conda"
        r"|pdm|\.local|python",
        re.IGNORECASE,
    ),
    "node": re.compile(r"node_modules|npm|yarn|pnpm", re.IGNORECASE),
    "java": re.compile(r"\.m2|gradle|maven", re.IGNORECASE),
    "go": re.compile(r"go/pkg|go-build|go-mod|gocache|gomod", re.IGNORECASE),
    "ruby": re.compile(r"bundle|gem", re.IGNORECASE),
    "rust": re.compile(r"cargo|target", re.IGNORECASE),
}
_TRUE = frozenset({"true", "True", "TRUE", "auto", ""})
_FALSE = frozenset({"false", "False", "FALSE"})
_TEXT_CACHES = re.compile(r"actions/cache|\bcache:|enable-cache|bundler-cache|rust-cache")


def set_up(step: Step) -> SetUp | None:
    """What a step sets up, if it does."""
    return SET_UPS.get(step.uses.name) if step.uses else None


def own_cache(step: Step, what: SetUp) -> bool | None:
    """Whether a set-up caches by itself. None: it is told not to, so its author has decided."""
    given = step.inputs.get(what.key) if what.key else None
    if given:
        return None if given in _FALSE else True
    if step.inputs.get("package-manager-cache") in _FALSE:
        return None
    major = step.uses.major if step.uses else None
    if what.default:
        return True if major is None else major >= what.default
    return False


def has_input(step: Step, what: SetUp) -> bool:
    """Whether the version of the action is known to have the input that switches its cache on."""
    match = re.match(r"v?(\d+)(?:\.(\d+))?", step.uses.version if step.uses else "")
    if match is None or not what.key:
        return False
    minor = int(match[2]) if match[2] else 999  # `v2` is the newest of its kind
    return (int(match[1]), minor) >= what.since


def cached_elsewhere(
    project: Project, steps: tuple[Step, ...], language: str, tools: frozenset[str]
) -> bool | None:
    """Whether another step keeps what is installed. None: it may."""
    unsure = False
    for step in steps:
        uses = step.uses
        if uses is None:
            continue
        if uses.is_local:
            unsure = unsure or _may_cache(project, uses.name)
        elif _CACHES.fullmatch(uses.name):
            path = step.inputs.get("path", "")
            if _PATHS[language].search(path) or "${{" in path or not path:
                return True
        elif uses.name in _UVS and "uv" in tools:
            return None if step.inputs.get("enable-cache") in _FALSE else True
        elif any(uses.name.startswith(n) and language in of for n, of in _KEEPERS.items()):
            return True
    return None if unsure else False


def _may_cache(project: Project, name: str) -> bool:
    """Whether a local action caches something, or is not known."""
    texts = dict(project.texts)
    text = next((t for p, t in texts.items() if p.rpartition("/")[0] == name or p == name), None)
    return text is None or bool(_TEXT_CACHES.search(text))


_RELEASE_NAME = re.compile(r"publish|releas|pypi|upload-to|deploy-to-pypi", re.IGNORECASE)
_RELEASE_ACTION = re.compile(
    r"pypa/gh-action-pypi-publish|.*/(action-gh-release|create-release|upload-release-.*)"
    r"|.*/(release-action|goreleaser-action|semantic-release.*|release-please-action)"
    r"|changesets/action|rubygems/release-gem|js-devtools/npm-publish|pyo3/maturin-action-publish"
)
_RELEASE_COMMAND = re.compile(
    r"\b(twine upload|(npm|yarn|pnpm|cargo|poetry|uv|flit|hatch|pdm) publish|gem push"
    r"|semantic-release|goreleaser|mvn [\w -]*deploy|gradlew? [\w -]*publish"
    r"|gh release (create|upload))\b"
)


def is_release(workflow: Workflow, job: Job | None) -> bool:
    """Whether a job publishes something, where a cache is a risk: others may have filled it."""
    names = [job.id, job.text("name")] if job else []
    names.append(workflow.text("name"))
    names.append(workflow.source.name)
    if any(map(_RELEASE_NAME.search, names)) or workflow.triggers == {"release"}:
        return True
    for step in job.steps if job else workflow.own_steps:
        if step.uses and _RELEASE_ACTION.fullmatch(step.uses.name):
            return True
        if _RELEASE_COMMAND.search(step.run):
            return True
    return False


def runs_for_releases(workflow: Workflow) -> bool:
    """Whether a workflow also runs for releases: then a cache there is for its author to weigh."""
    push = workflow.filters("push")
    branches = push.get("branches", ())
    return (
        "release" in workflow.triggers
        or "tags" in push
        or any("release" in branch for branch in branches)
    )
