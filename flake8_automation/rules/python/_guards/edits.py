"""Writing the guard of a prompt: around an expression, around a statement, or in front of one."""

import re

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._nodes import end, lineage, start
from flake8_automation.source import Source

# Where an expression stands alone, so that `a or b` needs no parentheses.
_ROOMY = frozenset(
    {"assignment", "return_statement", "if_statement", "elif_clause", "while_statement",
     "argument_list", "keyword_argument", "parenthesized_expression", "expression_statement"}
)  # fmt: skip
_STATEMENTS = frozenset({"expression_statement", "return_statement", "if_statement"})
_FIRST_INDENT = re.compile(r":[ \t]*(?:#.*)?\r?\n([ \t]+)[^\s#]")
_LINE_END = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r?\n|$)")


class Unclear(Exception):
    """The prompt cannot be guarded so that nothing changes where the flag is not given."""


def prefixed(source: Source, node: SgNode, words: str) -> Edit:
    """Write words (`flag or `) before an expression, in parentheses where it needs them."""
    parent = node.parent()
    if parent is not None and parent.kind() in _ROOMY:
        return Edit(source.span_of(node), f"{words}{node.text()}")
    return Edit(source.span_of(node), f"({words}{node.text()})")


def skipped(source: Source, statement: SgNode, test: str) -> Edit:
    """Put a statement under `if test:`. Raises Unclear where it shares its lines."""
    indent = _indent(source, statement)
    if not _LINE_END.match(source.text, end(statement)):
        raise Unclear
    if any("\n" in node.text() for node in statement.find_all(kind="string")):
        raise Unclear
    unit, newline = _unit(source, indent), source.newline
    text = statement.text().replace("\n", f"\n{unit}")
    return Edit(source.span_of(statement), f"if {test}:{newline}{indent}{unit}{text}")


def before(source: Source, call: SgNode, test: str, lines: tuple[str, ...]) -> Edit:
    """Put lines under `if test:` in front of the statement of a call.

    Raises Unclear where the statement need not come to the call.
    """
    statement = _asking_statement(call)
    indent = _indent(source, statement)
    unit, newline = _unit(source, indent), source.newline
    body = "".join(f"{indent}{unit}{line}{newline}" for line in lines)
    at = start(statement)
    return Edit(source.span(at, at), f"if {test}:{newline}{body}{indent}")


def _asking_statement(call: SgNode) -> SgNode:
    for child, parent in lineage(call):
        kind = parent.kind()
        if kind in _STATEMENTS:
            return parent
        if kind == "boolean_operator" and parent.field("left") == child:
            continue
        if kind in {"boolean_operator", "conditional_expression", "lambda"} or kind.endswith(
            ("_statement", "_clause", "comprehension", "generator_expression", "_definition")
        ):
            break
    raise Unclear


def _indent(source: Source, statement: SgNode) -> str:
    first = source.position(start(statement))
    indent = source.text[first.offset - first.column + 1 : first.offset]
    if indent.strip():
        raise Unclear
    return indent


def _unit(source: Source, indent: str) -> str:
    if "\t" in indent:
        return "\t"
    found = _FIRST_INDENT.search(source.text)
    return found[1] if found and len(found[1]) <= 8 else "    "
