"""The functions of a module and of its classes: what one binds a name to, others never see."""

from bisect import bisect_right
from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import field

Stretch = tuple[int, int]  # where a function begins, and where it ends (exclusive)


class Functions:
    """The outermost functions of one file, but for those in blocks such as `if` and `try`."""

    def __init__(self, tree: SgNode) -> None:
        self._all = list(_functions(tree))
        self._starts = [start for start, _ in self._all]

    def around(self, offset: int) -> Stretch | None:
        """The function in which an offset (0-based) lies."""
        index = bisect_right(self._starts, offset)
        if index and offset < self._all[index - 1][1]:
            return self._all[index - 1]
        return None


def _functions(suite: SgNode) -> Iterator[Stretch]:
    for statement in suite.children():
        is_decorated = statement.kind() == "decorated_definition"
        definition = field(statement, "definition") if is_decorated else statement
        kind = definition.kind()
        if kind == "function_definition":
            where = definition.range()
            yield where.start.index, where.end.index
        elif kind == "class_definition":
            yield from _functions(field(definition, "body"))
