"""Where a run begins and ends: the main guard, or the function that is installed as a command."""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._json_fix.capture import NAME
from flake8_automation.rules.python._json_fix.changes import Changes, Refused, statement_of
from flake8_automation.rules.python._json_fix.early import Early
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    enclosing_function,
    end,
    field,
    parent_of,
    start,
    string_value,
    within,
)

_IDLE = frozenset(
    "function_definition class_definition import_statement import_from_statement comment".split()
)


class ReadAbove(NamedTuple):
    """Options that are read above the main guard: their name, and the first statement in it."""

    options: str
    at: SgNode


def read_above(names: Names, tree: SgNode, parsing: SgNode) -> ReadAbove | None:
    """Where options are read above the main guard, if nothing happens in between."""
    statement = statement_of(parsing)
    guards = main_guards(tree)
    if parent_of(statement).kind() != "module" or len(guards) != 1 or statement == guards[0]:
        return None
    target = parent_of(parsing).field("left")
    if target is None or target.kind() != "identifier" or len(names.bindings(target)) != 1:
        raise Refused("its options have no name of their own")
    between = statement.next()
    while between is not None and between != guards[0]:
        if between.kind() not in _IDLE:
            raise Refused("it works with its options above its main guard")
        between = between.next()
    return ReadAbove(target.text(), field(guards[0], "consequence").named_children()[0])


def surround(
    changes: Changes,
    names: Names,
    early: Early,
    entry_points: frozenset[str],
    options: str,
) -> tuple[SgNode, bool]:
    """Make the run a `with` block, or decorate its function.

    `options` is the name of the options where they are read above the guard.

    Returns the statement in front of which the class must stand, and whether it decorates.
    """
    guards = main_guards(changes.source.tree)
    installed = _installed(early, entry_points)
    if len(installed) > 1 or len(guards) > 1:
        raise Refused("it can begin in several places")
    if installed:
        (function,) = installed
        if guards and not _only_calls(names, guards[0], function):
            raise Refused("it does more than its entry point where it is run as a script")
        decorate(changes, function)
        return function, True
    if entry_points:
        raise Refused("its entry points do not read its options")
    if not guards:
        raise Refused("it has no main guard")
    inside = [step for step in early.way if within(step, field(guards[0], "consequence"))]
    if not inside or any(
        enclosing_function(step) is None and step not in inside for step in early.way
    ):
        raise Refused("its main guard does not lead to its options")
    _wrap(changes, guards[0], min(inside, key=start), options)
    return guards[0], False


def main_guards(tree: SgNode) -> list[SgNode]:
    """The statements `if __name__ == "__main__":` of a module."""
    return [node for node in tree.named_children() if _is_guard(node)]


def _is_guard(statement: SgNode) -> bool:
    test = statement.field("condition") if statement.kind() == "if_statement" else None
    while test is not None and test.kind() == "parenthesized_expression":
        test = test.named_children()[0]
    if test is None or test.kind() != "comparison_operator" or "==" not in test.text():
        return False
    sides = test.named_children()
    return {"__name__", "__main__"} == {string_value(side) or side.text() for side in sides}


def _installed(early: Early, entry_points: frozenset[str]) -> list[SgNode]:
    functions = (enclosing_function(step) for step in early.way)
    return list(
        dict.fromkeys(
            function
            for function in functions
            if function is not None and field(function, "name").text() in entry_points
        )
    )


def _only_calls(names: Names, guard: SgNode, function: SgNode) -> bool:
    body = [n for n in field(guard, "consequence").named_children() if n.kind() != "comment"]
    last = body[-1] if body else guard
    calls = last.find_all(kind="call")
    return (
        all(node.kind().startswith("import") for node in body[:-1])
        and last.kind() in {"expression_statement", "raise_statement"}
        and any(names.definition_of(field(call, "function")) == function for call in calls)
    )


def decorate(changes: Changes, function: SgNode) -> None:
    """Write the decorator directly above a `def`. Raises Refused."""
    if function.text().startswith("async"):
        raise Refused("its commands are coroutines")
    indent = changes.indent(function)
    changes.insert(changes.line_start(function), f"{indent}@{NAME}\n")


def _wrap(changes: Changes, guard: SgNode, step: SgNode, options: str) -> None:
    block = field(guard, "consequence")
    statements = block.named_children()
    first = next(node for node in statements if within(step, node))
    last = statements[-1]
    outer = changes.indent(guard)
    inner = outer + changes.unit
    begin = f"with {NAME}:\n"
    if options:
        begin += f"{inner}{changes.unit}{NAME}.start({options})\n"
    if changes.line_start(first) == changes.line_start(guard):
        if first != statements[0]:
            raise Refused("its main guard is a single line")
        colon = next(node for node in guard.children() if node.kind() == ":")
        changes.drop(end(colon), start(first))
        changes.insert(start(first), f"\n{inner}{begin}{inner}{changes.unit}")
        return
    if not changes.has_own_line(first):
        raise Refused("its main guard has several statements in a line")
    changes.insert(changes.line_start(first), f"{changes.indent(first)}{begin}")
    changes.deepen(first, last)


def outermost(function: SgNode) -> SgNode:
    """A definition with its decorators."""
    above = parent_of(function)
    return above if above.kind() == "decorated_definition" else function
