"""The tools that race: their commands, their versions, and which files each of them sees."""

import json
import os
import re
import shutil
import site
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from typing import NamedTuple

OURS = "flake8-automation"
BARE = "python"
RUFF = "ruff"
AST_GREP = "ast-grep"
FLAKE8 = "flake8 with the plugin"
HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 600  # for a question to a tool; the races have a limit of their own

_AST_GREP_RULE = """\
id: four-patterns
language: python
rule:
  any:
    - pattern: subprocess.run($$$)
    - pattern: subprocess.check_output($$$)
    - pattern: os.system($$$)
    - pattern: input($$$)
"""
_RUFF_FILES = (
    *("--isolated", "--no-respect-gitignore"),
    *("--config", "exclude=[]", "--config", 'include=["*.py"]'),
)
_RUFF_RULES = ("--select", "S113,PLW1510,ASYNC250", "--output-format", "concise")
_IGNORE_NOTHING = ("hidden", "dot", "exclude", "global", "parent", "vcs")
_AST_GREP = (
    *("scan", "--inline-rules", _AST_GREP_RULE, "--report-style", "short", "--globs", "*.py"),
    *(word for kind in _IGNORE_NOTHING for word in ("--no-ignore", kind)),
)
_FLAKE8_FILES = """\
import sys
from flake8.defaults import EXCLUDE
from flake8.discover_files import expand_paths
paths = [*sys.argv[1:]]
for path in expand_paths(
    paths=paths, stdin_display_name="stdin", filename_patterns=["*.py"], exclude=EXCLUDE
):
    print(path)
"""


class Missing(Exception):
    """Why a tool cannot race, in one line."""


class Peer(NamedTuple):
    """One tool. Its commands lack the paths; `lists` tells which files it reads in some folders."""

    name: str
    version: str
    command: tuple[str, ...]  # without a cache
    lists: Callable[[list[str]], list[str]] = lambda _: []
    cached: tuple[str, ...] = ()  # the same with a cache, whose folder follows; () if it has none


def find(name: str) -> Peer:
    """The tool of this name, as it is installed here. Raises Missing."""
    return _FINDERS[name]()


def find_all() -> tuple[dict[str, Peer], dict[str, str]]:
    """The tools that can race, by name, and why the others cannot."""
    found, skipped = {}, {}
    for name in NAMES:
        try:
            found[name] = find(name)
        except Missing as reason:
            skipped[name] = str(reason)
    return found, skipped


def needles(roots: list[str]) -> dict[str, bool]:
    """The files that our tool reads, and whether each holds what one of its rules looks for."""
    told = json.loads(_ask(sys.executable, os.path.join(HERE, "our_files.py"), *roots))
    return {os.path.abspath(path): bool(holds) for path, holds in told.items()}


def start_up_notes() -> tuple[str, ...]:
    """What makes this very Python slow to start, and so the ratios to it look better."""
    folders = dict.fromkeys([*site.getsitepackages(), sysconfig.get_path("purelib")])
    hooks = [
        name
        for folder in folders
        if os.path.isdir(folder)
        for name in sorted(os.listdir(folder))
        if name.endswith(".pth") and _runs_code(os.path.join(folder, name))
    ]
    if not hooks:
        return ()
    return (f"this Python runs code at every start, {BARE} included: {', '.join(hooks)}",)


def _runs_code(path: str) -> bool:
    with open(path, "rb") as file:
        return any(line.startswith((b"import ", b"import\t")) for line in file)


def _ours() -> Peer:
    script = _which(OURS)
    caches = "--no-cache" in _ask(script, "check", "--help")
    version = _ask(script, "--version").split()[-1]
    check = (script, "check", "--isolated")
    return Peer(
        OURS,
        version,
        (*check, "--no-cache") if caches else check,
        lambda roots: [*needles(roots)],
        (*check, "--cache-dir") if caches else (),
    )


def _flake8() -> Peer:
    script = _which("flake8")
    version = " ".join(_ask(script, "--version").split())
    version, _, plugins = version.partition(" ")
    if not re.search("flake8.automation", plugins):
        raise Missing("our plugin is not installed beside it")

    def lists(roots: list[str]) -> list[str]:
        return _ask(sys.executable, "-c", _FLAKE8_FILES, *roots).splitlines()

    return Peer(FLAKE8, version, (script, "--isolated", "--select", "AUT"), lists)


def _ruff() -> Peer:
    script = _which("ruff")

    def lists(roots: list[str]) -> list[str]:
        return _ask(script, "check", "--show-files", *_RUFF_FILES, *roots).splitlines()

    version = _ask(script, "--version").split()[-1]
    words = (*_RUFF_RULES, *_RUFF_FILES)
    return Peer(
        RUFF,
        version,
        (script, "check", "--no-cache", *words),
        lists,
        (script, "check", *words, "--cache-dir"),
    )


def _ast_grep() -> Peer:
    script = _which("ast-grep")  # never `sg`, which on Debian belongs to the login package
    version = _ask(script, "--version").split()[-1]

    def lists(roots: list[str]) -> list[str]:
        told = _ask(script, *_AST_GREP, "--inspect", "entity", *roots, errors=True)
        return re.findall(r"^sg: entity\|file\|(.*): language=", told, re.MULTILINE)

    return Peer(AST_GREP, version, (script, *_AST_GREP), lists)


def _bare() -> Peer:
    return Peer(BARE, sys.version.split()[0], (sys.executable, "-I", "-c", "pass"))


_FINDERS = {OURS: _ours, BARE: _bare, FLAKE8: _flake8, RUFF: _ruff, AST_GREP: _ast_grep}
NAMES = tuple(_FINDERS)


def _which(name: str) -> str:
    beside = os.path.dirname(sys.executable)
    found = shutil.which(name, path=os.pathsep.join([beside, os.environ.get("PATH", "")]))
    if found is None:
        raise Missing("not installed")
    return os.path.abspath(found)


def _ask(*command: str, errors: bool = False) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"cannot be asked: {error}") from None
    told = (done.stderr if errors else done.stdout).decode("utf-8", "surrogateescape")
    if done.returncode not in {0, 1} or (done.returncode and not told):
        complaint = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason"]
        raise Missing(f"exit {done.returncode}: {complaint[-1]}")
    return told
