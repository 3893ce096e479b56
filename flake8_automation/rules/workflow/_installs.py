"""What the steps of a job install, and from which files of the repository."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from flake8_automation.rules.workflow._checkouts import is_inside
from flake8_automation.rules.workflow._model import Job, Step, Workflow
from flake8_automation.rules.workflow._programs import program
from flake8_automation.rules.workflow._shell import BLOT, blotted

_DYNAMIC = re.compile(rf"{BLOT}+|\$\{{[^}}]*\}}|\$\w+|\$\([^)]*\)")


class Install(NamedTuple):
    """That a step installs with some tool from a file, which exists.

    `path` is relative to the top of the repository, and a pattern where it is put together at run
    time. `plain`: the command has no option that a cache would have to respect.
    """

    language: str
    tool: str
    path: str
    plain: bool


class Reader(NamedTuple):
    """How a tool is told to install what a project needs.

    `words` are the first words behind its name, one of them; `locks` the files that say what it
    installs, of which one is needed, in the folder where it runs.
    """

    language: str
    tool: str
    words: frozenset[str]
    locks: tuple[str, ...]
    bare: bool = False  # nothing but options may follow


_NPM = ("package-lock.json", "npm-shrinkwrap.json")
_GRADLE = ("build.gradle", "build.gradle.kts")
_MAVEN = frozenset({"compile", "test", "package", "verify", "install", "clean", "site", ""})
_BUILDS = frozenset({"build", "test", "check", "clippy", "run", "bench", "doc", "nextest", "fetch"})

_READERS: dict[str, Reader] = {
    "poetry": Reader("python", "poetry", frozenset({"install", "sync"}), ("poetry.lock",)),
    "pipenv": Reader("python", "pipenv", frozenset({"install", "sync"}), ("Pipfile.lock",), True),
    "pdm": Reader("python", "pdm", frozenset({"install", "sync"}), ("pdm.lock",)),
    "uv": Reader("python", "uv", frozenset({"sync"}), ("uv.lock",)),
    "npm": Reader("node", "npm", frozenset({"ci", "install", "i", "clean-install"}), _NPM, True),
    "yarn": Reader("node", "yarn", frozenset({"", "install"}), ("yarn.lock",), True),
    "pnpm": Reader("node", "pnpm", frozenset({"install", "i"}), ("pnpm-lock.yaml",), True),
    "mvn": Reader("java", "maven", _MAVEN, ("pom.xml",)),
    "mvnw": Reader("java", "maven", _MAVEN, ("pom.xml",)),
    "gradle": Reader("java", "gradle", frozenset(), _GRADLE),
    "gradlew": Reader("java", "gradle", frozenset(), _GRADLE),
    "go": Reader("go", "go", frozenset({"build", "test", "vet", "run", "mod"}), ("go.sum",)),
    "bundle": Reader("ruby", "bundler", frozenset({"install", ""}), ("Gemfile.lock",)),
    "cargo": Reader("rust", "cargo", _BUILDS, ("Cargo.lock",)),
}


def installs(
    workflow: Workflow,
    job: Job | None,
    step: Step,
    files: frozenset[str],
    foreign: frozenset[str] = frozenset(),
) -> Iterator[Install]:
    """What a step installs from the files of the repository; `foreign` folders hold others."""
    folder = _folder(workflow, job, step)
    for command in step.programs:
        if command.texts[0] in {"cd", "pushd"} and len(command.texts) == 2:
            folder = posixpath.join(folder, command.texts[1])
            continue
        found = program(command)
        if found is None or is_inside(folder, foreign):
            continue
        words = [word.text for word in found.arguments]
        name = re.sub(r"(?<=pip)3?(\.\d+)*$", "", found.name)
        if name == "pip" or (name == "uv" and words[:1] == ["pip"]) or name == "pip-sync":
            yield from _by_pip(name, words, folder, files)
        elif name in _READERS:
            yield from _by(_READERS[name], words, folder, files)


def _folder(workflow: Workflow, job: Job | None, step: Step) -> str:
    """Where a step runs, relative to the top of the repository."""
    for part in (step, job, workflow):
        folder = part.folder if part else ""
        if folder:
            return blotted(folder)
    return ""


def _by_pip(name: str, words: list[str], folder: str, files: frozenset[str]) -> Iterator[Install]:
    tool = "uv" if name == "uv" else "pip"
    if "--no-cache-dir" in words or "--no-cache" in words:
        return
    if name == "pip-sync":
        given: Iterable[str] = [word for word in words if not word.startswith("-")]
    elif "install" in words or "sync" in words:
        given = _requirements(words)
    else:
        return
    for path in given:
        found = _existing(folder, path, files)
        if found:
            yield Install("python", tool, found, True)


def _requirements(words: list[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        if word in {"-r", "--requirement", "--requirements"}:
            yield from words[index + 1 : index + 2]
        elif word.startswith(("--requirement=", "--requirements=")):
            yield word.partition("=")[2]
        elif re.match(r"-r[^-\s]", word):
            yield word[2:]


def _by(reader: Reader, words: list[str], folder: str, files: frozenset[str]) -> Iterator[Install]:
    options = [word for word in words if word.startswith("-")]
    operands = [word for word in words if not word.startswith("-")]
    first = operands[0] if operands else ""
    if reader.words and first not in reader.words:
        return
    if (reader.bare and len(operands) > 1) or {"-g", "--global", "--version", "-v"} & set(words):
        return
    for lock in reader.locks:
        found = _existing(folder, lock, files) or _above(folder, lock, files)
        if found:
            yield Install(reader.language, reader.tool, found, not options)
            return


def _above(folder: str, lock: str, files: frozenset[str]) -> str:
    """The lock file of a workspace, which stands at the top."""
    return lock if folder and lock in files else ""


def _existing(folder: str, path: str, files: frozenset[str]) -> str:
    """A path from the top, if a file fits it; empty if none does, or if it leads elsewhere."""
    pattern = _DYNAMIC.sub("*", posixpath.join(folder, path))
    pattern = posixpath.normpath(pattern.replace("\\", "/")).removeprefix("*/")
    if pattern.startswith(("..", "/")) or pattern.strip("*./") == "":
        return ""
    if "*" not in pattern:
        return pattern if pattern in files else ""
    return pattern if any(fnmatchcase(name, pattern) for name in files) else ""
