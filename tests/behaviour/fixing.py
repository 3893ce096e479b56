"""Fixing a story's script with the tool, as `fix --unsafe-fixes` with `catch-timeout` would."""

from difflib import unified_diff
from functools import cache

from flake8_automation.engine import check_bytes
from flake8_automation.files.facts import facts
from flake8_automation.files.visit import Fixing, fix_bytes
from flake8_automation.model import Site
from flake8_automation.settings import Settings
from tests.behaviour.stories import Story

USUAL = 1800  # seconds: the default, more than any child of a story needs
QUICK = 1  # seconds: the limit that a fix writes where the child of a story sleeps
ALL: tuple[str, ...] = ()  # of the codes: every rule


def settings(codes: tuple[str, ...], timeout: int = USUAL) -> Settings:
    """Just these rules, and every fix that they offer."""
    return Settings(select=codes, unsafe_fixes=True, timeout=timeout, catch_timeout=True)


def named(story: Story) -> tuple[str, ...]:
    """The codes that the story is about."""
    return (*story.fixed, *story.shown, *story.either)


@cache
def fix(name: str, data: bytes, codes: tuple[str, ...], timeout: int = USUAL) -> Fixing:
    """The script fixed; `after` is empty if nothing was changed."""
    return fix_bytes(f"{name}.py", data, settings(codes, timeout))


def fixed(name: str, data: bytes, codes: tuple[str, ...], timeout: int = USUAL) -> bytes:
    """The bytes of the script after its fix."""
    return fix(name, data, codes, timeout).after or data


def gaps(name: str, data: bytes, codes: tuple[str, ...]) -> tuple[Site, ...]:
    """What `check` reports."""
    return check_bytes(f"{name}.py", data, settings(codes), facts).gaps()


def diff(before: bytes, after: bytes) -> str:
    """What the fix changed, for a message."""
    old, new = (data.decode("utf-8-sig").splitlines() for data in (before, after))
    lines = unified_diff(old, new, "before", "fixed", lineterm="")
    return "\n".join(lines) or "(nothing changed)"
