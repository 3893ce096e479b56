"""Fixing many files in batches, and keeping of each batch the fixes with which a command passes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from flake8_automation import engine
from flake8_automation.changes.search import keepable
from flake8_automation.engine import Key
from flake8_automation.files.facts import facts
from flake8_automation.files.visit import Fixing, fix_bytes
from flake8_automation.model import Site
from flake8_automation.settings import Settings

# Tries the contents of some files, by their paths; the reason why they must not stay, or nothing.
Try = Callable[[Mapping[str, bytes]], str]

_NOT_NOW = "not now"


class Step(NamedTuple):
    """One batch: its files, the rule that it is about (empty: all), and what it is part of."""

    group: str
    paths: tuple[str, ...]
    code: str = ""


class Kept(NamedTuple):
    """What became of a step: the new bytes by path, and the fixes in them, by path as well."""

    step: Step
    contents: dict[str, bytes]
    done: dict[str, tuple[Site, ...]]
    dropped: int

    def closed(self) -> int:
        """How many fixes are in."""
        return sum(map(len, self.done.values()))


class _Unit(NamedTuple):
    """One fix: the smallest thing that is kept or dropped."""

    path: str
    key: Key


def steps(fixings: Iterable[Fixing], size: int, *, by_rule: bool) -> list[Step]:
    """The batches, of up to `size` files, in which these changes are made."""
    changed = [fixing for fixing in fixings if fixing.after]
    if not by_rule:
        paths = [fixing.checked.path for fixing in changed]
        return [Step(str(number), part) for number, part in enumerate(_parts(paths, size), 1)]
    codes = sorted({site.code for fixing in changed for site in fixing.done})
    return [
        Step(code, part, code)
        for code in codes
        for part in _parts([f.checked.path for f in changed if _closes(f, code)], size)
    ]


def _closes(fixing: Fixing, code: str) -> bool:
    return any(site.code == code for site in fixing.done)


def _parts(paths: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(paths), size):
        yield tuple(paths[start : start + size])


class Batches:
    """The files of a run on their way through the steps; `fixings` says how far they have come."""

    def __init__(self, fixings: Iterable[Fixing], settings: Settings, attempt: Try) -> None:
        self._settings = settings
        self._attempt = attempt
        self._original = {f.checked.path: f for f in fixings if f.after}
        self._now = {path: f.before for path, f in self._original.items()}
        self._dropped: dict[str, dict[Key, str]] = {path: {} for path in self._original}
        self._done: dict[str, tuple[Site, ...]] = dict.fromkeys(self._original, ())
        self._latest: dict[str, Fixing] = {}

    def take(self, step: Step) -> Kept:
        """Make the changes of one step, as far as they pass."""
        keys = {path: self._keys(path) for path in step.paths}
        units = [
            _Unit(path, key)
            for path in step.paths
            for key in keys[path]
            if key not in self._dropped[path] and step.code in {"", key[0]}
        ]
        failures: dict[frozenset[_Unit], str] = {}

        @cache
        def fixed(path: str, selection: frozenset[_Unit]) -> Fixing:
            later = {key: _NOT_NOW for key in keys[path] if _Unit(path, key) not in selection}
            unwanted = later | self._dropped[path]
            return fix_bytes(path, self._now[path], self._settings, unwanted)

        def contents(selection: frozenset[_Unit]) -> dict[str, bytes]:
            results = {path: fixed(path, _of(path, selection)) for path in step.paths}
            return {path: result.after or self._now[path] for path, result in results.items()}

        def passes(selection: frozenset[_Unit]) -> bool:
            failures.pop(selection, None)  # so that the last one stands last
            changed = {p: data for p, data in contents(selection).items() if data != self._now[p]}
            # all files: the last try may have left others as they must not be, or the command did
            reason = self._attempt(self._now | changed) if changed else ""
            if reason:
                failures[selection] = reason
            return not reason

        kept = keepable(units, passes, _halves)
        result = contents(kept)
        for unit in units:
            if unit not in kept:
                # the last failure with it was the one of its own, on top of what was kept
                reasons = [why for chosen, why in failures.items() if unit in chosen]
                self._dropped[unit.path][unit.key] = reasons[-1]
        fixed.cache_clear()  # the reasons for what is dropped belong into the results
        for path in step.paths:
            self._settle(path, fixed(path, _of(path, kept)), result[path])
        done = {path: self._latest[path].done for path in step.paths}
        return Kept(step, result, done, len(units) - len(kept))

    def fixings(self) -> dict[str, Fixing]:
        """For each path, all that happened to the file from its first bytes to its last."""
        return {path: self._summed(path) for path in self._latest}

    def _settle(self, path: str, fixing: Fixing, data: bytes) -> None:
        self._now[path] = data
        self._latest[path] = fixing
        self._done[path] += fixing.done
        reasons = set(self._dropped[path].values())
        # where these gaps are now
        self._dropped[path] = {engine.key(s): why for s, why in fixing.refused if why in reasons}

    def _summed(self, path: str) -> Fixing:
        latest, original, data = self._latest[path], self._original[path], self._now[path]
        changed = data != original.before
        dropped = tuple(
            (site, self._dropped[path][engine.key(site)])
            for site, _ in latest.refused
            if engine.key(site) in self._dropped[path]
        )
        sites = {site for site, _ in dropped}
        return Fixing(
            latest.checked,
            original.before if changed else b"",
            data if changed else b"",
            self._done[path],
            latest.held,
            tuple((s, why) for s, why in latest.refused if s not in sites and why != _NOT_NOW),
            dropped,
        )

    def _keys(self, path: str) -> list[Key]:
        checked = engine.check_bytes(path, self._now[path], self._settings, facts)
        return [engine.key(site) for site in engine.allowed(checked, self._settings)]


def _of(path: str, selection: frozenset[_Unit]) -> frozenset[_Unit]:
    return frozenset(unit for unit in selection if unit.path == path)


def _halves(units: Sequence[_Unit]) -> tuple[Sequence[_Unit], Sequence[_Unit]]:
    """Two halves of the files, or of the fixes of the only one."""
    paths = list(dict.fromkeys(unit.path for unit in units))
    if len(paths) == 1:
        middle = len(units) // 2
        return units[:middle], units[middle:]
    first = set(paths[: len(paths) // 2])
    return [u for u in units if u.path in first], [u for u in units if u.path not in first]
