"""Judging file versions: what the store knows is taken from there, the rest is read and checked."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from flake8_automation import engine
from flake8_automation.files.cache.kind import programs
from flake8_automation.files.discover import names_python
from flake8_automation.files.pool import Progress, each
from flake8_automation.history.judgement import packed
from flake8_automation.history.snapshot import Place, Version
from flake8_automation.history.store import Store
from flake8_automation.history.trees import contents
from flake8_automation.model import Broken, BrokenKind, Checked, Facts, Project
from flake8_automation.settings import Settings

_MOST = 8_000_000  # bytes that are read before they are checked
_LARGE = 1_000_000  # bytes that are worth several processes

# What decides which files are looked at by which rules is part of a version; the rest of these
# decides what is fixed and what is made of the counts. A setting that is not named here counts.
_IRRELEVANT = (
    *("select", "extend_select", "ignore", "extend_ignore", "per_file_ignores"),
    *("exclude", "extend_exclude", "minor_paths"),
    *("timeout", "timeouts", "timeout_constant", "catch_timeout"),
    "timeout_minutes",
    *("unsafe_fixes", "extend_safe_fixes", "unparsed", "accepted", "minutes", "cache_dir"),
)


class Task(NamedTuple):
    """One version to check, and where it was seen."""

    version: Version
    place: Place
    data: bytes

    def __str__(self) -> str:
        return self.place.absolute


class Judge:
    """Judges versions of the files of one repository.

    `progress` is told how many it has checked so far; those that the store knows do not count.
    """

    def __init__(
        self, top: str, settings: Settings, store: Store, jobs: int | None, progress: Progress
    ) -> None:
        self._top = top
        self._settings = settings
        self._store = store
        self._jobs = jobs
        self._progress = progress
        self._done = 0

    def results(self, wanted: Mapping[Version, Place]) -> Iterator[tuple[Version, bytes]]:
        """For each version what was `packed` about it, the known ones first."""
        keys = {_key(version): version for version in wanted}
        known = self._store.get(keys)
        for key, value in known.items():
            yield keys[key], value
        missing = {v: key for key, v in keys.items() if key not in known}
        by_id: dict[str, list[Version]] = {}
        for version in missing:
            by_id.setdefault(version.id, []).append(version)
        for part in contents(self._top, list(by_id), _MOST):
            tasks = [Task(v, wanted[v], data) for id_, data in part.items() for v in by_id[id_]]
            values = each(
                partial(_result, settings=self._settings),
                tasks,
                self._jobs,
                lambda number: self._progress(self._done + number),
                is_large=sum(map(len, part.values())) >= _LARGE,
            )
            self._done += len(tasks)
            self._store.put(
                {missing[t.version]: value for t, value in zip(tasks, values, strict=True)}
            )
            for task, value in zip(tasks, values, strict=True):
                yield task.version, value
                del missing[task.version]
        for version in missing:
            yield version, packed(_broken("", BrokenKind.UNREADABLE, "git does not have it"))


def _result(task: Task, settings: Settings) -> bytes:
    version, place, data = task
    if version.if_python and not names_python(data):
        return packed(None)
    facts = Facts(place.relative, version.entry_points, version.project or Project())
    checked = engine.check_bytes(
        place.absolute, data, settings, lambda *_: facts, marked=True, counted=True
    )
    return packed(checked)


def _broken(path: str, kind: BrokenKind, reason: str) -> Checked:
    return Checked(path, broken=Broken(kind, reason))


def _key(version: Version) -> bytes:
    told = (version.id, version.name, version.if_python, version.minor, version.codes)
    project = version.project and (sorted(version.project.dependencies), *version.project[1:])
    text = repr((*told, sorted(version.entry_points), project))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def kind_of_run(settings: Settings) -> str:
    """What results depend on beside the version: the settings, and all programs that judge."""
    told: dict[str, Any] = {
        name: value for name, value in settings._asdict().items() if name not in _IRRELEVANT
    }
    text = repr((sorted(told.items()), programs()))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
