"""The named values of f-strings that are printed."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._json_fix.capture import NAME
from flake8_automation.rules.python._json_fix.changes import Changes
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    dotted,
    field,
    lineage,
    parent_of,
    positional,
    string_value,
    unwrapped,
    within,
)
from flake8_automation.rules.python._scripts.options import keyword
from flake8_automation.rules.python._scripts.outputs import Output

_COMPUTED = re.compile(r"property|__getattr__|__getattribute__")


def keep_values(changes: Changes, names: Names, outputs: list[Output]) -> str:
    """Keep the values of every printed f-string that has names.

    Returns the way in which `record` is called: by "line"s below, with some as a "call" around the
    f-string, or not at all.
    """
    ways = set()
    for output in outputs:
        if output.node.kind() != "call" or not _is_certain(names, output.node):
            continue
        for argument in positional(output.node):
            for text in _texts(argument):
                values = _named(changes, names, text)
                if values:
                    ways.add(_keep(changes, output.node, text, values))
    return min(ways, default="")


def _is_certain(names: Names, call: SgNode) -> bool:
    """Whether a call writes to standard output whoever calls its function."""
    file = keyword(call, "file")
    return file is None or names.refers_to(file) == "sys.stdout"


def _texts(node: SgNode) -> Iterator[SgNode]:
    """The f-strings that an expression is made of."""
    node = unwrapped(node)
    kind = node.kind()
    if kind in {"string", "concatenated_string"}:
        if string_value(node) is None:
            yield node
    elif kind == "conditional_expression":
        first, _, last = node.named_children()
        yield from _texts(first)
        yield from _texts(last)
    elif kind == "binary_operator" and field(node, "operator").text() == "+":
        yield from _texts(field(node, "left"))
        yield from _texts(field(node, "right"))


def _named(changes: Changes, names: Names, text: SgNode) -> dict[str, str]:
    """The names and attributes that an f-string shows: each a name and its source."""
    parts = text.named_children() if text.kind() == "concatenated_string" else [text]
    found = {}
    for part in parts:
        for hole in part.named_children():
            if hole.kind() != "interpolation":
                continue
            expression = hole.named_children()[0]
            path = dotted(expression)
            if path is None or (len(path) > 1 and _is_computed(changes, names, path)):
                continue
            found[".".join(path)] = expression.text()
    return found


def _is_computed(changes: Changes, names: Names, path: list[str]) -> bool:
    """Whether code of this file may run when an attribute is read: it must not run twice."""
    if not _COMPUTED.search(changes.source.text):
        return False
    if "__getattr" in changes.source.text:
        return True
    return any(
        parent_of(node).kind() == "function_definition"
        for name in path[1:]
        for node in names.occurrences(name)
    )


def _keep(changes: Changes, call: SgNode, text: SgNode, values: dict[str, str]) -> str:
    plain = [f"{name}={source}" for name, source in values.items() if "." not in name]
    others = ", ".join(f'"{name}": {source}' for name, source in values.items() if "." in name)
    given = ", ".join([*plain, *([f"**{{{others}}}"] if others else [])])
    statement = parent_of(call)
    is_certain = not any(
        parent.kind() == "conditional_expression" and within(parent, call)
        for _, parent in lineage(text)
    )
    if (
        statement.kind() == "expression_statement"
        and is_certain
        and changes.stands_alone(statement)
    ):
        changes.add_line(statement, changes.broken(statement, f"{NAME}.record(", given, ")"))
        return "line"
    changes.wrap(text, f"{NAME}.record(", f", {given})")
    return "call"
