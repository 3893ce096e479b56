"""Reading one file and checking or fixing it: what is done once per path, in whatever process."""

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from flake8_automation.files.access import Unreadable, read
from flake8_automation.files.facts import facts
from flake8_automation.model import Broken, BrokenKind, Checked, Site
from flake8_automation.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flake8_automation.engine import Key
    from flake8_automation.source import Source

# What judges is loaded inside of functions: a run in which nothing has changed does without.

_NONE: "Mapping[Key, str]" = MappingProxyType({})


class Fixing(NamedTuple):
    """What fixing one file gave. `checked` speaks of the text after the fixes.

    `before` and `after` are the bytes, empty unless they differ. `done` fixes stand in `after`,
    `held` ones wait for unsafe fixes to be allowed, `refused` ones were tried in vain, with the
    reason, and `dropped` ones were taken out again because a command failed with them.
    """

    checked: Checked
    before: bytes = b""
    after: bytes = b""
    done: tuple[Site, ...] = ()
    held: tuple[Site, ...] = ()
    refused: tuple[tuple[Site, str], ...] = ()
    dropped: tuple[tuple[Site, str], ...] = ()


def check_file(
    path: str, settings: Settings, *, marked: bool = False, counted: bool = False
) -> Checked:
    """Check a file; that it cannot be read is a result like any other."""
    try:
        data = read(path)
    except Unreadable as error:
        return _broken(path, BrokenKind.UNREADABLE, error)
    from flake8_automation import engine

    return engine.check_bytes(path, data, settings, facts, marked=marked, counted=counted)


def sources() -> "Callable[[str], Source | None]":
    """What gives the text of a file to who shows lines of it; None if it cannot be had.

    The last text is kept, so that the gaps of a file ask for it once.
    """
    return lru_cache(maxsize=1)(_source)


def _source(path: str) -> "Source | None":
    from flake8_automation.source import Source, Undecodable

    try:
        return Source.from_bytes(path, read(path))
    except (Unreadable, Undecodable):
        return None


def fix_file(path: str, settings: Settings) -> Fixing:
    """Fix what stands in a file; nothing is written."""
    try:
        data = read(path)
    except Unreadable as error:
        return Fixing(_broken(path, BrokenKind.UNREADABLE, error))
    return fix_bytes(path, data, settings)


def fix_bytes(
    path: str, data: bytes, settings: Settings, unwanted: "Mapping[Key, str]" = _NONE
) -> Fixing:
    """Fix the bytes of a file, but for the `unwanted` fixes: they are refused, with the reason."""
    from flake8_automation import engine
    from flake8_automation.source import Source, Undecodable

    rules = engine.relevant_rules(data, path, settings)
    if not rules:
        return Fixing(Checked(path))
    try:
        source = Source.from_bytes(path, data)
    except Undecodable as error:
        return Fixing(_broken(path, BrokenKind.UNDECODABLE, error))
    fixed = engine.fix(source, rules, settings, facts(path, data), unwanted)
    after = source.to_bytes(fixed.text) if fixed.text != source.text else b""
    before = data if after else b""
    return Fixing(fixed.checked, before, after, fixed.done, fixed.held, fixed.refused)


def unwritten(fixing: Fixing, reason: str, settings: Settings) -> Fixing:
    """What fixing a file gave that could not be written then."""
    from flake8_automation import engine

    before = engine.check_bytes(fixing.checked.path, fixing.before, settings, facts)
    refused = tuple((site, f"the file cannot be written: {reason}") for site in fixing.done)
    return Fixing(before._replace(broken=Broken(BrokenKind.UNWRITABLE, reason)), refused=refused)


def _broken(path: str, kind: BrokenKind, error: Exception) -> Checked:
    return Checked(path, broken=Broken(kind, str(error)))
