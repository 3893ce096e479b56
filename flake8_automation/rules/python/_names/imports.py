"""What import statements make local names refer to."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.words import Words
from flake8_automation.rules.python._nodes import field
from flake8_automation.source import Source

# Names that are the same thing under another roof.
_SAME = {
    "subprocess32": "subprocess",
    "six.moves.input": "builtins.input",
    "six.moves.builtins": "builtins",
    "builtins.raw_input": "builtins.input",
    "future.builtins.input": "builtins.input",
    "past.builtins.input": "builtins.input",
    "past.builtins.raw_input": "builtins.input",
    "__builtin__": "builtins",
    "click.termui": "click",
}

# What `from module import *` brings in, as far as any rule asks.
STAR = {
    "subprocess": frozenset(
        "Popen run call check_call check_output getoutput getstatusoutput "
        "CalledProcessError TimeoutExpired PIPE STDOUT DEVNULL".split()
    ),
    "os": frozenset(
        "system popen spawnl spawnle spawnlp spawnlpe spawnv spawnve P_WAIT environ".split()
    ),
    "getpass": frozenset({"getpass", "getuser"}),
    "click": frozenset("prompt confirm pause edit command group option echo Context".split()),
    "argparse": frozenset("ArgumentParser Namespace FileType".split()),
    "optparse": frozenset("OptionParser OptionGroup make_option".split()),
    "inquirer": frozenset("prompt confirm text editor password checkbox".split()),
}


_JOINS = ("\\\n", "\\\r\n")
_STATEMENTS = frozenset({"import_statement", "import_from_statement"})
# The rest of a statement: lines that are joined by backslashes, or by brackets with comments.
_REST = re.compile(r"(?:[^\n(\\]|\\\r?\n|\((?:[^()#]|#[^\n]*\n)*\)|\\)*")


class Imported(NamedTuple):
    """A local name and the dotted name that it stands for."""

    local: str
    dotted: str


# The text of a statement that may import something: where its `import` stands, its start and end.
_Stretch = tuple[int, int, int]


class Imports:
    """The import statements of one file, looked for where its text says `import`."""

    def __init__(self, source: Source) -> None:
        self._words = source.derive(Words)
        self._items: dict[SgNode, list[Imported]] = {}

    @cached_property
    def _stretches(self) -> list[_Stretch]:
        return [self._stretch(at) for at in self._words.offsets("import")]

    @cached_property
    def _joined(self) -> str:
        text = self._words.text
        return "".join(text[start:end] for _, start, end in self._stretches)

    def _stretch(self, word: int) -> _Stretch:
        text = self._words.text
        start = text.rfind("\n", 0, word) + 1
        while text.endswith(_JOINS, 0, start):
            start = text.rfind("\n", 0, start - 1) + 1
        end = text.find("\n", word)
        is_whole = end >= 0 and text[end - 1] not in "\\\r" and text.find("(", word, end) < 0
        rest = None if is_whole else _REST.match(text, word)
        return word, start, rest.end() if rest else end

    def cover(self, offset: int) -> bool:
        """Whether an offset (0-based) may be in an import statement."""
        starts, ends = self._bounds
        before = bisect_right(starts, offset)
        return before > 0 and offset < ends[before - 1]

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]]:
        """Where the stretches start, and how far each of them or one before it reaches."""
        starts = [start for _, start, _ in self._stretches]
        return starts, list(accumulate((end for *_, end in self._stretches), max))

    def naming(self, names: Iterable[str]) -> list[SgNode]:
        """The import statements in which one of these texts stands."""
        text = self._words.text
        present = [name for name in names if name in self._joined]
        found = [
            self._words.keyword("import", word)
            for word, start, end in (self._stretches if present else ())
            if any(text.find(name, start, end) >= 0 for name in present)
        ]
        return [node for node in found if node is not None and node.kind() in _STATEMENTS]

    def items(self, statement: SgNode) -> list[Imported]:
        """All names that one of the statements binds."""
        if statement not in self._items:
            self._items[statement] = imported(statement)
        return self._items[statement]

    @cached_property
    def stars(self) -> dict[str, str]:
        """What star imports of known modules bind, and the dotted names that it stands for."""
        return {
            item.local: item.dotted
            for statement in self.naming("*")
            if not statement.field_children("name")
            for item in imported(statement)
        }


@lru_cache(10_000)
def canonical(name: str) -> str:
    """The one name of a thing that is reachable under several."""
    for alias, real in _SAME.items():
        if name == alias or name.startswith(alias + "."):
            return real + name[len(alias) :]
    return name


@cache
def aliases(dotted: frozenset[str]) -> frozenset[str]:
    """The other names under which some of these dotted names, or what they stand in, are known."""
    return frozenset(
        alias
        for alias, real in _SAME.items()
        if any(name == real or name.startswith(f"{real}.") for name in dotted)
    )


@cache
def roots(dotted: frozenset[str]) -> frozenset[str]:
    """The first words of these dotted names, and of all others that may be the same things."""
    return frozenset(name.partition(".")[0] for name in (*dotted, *_SAME))


def imported(statement: SgNode) -> list[Imported]:
    """All names that an import statement binds; a star import gives those of known modules."""
    prefix = ""
    items = statement.field_children("name")
    if statement.kind() == "import_from_statement":
        module = field(statement, "module_name").text()
        if not items:
            return [Imported(name, f"{module}.{name}") for name in sorted(STAR.get(module, ()))]
        prefix = module if module.endswith(".") else module + "."
    return [_item(item, prefix) for item in items]


def _item(item: SgNode, prefix: str) -> Imported:
    if item.kind() == "aliased_import":
        name = prefix + field(item, "name").text()
        return Imported(field(item, "alias").text(), canonical(name))
    name = item.text()
    if not prefix:
        name = name.partition(".")[0]  # `import a.b` binds a
    return Imported(name, canonical(prefix + name))


def meaning(identifier: SgNode, statement: SgNode) -> str | None:
    """The dotted name that one bound identifier of an import statement stands for."""
    for local, dotted in imported(statement):
        if local == identifier.text():
            return dotted
    return None


def is_fallback(node: SgNode) -> bool:
    """Whether a node stands in a handler for a failed import or a missing name."""
    for ancestor in node.ancestors():
        if ancestor.kind() == "except_clause":
            caught = ancestor.text().partition(":")[0]
            return any(name in caught for name in ("ImportError", "ModuleNotFound", "NameError"))
        if ancestor.kind() in {"function_definition", "class_definition"}:
            return False
    return False
