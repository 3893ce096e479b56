"""What a rule is: a code, a name, the literals without which it has nothing to say, and `find`."""

import os
import re
from collections.abc import Callable, Iterator
from fnmatch import translate
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_automation.model import Facts, Fix, Mark, Priority
from flake8_automation.settings import Settings
from flake8_automation.source import Source

if TYPE_CHECKING:
    from ast_grep_py import SgNode

# A file can hold a site only if all the literals of one of these tuples stand in its bytes. The
# first one is looked for in every file: it is to be the rarest.
Needles = tuple[tuple[bytes, ...], ...]

_WILD = frozenset("*?[")


class Found(NamedTuple):
    """A site as a rule sees it: a node of the Python tree, or where it starts and ends (offsets).

    A gap has a message that says in one line what hangs, hides or blocks, and what to do.
    `alternatives` are other fixes that are offered for it, none of which is applied by itself.
    `priority` is given only where it differs from the rule's own. `mark` is what identifies a gap
    that is no node of a tree.
    """

    node: "SgNode | tuple[int, int]"
    gap: bool
    message: str = ""
    fix: Fix | None = None
    priority: Priority | None = None
    alternatives: tuple[Fix, ...] = ()
    mark: Mark | None = None


class Case(NamedTuple):
    """All that a rule is given about one file.

    `wants_fixes`: whether anybody is going to look at the fixes. To make one takes longer than to
    find its gap, and flake8 never does. `counts_fixes`: all that is looked at is whether there is a
    fix, and its safety; so where that is known at once, it need not have edits.
    """

    source: Source
    settings: Settings
    facts: Facts
    wants_fixes: bool = True
    counts_fixes: bool = False

    @property
    def is_minor(self) -> bool:
        """Whether the file is a test, an example, a demo or vendored: its gaps matter less."""
        return is_minor(self.facts.path, self.settings.minor_paths)


@lru_cache
def is_minor(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether some part of a path, relative to the root of its project, fits a pattern."""
    fits = _one_of(tuple(map(os.path.normcase, patterns)))
    return any(fits(os.path.normcase(part)) for part in path.split("/"))


@cache
def _one_of(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    names = frozenset(pattern for pattern in patterns if _WILD.isdisjoint(pattern))
    globs = "|".join(translate(pattern) for pattern in patterns if pattern not in names)
    # Most are names, of which no regular expression has to be made as the run starts.
    matches = re.compile(globs or r"\Z.").match
    return lambda text: text in names or matches(text) is not None


Find = Callable[[Case], Iterator[Found]]
Hint = Callable[[bytes], bool]


class Rule(NamedTuple):
    """One rule. Its page stands beside its module, with the suffix `.md`.

    A rule of which a file has one site at most, `once`, speaks of the file as a whole: its gap
    stays the same one whatever is written at the place where it stands. `hint` looks closer at the
    code of a file that holds a needle: whether it can hold a site. Without one, it is looked for
    the needles again, in the code alone.
    """

    code: str
    name: str
    needles: Needles
    priority: Priority
    module: str
    find: Find
    once: bool = False
    hint: Hint | None = None

    def concerns(self, data: bytes) -> bool:
        """Whether a file with these bytes can hold a site at all: all literals of some needle."""
        return any(all(part in data for part in needle) for needle in self.needles)

    def is_needled(self, literals: frozenset[bytes]) -> bool:
        """The same, given the literals that stand in the file."""
        return any(literals.issuperset(needle) for needle in self.needles)


def rule(  # noqa: PLR0913 - by name only
    code: str,
    name: str,
    *,
    needles: Needles,
    priority: Priority,
    once: bool = False,
    hint: Hint | None = None,
) -> Callable[[Find], Rule]:
    """Declare the decorated `find` to be the rule `code`."""

    def declare(find: Find) -> Rule:
        return Rule(code, name, needles, priority, find.__module__, find, once, hint)

    return declare
