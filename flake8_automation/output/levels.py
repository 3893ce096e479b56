"""How urgent a priority is in the words of each format."""

from types import MappingProxyType
from typing import NamedTuple

from flake8_automation.model import Priority


class Level(NamedTuple):
    """One row: the words for one priority."""

    github: str
    sarif: str
    gitlab: str
    rdjson: str
    azure: str
    teamcity: str


LEVELS = MappingProxyType(
    {
        Priority.P0: Level("error", "error", "blocker", "ERROR", "error", "ERROR"),
        Priority.P1: Level("error", "error", "critical", "ERROR", "error", "ERROR"),
        Priority.P2: Level("warning", "warning", "major", "WARNING", "warning", "WARNING"),
        Priority.P3: Level("notice", "note", "minor", "INFO", "warning", "WEAK WARNING"),
    }
)
