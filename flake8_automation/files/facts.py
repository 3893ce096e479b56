"""What a rule may know about a file beyond its text, found in the folders above it."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from flake8_automation.files.bytecode import is_compiled
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
    parses = data is not None and is_compiled(path, len(data))
    return Facts(relative, _entry_points(root).of(relative), parses=parses)


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


@cache
def _entry_points(root: str) -> "_EntryPoints":
    return _EntryPoints({name: _content(os.path.join(root, name)) for name in METADATA})


class _EntryPoints:
    """What a project installs, read from its metadata for the first file that may be named there.

    To read TOML takes 8 ms, to look for a name nothing.
    """

    def __init__(self, metadata: Mapping[str, bytes | None]) -> None:
        self._metadata = metadata
        self._found: Mapping[str, frozenset[str]] | None = None

    def of(self, relative: str) -> frozenset[str]:
        """The functions of a file, given by its path from the root."""
        if self._found is None:
            if not self._may_name(relative):
                return _NOTHING
            self._found = entry_points(self._metadata.get)
        return self._found.get(relative, _NOTHING)

    def _may_name(self, relative: str) -> bool:
        module = relative.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
        letters = module.encode(errors="replace")  # or there is a backslash, by which they are told
        return any(data and (letters in data or b"\\" in data) for data in self._metadata.values())


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
