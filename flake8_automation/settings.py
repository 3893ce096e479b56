"""The settings of a run, and the one table of options that every host reads them by.

flake8's own options (`select`, `ignore`, `exclude` …) mean here what they mean there; ours are
spelled `automation-NAME` in flake8's files and `NAME` in `[tool.flake8-automation]`.
"""

import os
from collections.abc import Iterable
from fnmatch import fnmatch
from typing import Any, NamedTuple

from flake8_automation.kinds import (
    BY_CODE,
    BY_COMMAND,
    CODES,
    FOLDER,
    GLOBS,
    MINUTES,
    NAME,
    PER_FILE,
    PRIORITY,
    SECONDS,
    TRUTH,
    UNPARSED,
    WORDS,
    Kind,
    PerFile,
)
from flake8_automation.model import Priority

PREFIX = "AUT"  # of every code

# flake8's own defaults, and what nobody wants linted.
DEFAULT_EXCLUDE = (
    ".svn",
    "CVS",
    ".bzr",
    ".hg",
    ".git",
    "__pycache__",
    ".tox",
    ".nox",
    ".eggs",
    "*.egg",
    "node_modules",
)

# Names of files and folders whose gaps matter one step less.
DEFAULT_MINOR_PATHS = (
    "test",
    "tests",
    "testing",
    "test_*.py",
    "*_test.py",
    "conftest.py",
    "example",
    "examples",
    "demo",
    "demos",
    "sample",
    "samples",
    "vendor",
    "vendored",
    "_vendor",
    "third_party",
)


class Settings(NamedTuple):
    """What a run is told. Paths in `exclude` and `per_file_ignores` are patterns, made absolute."""

    select: tuple[str, ...] = ()  # empty: every rule
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    per_file_ignores: PerFile = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    disable_noqa: bool = False
    timeout: int = 1800  # seconds
    timeouts: tuple[tuple[str, int], ...] = ()  # seconds by command, in lower case
    timeout_constant: str = ""
    catch_timeout: bool = False
    timeout_minutes: int = 30
    guard_names: tuple[str, ...] = ()
    minor_paths: tuple[str, ...] = DEFAULT_MINOR_PATHS
    min_priority: Priority = Priority.P3
    unsafe_fixes: bool = False
    extend_safe_fixes: tuple[str, ...] = ()
    unparsed: str = "error"
    accepted: bool = False
    minutes: tuple[tuple[str, int], ...] = ()  # a month and gap, by code or its beginning
    cache_dir: str = ".flake8_automation_cache"  # relative to the top of the repository

    def selects(self, code: str, also_ignored: tuple[str, ...] = ()) -> bool:
        """Whether a code is on, as flake8 decides: the longer prefix wins, and ignore a tie."""
        selected = _longest_prefix(code, self.select + self.extend_select)
        ignored = _longest_prefix(code, self.ignore + self.extend_ignore + also_ignored)
        if selected is None:
            return not self.select and ignored is None
        if not self.select:  # then flake8 compares with the prefix of the plugin, too
            selected = max(selected, PREFIX, key=len)
        return ignored is None or len(selected) > len(ignored)

    def selects_in(self, code: str, path: str) -> bool:
        """The same for one file: of `per-file-ignores`, the longest pattern that fits applies."""
        if not self.per_file_ignores:
            return self.selects(code)
        matching = [entry for entry in self.per_file_ignores if matches(path, entry[:1])]
        codes = max(matching, key=lambda entry: len(entry[0]))[1] if matching else ()
        return self.selects(code, codes)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether the last part of a path, or the whole of it made absolute, matches a glob pattern."""
    patterns = tuple(patterns)
    name = os.path.basename(path)
    if name not in {".", ".."} and any(fnmatch(name, pattern) for pattern in patterns):
        return True
    absolute = os.path.abspath(path)
    return any(fnmatch(absolute, pattern) for pattern in patterns)


def normalised(pattern: str, folder: str) -> str:
    """A pattern with a slash, or a mere dot, is a path below `folder`; any other is a name."""
    separators = os.sep + (os.altsep or "")
    if pattern == "." or any(separator in pattern for separator in separators):
        pattern = os.path.abspath(os.path.join(folder, pattern))
    return pattern.rstrip(separators)


def _longest_prefix(code: str, prefixes: tuple[str, ...]) -> str | None:
    return max((p for p in prefixes if code.startswith(p)), key=len, default=None)


class Option(NamedTuple):
    """One row of the table. The name in `Settings` is `name` with underscores."""

    name: str
    kind: Kind
    help: str
    flake8s_own: bool = False  # spelled without `automation-` in flake8's files
    in_flake8: bool = False  # ours, and it matters inside flake8 as well
    commands: tuple[str, ...] = ("check", "fix", "gaps")  # whose command line takes it

    @property
    def field(self) -> str:
        """Its name in `Settings`."""
        return self.name.replace("-", "_")

    @property
    def flake8_name(self) -> str:
        """Its name in a `[flake8]` section."""
        return self.name if self.flake8s_own else f"automation-{self.name}"

    @property
    def default(self) -> Any:
        """Its value where nobody says anything."""
        return Settings._field_defaults[self.field]


_WITH_FIXES = ("check", "fix")  # the commands that show or write fixes

OPTIONS = (
    Option("select", CODES, "rules to switch on (all)", flake8s_own=True),
    Option("extend-select", CODES, "rules to switch on as well", flake8s_own=True),
    Option("ignore", CODES, "rules to switch off", flake8s_own=True),
    Option("extend-ignore", CODES, "rules to switch off as well", flake8s_own=True),
    Option("per-file-ignores", PER_FILE, "rules to switch off in some files", flake8s_own=True),
    Option("exclude", GLOBS, "paths to leave out, instead of the usual ones", flake8s_own=True),
    Option("extend-exclude", GLOBS, "paths to leave out as well", flake8s_own=True),
    Option("disable-noqa", TRUTH, "report in spite of `# noqa` comments", flake8s_own=True),
    Option(
        "timeout",
        SECONDS,
        "the limit that a fix writes, in seconds; less for some commands (1800)",
        in_flake8=True,
        commands=_WITH_FIXES,
    ),
    Option(
        "timeouts",
        BY_COMMAND,
        "limits of single commands, beside the table of AUT101",
        commands=_WITH_FIXES,
    ),
    Option(
        "timeout-constant",
        NAME,
        "write the limit once, as a constant of this name",
        commands=_WITH_FIXES,
    ),
    Option(
        "catch-timeout",
        TRUTH,
        "fixes that add a timeout also handle TimeoutExpired",
        commands=_WITH_FIXES,
    ),
    Option(
        "timeout-minutes",
        MINUTES,
        "the limit that a fix gives to a job of a workflow, in minutes (30)",
        commands=_WITH_FIXES,
    ),
    Option("guard-names", WORDS, "further names that tell a run without a person", in_flake8=True),
    Option("minor-paths", GLOBS, "files and folders whose gaps matter less", in_flake8=True),
    Option(
        "min-priority", PRIORITY, "leave out gaps that matter less than this (P3)", in_flake8=True
    ),
    Option(
        "unsafe-fixes",
        TRUTH,
        "apply fixes that may change what the program does",
        commands=("fix",),
    ),
    Option(
        "extend-safe-fixes",
        CODES,
        "rules whose unsafe fixes are applied as if safe",
        commands=("fix",),
    ),
    Option("unparsed", UNPARSED, "whether a file that does not parse makes the status 2 (error)"),
    Option(
        "accepted",
        TRUTH,
        "leave out gaps that `gaps accept` has listed",
        in_flake8=True,
        commands=("check",),
    ),
    Option(
        "minutes",
        BY_CODE,
        "what a gap is estimated to cost in a month, in minutes, instead of the page's figure",
        in_flake8=True,
        commands=("gaps",),
    ),
    Option(
        "cache-dir",
        FOLDER,
        "where results are kept that the next run needs again",
        commands=("check", "gaps", "history", "compare", "clean"),
    ),
)

BY_FIELD = {option.field: option for option in OPTIONS}
