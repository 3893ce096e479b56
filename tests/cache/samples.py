"""Running with the cache and without, in one process as if in many."""

import os
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flake8_automation.files import facts, project
from flake8_automation.files.cache.judging import Verdict, Visit, judge
from flake8_automation.files.cache.kind import kind_of_run
from flake8_automation.files.cache.store import Store
from flake8_automation.files.discover import discover
from flake8_automation.files.visit import check_file
from flake8_automation.model import Checked
from flake8_automation.settings import Settings

FOLDER = "kept"
LATER = 10_000_000_000  # ns: by then every change shows in a stamp

_kind_of_run = cache(kind_of_run)  # the programs stay as they are


class Run:
    """What a run with the cache found, and which files it had to look at."""

    def __init__(
        self,
        arguments: Iterable[str] = (".",),
        settings: Settings = Settings(),  # noqa: B008 - it is frozen
        *,
        marked: bool = False,
        now: int | None = None,
    ) -> None:
        forget()
        self.visited: list[str] = []
        self.told: list[str] = []
        found = discover(arguments, settings, stamped=True)
        self.paths = found.paths
        store = Store(FOLDER, _kind_of_run(settings, marked=marked))
        now = time.time_ns() + LATER if now is None else now
        self.results, table = judge(
            found, settings, store.load(), self._visit_all, marked=marked, now=now
        )
        self.wrote = table is not None
        if table is not None:
            store.keep(table, self.told.append)
        self.without = [check_file(path, settings, marked=marked) for path in found.paths]

    def _visit_all(self, visit: Visit, paths: list[str]) -> list[Verdict | None]:
        self.visited += paths
        return [visit(path) for path in paths]

    @property
    def kept(self) -> list[str]:
        """The files with the results that were taken from the cache."""
        return [path for path in self.paths if path not in self.visited]

    def result(self, path: str) -> Checked:
        """What was found in one file."""
        return self.results[self.paths.index(path)]


def forget() -> None:
    """Forget what a process looks at once, as a new one would."""
    for looked_at in (facts._root, facts._entry_points, project._listed, project._content):
        looked_at.cache_clear()


def tick() -> None:
    """Wait for the clock of the file system, so that what changes from now on has another time.

    A real run need not: it trusts no stamp that is younger than two seconds.
    """
    probe = Path(FOLDER, "probe")
    probe.parent.mkdir(exist_ok=True)
    probe.write_bytes(b"")
    before = probe.stat().st_mtime_ns
    while probe.stat().st_mtime_ns <= before:
        os.utime(probe)


def table() -> Path:
    """The only table that there is."""
    (found,) = Path(FOLDER).glob("check-*.table")
    return found
