"""Exclude patterns, prepared once so that tens of thousands of paths can be asked about quickly."""

import os
import re
from collections.abc import Iterable
from fnmatch import translate

_GLOB = frozenset("*?[")


class Patterns:
    """Says what `settings.matches` says: a name or an absolute path fits a pattern."""

    def __init__(self, patterns: Iterable[str]) -> None:
        patterns = frozenset(os.path.normcase(pattern) for pattern in patterns)
        globs = {pattern for pattern in patterns if _GLOB & set(pattern)}
        # Of a pattern like "*.egg" the ending decides, be it of the name or of the path.
        endings = {glob[1:] for glob in globs if glob[0] == "*" and not _GLOB & set(glob[1:])}
        self._literals = patterns - globs
        self._endings = tuple(endings)
        rest = sorted(globs - {f"*{ending}" for ending in endings})
        self._regex = re.compile("|".join(map(translate, rest))) if rest else None

    def match(self, name: str, path: str) -> bool:
        """Whether something of this name and absolute path fits."""
        if os.sep != "/":
            name, path = os.path.normcase(name), os.path.normcase(path)
        if name in self._literals or path in self._literals or path.endswith(self._endings):
            return True
        regex = self._regex
        return regex is not None and bool(regex.match(name) or regex.match(path))
