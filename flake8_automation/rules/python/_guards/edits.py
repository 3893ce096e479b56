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
_FIRST_INDENT = re.compile(
    r"^(?:\)|(?:async |def|class|if|for|while|with|try|else)\b)"
    r"[^\r\n]*:[ \t]*(?:#.*)?\r?\n([ \t]+)[^\s#]",
    re.MULTILINE,
)
_LINE_END = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r?\n|$)")


class Unclear(Exception):
    """The prompt cannot be guarded so that nothing changes where the flag is not given.

    The message says why, as the end of a sentence.
    """


class Unreached(Unclear):
    """The prompt stands where this file never gets to, so it has no flag to hand over."""


def inserted(source: Source, offset: int, text: str) -> Edit:
    """Write text before the character at an offset (0-based)."""
    return Edit(source.span(offset, offset), text)


def line_behind(source: Source, statement: SgNode, text: str) -> Edit:
    """Write lines behind a statement, indented like it. Raises Unclear where the line is shared."""
    indent = indent_of(source, statement)
    behind = _LINE_END.match(source.text, end(statement))
    if behind is None:
        raise Unclear("another statement stands in the line of its parser")
    at = end(statement) + len(behind[0].rstrip("\r\n"))
    return inserted(source, at, source.newline + _indented(source, text, indent))


def line_before(source: Source, statement: SgNode, text: str) -> Edit:
    """Write lines before a statement, indented like it. Raises Unclear where the line is shared."""
    indent = indent_of(source, statement)
    lines = _indented(source, text, indent).removeprefix(indent)
    return inserted(source, start(statement), lines + source.newline + indent)


def _indented(source: Source, text: str, indent: str) -> str:
    unit = unit_of(source, indent)
    return source.newline.join(
        indent + unit * (len(line) - len(line.lstrip("\t"))) + line.lstrip("\t") if line else ""
        for line in text.split("\n")
    )


def prefixed(source: Source, node: SgNode, words: str) -> Edit:
    """Write words (`flag or `) before an expression, in parentheses where it needs them."""
    parent = node.parent()
    if parent is not None and parent.kind() in _ROOMY:
        return Edit(source.span_of(node), f"{words}{node.text()}")
    return Edit(source.span_of(node), f"({words}{node.text()})")


def skipped(source: Source, statement: SgNode, test: str) -> Edit:
    """Put a statement under `if test:`. Raises Unclear where it shares its lines."""
    indent = indent_of(source, statement)
    if not _LINE_END.match(source.text, end(statement)):
        raise Unclear("another statement stands in its line")
    if any("\n" in node.text() for node in statement.find_all(kind="string")):
        raise Unclear("its text spans lines")
    unit, newline = unit_of(source, indent), source.newline
    text = statement.text().replace("\n", f"\n{unit}")
    return Edit(source.span_of(statement), f"if {test}:{newline}{indent}{unit}{text}")


def before(source: Source, call: SgNode, test: str, lines: tuple[str, ...]) -> Edit:
    """Put lines under `if test:` in front of the statement of a call.

    Raises Unclear where the statement need not come to the call.
    """
    statement = _asking_statement(call)
    indent = indent_of(source, statement)
    unit, newline = unit_of(source, indent), source.newline
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
    raise Unclear("its statement need not come to it")


def indent_of(source: Source, statement: SgNode) -> str:
    """The indentation of a statement. Raises Unclear where it does not begin its line."""
    first = source.position(start(statement))
    indent = source.text[first.offset - first.column + 1 : first.offset]
    if indent.strip():
        raise Unclear("another statement stands in the line of it")
    return indent


def unit_of(source: Source, indent: str) -> str:
    """What one more level of indentation looks like in this file."""
    if "\t" in indent:
        return "\t"
    found = _FIRST_INDENT.search(source.text)
    return found[1] if found and len(found[1]) <= 8 else "    "
