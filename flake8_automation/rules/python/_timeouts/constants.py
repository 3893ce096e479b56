"""A constant of the module: whether one can be used at a place, and where to write a new one."""

import re
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How, binding_at
from flake8_automation.rules.python._nodes import end, parent_of, start
from flake8_automation.source import Source

_NUMBER = re.compile(r"(?=.*[1-9])[0-9_.]+(\s*\*\s*[0-9_.]+)*")
_IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})
_MAY_IMPORT = frozenset({"if_statement", "try_statement"})
_DEFINITIONS = frozenset({"class_definition", "decorated_definition", "function_definition"})
_REST_OF_LINE = re.compile(r"[ \t\f]*(?:#[^\r\n]*)?(?=[\r\n]|$)")
_LAST_OR_BEFORE_EMPTY = re.compile(r"$|(?:\r\n?|\n)[ \t\f]*(?:[\r\n]|$)")


def number_at(names: Names, call: SgNode, name: str) -> bool:
    """Whether a name surely is a constant of the module there: a number, or something imported."""
    seen = names.bindings_at(call, name)
    if len(seen) != 1 or start(seen[0].node) > start(call):
        return False
    bindings = [binding_at(node) for node in names.occurrences(name)]
    if len([b for b in bindings if b is not None and b.scope.kind() == "module"]) != 1:
        return False
    how, node, value = seen[0].how, seen[0].node, seen[0].value
    if value is None or how is How.IMPORT:
        return value is not None and parent_of(value).kind() == "module"
    is_plain = how is How.ASSIGNMENT and parent_of(parent_of(parent_of(node))).kind() == "module"
    return is_plain and _NUMBER.fullmatch(value.text()) is not None


class Place(NamedTuple):
    """Where a line can be written: in the text at `offset` (0-based), with these line ends."""

    source: Source
    offset: int
    before: str
    behind: str

    def insert(self, line: str) -> Edit:
        """The edit that writes the line, which has no line end of its own."""
        span = self.source.span(self.offset, self.offset)
        return Edit(span, f"{self.before}{line}{self.behind}")


def place_for(source: Source, name: str, first: int) -> Place | None:
    """Where a constant can be written that is used from the offset `first` (0-based) on.

    That is behind the last of the imports at the top. None where the name already means something,
    or there is no such place.
    """
    names = source.derive(Names)
    if any(_is_variable(node) for node in names.occurrences(name)):
        return None
    statements = [node for node in source.tree.named_children() if node.kind() != "comment"]
    last = _last_import(statements, first)
    newline = source.newline
    if last is None:
        top = statements[0]
        behind = newline * (3 if top.kind() in _DEFINITIONS else 2)
        return Place(source, start(top), "", behind) if _begins_its_line(source, top) else None
    rest = _REST_OF_LINE.match(source.text, end(last))
    if rest is None:
        return None
    is_roomy = _LAST_OR_BEFORE_EMPTY.match(source.text, rest.end())
    return Place(source, rest.end(), newline * 2, "" if is_roomy else newline)


def _is_variable(node: SgNode) -> bool:
    """Whether a word is a name by itself: not behind a dot, and not that of an argument."""
    above = parent_of(node)
    if above.kind() == "attribute":
        return above.field("attribute") != node
    return above.kind() != "keyword_argument" or above.field("name") != node


def _last_import(statements: list[SgNode], first: int) -> SgNode | None:
    """The statement behind which the imports at the top end, or the docstring."""
    last = None
    for statement in statements:
        kind = statement.kind()
        if end(statement) > first or kind in _DEFINITIONS:
            break
        is_docstring = statement == statements[0] and _is_string(statement)
        if kind in _IMPORTS or is_docstring or (kind in _MAY_IMPORT and _imports(statement)):
            last = statement
    return last


def _is_string(statement: SgNode) -> bool:
    inside = statement.named_children()
    return statement.kind() == "expression_statement" and inside[0].kind() == "string"


def _imports(statement: SgNode) -> bool:
    condition = statement.field("condition")
    if condition is not None and "__name__" in condition.text():
        return False
    return statement.find(any=[{"kind": kind} for kind in sorted(_IMPORTS)]) is not None


def _begins_its_line(source: Source, node: SgNode) -> bool:
    return source.position(start(node)).column == 1
