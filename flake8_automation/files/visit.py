"""Reading one file and checking or fixing it: what is done once per path, in whatever process."""

from typing import NamedTuple

from flake8_automation import engine
from flake8_automation.files.access import Unreadable, Unwritable, read, write
from flake8_automation.files.facts import facts
from flake8_automation.model import Broken, BrokenKind, Checked, Site
from flake8_automation.settings import Settings
from flake8_automation.source import Source, Undecodable


class Fixing(NamedTuple):
    """What fixing one file gave. `checked` speaks of the text after the fixes.

    `before` and `after` are the bytes, empty unless they differ. `done` fixes stand in `after`,
    `held` ones wait for unsafe fixes to be allowed, `refused` ones were tried in vain, with the
    reason.
    """

    checked: Checked
    before: bytes = b""
    after: bytes = b""
    done: tuple[Site, ...] = ()
    held: tuple[Site, ...] = ()
    refused: tuple[tuple[Site, str], ...] = ()


def check_file(path: str, settings: Settings) -> Checked:
    """Check a file; that it cannot be read is a result like any other."""
    try:
        data = read(path)
    except Unreadable as error:
        return _broken(path, BrokenKind.UNREADABLE, error)
    return engine.check_bytes(path, data, settings, facts)


def fix_file(path: str, settings: Settings, write_back: bool) -> Fixing:
    """Fix a file, in place if it is to be written back; an untouched file is not written."""
    try:
        data = read(path)
    except Unreadable as error:
        return Fixing(_broken(path, BrokenKind.UNREADABLE, error))
    fixing = fix_bytes(path, data, settings)
    if fixing.after and write_back:
        try:
            write(path, fixing.after, data)
        except Unwritable as error:
            before = engine.check_bytes(path, data, settings, facts)
            refused = tuple((site, f"the file cannot be written: {error}") for site in fixing.done)
            broken = Broken(BrokenKind.UNWRITABLE, str(error))
            return Fixing(before._replace(broken=broken), refused=refused)
    return fixing


def fix_bytes(path: str, data: bytes, settings: Settings) -> Fixing:
    """Fix the bytes of a file."""
    rules = engine.relevant_rules(data, path, settings)
    if not rules:
        return Fixing(Checked(path))
    try:
        source = Source.from_bytes(path, data)
    except Undecodable as error:
        return Fixing(_broken(path, BrokenKind.UNDECODABLE, error))
    fixed = engine.fix(source, rules, settings, facts(path))
    after = source.to_bytes(fixed.text) if fixed.text != source.text else b""
    before = data if after else b""
    return Fixing(fixed.checked, before, after, fixed.done, fixed.held, fixed.refused)


def _broken(path: str, kind: BrokenKind, error: Exception) -> Checked:
    return Checked(path, broken=Broken(kind, str(error)))
