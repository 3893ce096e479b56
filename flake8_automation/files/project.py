"""What rules for workflows may know of the repository: what it installs from, and what is followed.

Everything is worked out from a list of paths and what reads them, so that history can ask the same
of a commit.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from flake8_automation.files.git import GitFailed, git, split
from flake8_automation.languages import is_workflow
from flake8_automation.model import Project

Content = Callable[[str], bytes | None]

# Each sets up what it is worth keeping a cache for, named by what pins or lists the packages.
_DEPENDENCIES = frozenset(
    {
        *("pyproject.toml", "setup.py", "setup.cfg", "poetry.lock", "pdm.lock", "uv.lock"),
        *("Pipfile", "Pipfile.lock", "package.json", "package-lock.json", "npm-shrinkwrap.json"),
        *("yarn.lock", "pnpm-lock.yaml", "pom.xml", "build.gradle", "build.gradle.kts"),
        *("gradle-wrapper.properties", "gradle.lockfile", "build.sbt", "go.mod", "go.sum"),
        *("Gemfile", "Gemfile.lock", "gems.locked", "Cargo.toml", "Cargo.lock"),
    }
)
_REQUIREMENTS = re.compile(
    r"[^/]*requirements[^/]*\.(txt|in)$|(^|/)requirements(\.d)?/[^/]+\.(txt|in)$"
)
_PYTEST = frozenset({"pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg"})
_SECTIONS = ("pytest", "tool:pytest")
_LOCAL = re.compile(r"""\buses["']?\s*:\s*["']?\./([^\s"'#,}]+)""")
_MOST_FOLLOWED = 100
_LARGEST = 2_000_000  # bytes of a file that is looked into
_PRUNED = frozenset({".git", "node_modules", "venv", ".venv", ".tox", ".nox", "__pycache__"})


def decides(path: str) -> bool:
    """Whether a file, by its path from the top, can change what is known of a repository."""
    name = path.rpartition("/")[2]
    known = name in _DEPENDENCIES or name in _PYTEST or _REQUIREMENTS.search(path) is not None
    return known or is_followed(path)


def is_followed(path: str) -> bool:
    """Whether a workflow can call what stands at a path from the top."""
    return (path.startswith(".github/") and is_workflow(path)) or _is_action(path)


def _is_action(path: str) -> bool:
    return path.rpartition("/")[2] in {"action.yml", "action.yaml"}


def project(listed: Iterable[str], content: Content, data: bytes) -> Project:
    """What is known of a repository for a workflow that holds `data`.

    `listed` are its files, by path from the top, as far as they decide; `content` reads them. What
    the workflow has no use for is left out.
    """
    texts = _followed(data, content)
    everything = "\n".join([_text(data), *(text for _, text in texts)])
    listed = frozenset(path for path in listed if not _is_in_pruned(path))
    dependencies: frozenset[str] = frozenset()
    if "setup-" in everything:
        dependencies = frozenset(path for path in listed if _is_dependency(path))
    addopts: tuple[tuple[str, str], ...] = ()
    if "pytest" in everything or "py.test" in everything:
        addopts = tuple(_addopts(sorted(listed), content))
    pins = "setup-node" in everything and any(
        b'"packageManager"' in (content(path) or b"")
        for path in dependencies
        if path.rpartition("/")[2] == "package.json"
    )
    return Project(dependencies, addopts, texts, pins)


def _is_in_pruned(path: str) -> bool:
    return not _PRUNED.isdisjoint(path.split("/")[:-1])


def _is_dependency(path: str) -> bool:
    return path.rpartition("/")[2] in _DEPENDENCIES or _REQUIREMENTS.search(path) is not None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _followed(data: bytes, content: Content) -> tuple[tuple[str, str], ...]:
    """The texts of the local workflows and actions that a workflow calls, and of theirs."""
    found: dict[str, str] = {}
    waiting = [data]
    while waiting and len(found) < _MOST_FOLLOWED:
        for called in _LOCAL.findall(_text(waiting.pop())):
            path = os.path.normpath(called).replace(os.sep, "/")
            names = [path] if path.endswith((".yml", ".yaml")) else []
            for name in names or (f"{path}/action.yml", f"{path}/action.yaml"):
                inner = None if name in found or name.startswith("../") else content(name)
                if inner is not None:
                    found[name] = _text(inner)
                    waiting.append(inner)
    return tuple(sorted(found.items()))


def _addopts(listed: Iterable[str], content: Content) -> Iterator[tuple[str, str]]:
    """The options that pytest's configuration adds, by folder."""
    for path in listed:
        folder, _, name = path.rpartition("/")
        if name in _PYTEST:
            data = content(path)
            options = _addopts_in(name, _text(data)) if data and b"addopts" in data else ""
            if options:
                yield folder, options


def _addopts_in(name: str, text: str) -> str:
    if name.endswith(".toml"):
        import tomllib

        try:
            table = tomllib.loads(text).get("tool", {}).get("pytest", {})
            given = [table.get("addopts"), table.get("ini_options", {}).get("addopts")]
        except (tomllib.TOMLDecodeError, RecursionError, AttributeError):
            return ""
        lists = [value if isinstance(value, list) else [value] for value in given if value]
        return " ".join(str(word) for words in lists for word in words)
    from configparser import Error, RawConfigParser

    ini = RawConfigParser(strict=False)
    try:
        ini.read_string(text)
    except Error:
        return ""
    return " ".join(ini.get(section, "addopts", fallback="") for section in _SECTIONS).strip()


def project_of(path: str, data: bytes | None) -> Project:
    """The same for a workflow file of the working tree, by its absolute path with slashes.

    None: what stands in that file.
    """
    data = (_content(path) or b"") if data is None else data
    top = path[: path.rindex("/.github/")] or "/"
    return project(_listed(top), lambda name: _content(os.path.join(top, name)), data)


@cache
def _listed(top: str) -> tuple[str, ...]:
    """The files below a folder that decide something, by git or else all of them."""
    try:
        listed = git(top, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except GitFailed:
        found: Iterable[str] = _walked(top)
    else:
        found = split(listed)
    return tuple(path for path in found if decides(path))


def _walked(top: str) -> Iterator[str]:
    for folder, inner, names in os.walk(top):
        inner[:] = [name for name in inner if name not in _PRUNED]
        below = os.path.relpath(folder, top).replace(os.sep, "/")
        yield from (name if below == "." else f"{below}/{name}" for name in names)


@cache
def _content(path: str) -> bytes | None:
    try:
        if os.path.isfile(path) and os.path.getsize(path) <= _LARGEST:
            with open(path, "rb") as file:
                return file.read()
    except (OSError, ValueError):
        pass
    return None
