"""What a rule may know about a file beyond its text, found in the folders above it."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from flake8_automation.languages import is_workflow
from flake8_automation.model import Facts

METADATA = ("pyproject.toml", "setup.cfg")  # in which commands are declared
ROOT_MARKS = (".git", "setup.py", *METADATA)
_SOURCE_FOLDERS = ("", "src/", "lib/", "python/")
_NOTHING: frozenset[str] = frozenset()
_ENTRY = r"\s*([\w.]+)\s*:\s*(\w+)"  # pkg.module:function


def facts(path: str, data: bytes | None = None) -> Facts:
    """The facts about a file that holds `data`, or what stands in it.

    Without a project's root, its path is the one from the working directory, or else the absolute
    one. Folders and metadata are looked at once per process.
    """
    absolute = os.path.abspath(path)
    folder = os.path.dirname(absolute)
    root = _root(folder) or _start(folder)
    relative = absolute[len(root) :].replace(os.sep, "/").lstrip("/")
    if is_workflow(path):
        from flake8_automation.files.project import project_of

        return Facts(relative, project=project_of(absolute.replace(os.sep, "/"), data))
    if not _may_be_named(root, relative):
        return Facts(relative)
    return Facts(relative, _entry_points(root).get(relative, _NOTHING))


@cache
def _root(folder: str) -> str | None:
    """The nearest folder with a mark of a project's root, going up."""
    if any(os.path.exists(os.path.join(folder, mark)) for mark in ROOT_MARKS):
        return folder
    parent = os.path.dirname(folder)
    return None if parent == folder else _root(parent)


def _start(folder: str) -> str:
    here = os.getcwd()
    return here if os.path.join(folder, "").startswith(os.path.join(here, "")) else ""


def _may_be_named(root: str, relative: str) -> bool:
    """Whether the name of a module stands in metadata: to read TOML takes 8 ms, this nothing."""
    name = relative.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
    letters = name.encode(errors="replace")  # which may be written otherwise with a backslash
    texts = [data for data in _metadata(root).values() if data]
    return any(letters in data or b"\\" in data for data in texts)


@cache
def _entry_points(root: str) -> Mapping[str, frozenset[str]]:
    return entry_points(_metadata(root).get)


@cache
def _metadata(root: str) -> Mapping[str, bytes | None]:
    return {name: _content(os.path.join(root, name)) for name in METADATA}


def entry_points(content: Callable[[str], bytes | None]) -> dict[str, frozenset[str]]:
    """For each file that can hold one, the functions that a project installs as commands.

    `content` gives what stands in a file of `METADATA` at the project's root, None without it.
    """
    found: dict[str, set[str]] = {}
    for value in (*_of_pyproject(content(METADATA[0])), *_of_setup_cfg(content(METADATA[1]))):
        match = re.match(_ENTRY, value)
        if match is None:
            continue
        module = match[1].replace(".", "/")
        for source in _SOURCE_FOLDERS:
            for file in (f"{source}{module}.py", f"{source}{module}/__init__.py"):
                found.setdefault(file, set()).add(match[2])
    return {file: frozenset(names) for file, names in found.items()}


def _of_pyproject(data: bytes | None) -> Iterator[str]:
    text = _text_with_scripts(data)
    if text is None:
        return
    import tomllib

    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    for keys in (
        ("project", "scripts"),
        ("project", "gui-scripts"),
        ("tool", "poetry", "scripts"),
    ):
        table = document
        for key in keys:
            inner = table.get(key)
            table = inner if isinstance(inner, dict) else {}
        for value in table.values():
            # Poetry also takes {callable = "pkg.module:function"}, lately {reference = ...}.
            long = value if isinstance(value, dict) else {"callable": value}
            named = long.get("callable") or long.get("reference")
            if isinstance(named, str):
                yield named


def _of_setup_cfg(data: bytes | None) -> Iterator[str]:
    text = _text_with_scripts(data)
    if text is None:
        return
    from configparser import Error, RawConfigParser

    ini = RawConfigParser(strict=False)
    try:
        ini.read_string(text)
    except Error:
        return
    for group in ("console_scripts", "gui_scripts"):
        lines = ini.get("options.entry_points", group, fallback="").splitlines()
        yield from (line.partition("=")[2] for line in lines)


def _text_with_scripts(data: bytes | None) -> str | None:
    """The text of a metadata file that may speak of commands. None if it is broken, too."""
    try:
        return data.decode() if data and b"scripts" in data else None
    except UnicodeDecodeError:
        return None


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError):
        return None
