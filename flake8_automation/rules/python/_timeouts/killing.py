"""Writing the handler that kills a child whose time is up."""

import re

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._guards.edits import Unclear, _indent, _unit
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import end, field, parent_of, start
from flake8_automation.rules.python._timeouts.spellings import timeout_expired
from flake8_automation.source import Source

_STATEMENTS = frozenset({"expression_statement", "return_statement"})
_REST_OF_LINE = re.compile(r"[ \t\f]*(?:#[^\r\n]*)?(?=[\r\n]|$)")
_LINE_END = re.compile(r"\r\n?|\n")


def killed_on_timeout(
    source: Source, names: Names, wait: SgNode, limited: tuple[Edit, ...]
) -> tuple[Edit, ...] | None:
    """Put the statement of a wait under `try`, with a handler that kills the process and raises.

    `limited` are the edits that give the wait its timeout. None where the process has no plain
    name, where the statement does more than take the result, or where it shares its lines.
    """
    process = field(field(wait, "function"), "object")
    statement = _statement(wait)
    if process.kind() != "identifier" or statement is None:
        return None
    spelling = timeout_expired(source, names, statement)
    rest = _REST_OF_LINE.match(source.text, end(statement))
    if spelling is None or rest is None or _has_long_string(statement):
        return None
    try:
        indent = _indent(source, statement)
    except Unclear:
        return None
    unit, newline = _unit(source, indent), source.newline

    def line(text: str, depth: int = 0) -> str:
        return f"{newline}{indent}{unit * depth}{text}"

    handler = line(f"except {spelling.text}:") + line(f"{process.text()}.kill()", 1)
    first, last = start(statement), end(statement)
    return (
        *spelling.edits,
        _insert(source, first, f"try:{line('', 1)}"),
        *(
            _insert(source, first + found.end(), unit)
            for found in _LINE_END.finditer(source.text[first:last])
            if not _LINE_END.match(source.text, first + found.end())
        ),
        *(edit._replace(text=_LINE_END.sub(rf"\g<0>{unit}", edit.text)) for edit in limited),
        _insert(source, rest.end(), handler + line("raise", 1)),
    )


def _statement(wait: SgNode) -> SgNode | None:
    """The statement that does nothing but take the result of a wait, or a part of it."""
    node, above = wait, parent_of(wait)
    while True:
        kind = above.kind()
        if kind in _STATEMENTS:
            return above
        reaches = {"attribute": "object", "call": "function", "subscript": "value"}
        is_chained = kind in reaches and above.field(reaches[kind]) == node
        is_assigned = kind == "assignment" and above.field("right") == node
        if not is_chained and not is_assigned and kind != "parenthesized_expression":
            return None
        node, above = above, parent_of(above)


def _has_long_string(statement: SgNode) -> bool:
    return any(_LINE_END.search(node.text()) for node in statement.find_all(kind="string"))


def _insert(source: Source, offset: int, text: str) -> Edit:
    return Edit(source.span(offset, offset), text)
