"""The named values of f-strings that are printed."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._json_fix.capture import NAME
from flake8_automation.rules.python._json_fix.changes import Changes
from flake8_automation.rules.python._json_fix.texts import GENERATED, handed_on, printed
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    dotted,
    lineage,
    parent_of,
    start,
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
    kept: set[int] = set()
    for output in outputs:
        if output.node.kind() != "call" or not _is_certain(names, output.node):
            continue
        for text in printed(output.node):
            values = _named(changes, names, text)
            if values:
                ways.add(_keep(changes, output.node, text, values))
        for text in handed_on(names, output.node):
            values = _named(changes, names, text)
            if values and start(text) not in kept:
                kept.add(start(text))
                ways.add(_keep_as_call(changes, text, values))
    return min(ways, default="")


def _is_certain(names: Names, call: SgNode) -> bool:
    """Whether a call writes to standard output whoever calls its function."""
    file = keyword(call, "file")
    return file is None or names.refers_to(file) == "sys.stdout"


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
    statement = parent_of(call)
    is_certain = not any(
        parent.kind() in {"conditional_expression", *GENERATED} and within(parent, call)
        for _, parent in lineage(text)
    )
    if (
        statement.kind() == "expression_statement"
        and is_certain
        and changes.stands_alone(statement)
    ):
        given = changes.broken(statement, f"{NAME}.record(", _given(values), ")")
        changes.add_line(statement, given)
        return "line"
    return _keep_as_call(changes, text, values)


def _keep_as_call(changes: Changes, text: SgNode, values: dict[str, str]) -> str:
    before, after = f"{NAME}.record(", f", {_given(values)}"
    line = changes.line_end(text) - changes.line_start(text)
    if line + len(before) + len(after) + 1 > changes.width:
        indent = changes.indent(text)
        before, after = f"{before}\n{indent}{changes.unit}", f"{after}\n{indent}"
    changes.wrap(text, before, f"{after})")
    return "call"


def _given(values: dict[str, str]) -> str:
    plain = [f"{name}={source}" for name, source in values.items() if "." not in name]
    others = ", ".join(f'"{name}": {source}' for name, source in values.items() if "." in name)
    return ", ".join([*plain, *([f"**{{{others}}}"] if others else [])])
