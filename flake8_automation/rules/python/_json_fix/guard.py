"""Where a run begins and ends: the main guard, or the function that is installed as a command."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._json_fix.capture import NAME
from flake8_automation.rules.python._json_fix.changes import Changes, Refused
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


def surround(
    changes: Changes, names: Names, tree: SgNode, early: Early, entry_points: frozenset[str]
) -> tuple[SgNode, bool]:
    """Make the run a `with` block, or decorate its function.

    Returns the statement in front of which the class must stand, and whether it decorates.
    """
    guards = main_guards(tree)
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
    _wrap(changes, guards[0], min(inside, key=start))
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


def _wrap(changes: Changes, guard: SgNode, step: SgNode) -> None:
    block = field(guard, "consequence")
    statements = block.named_children()
    first = next(node for node in statements if within(step, node))
    last = statements[-1]
    outer = changes.indent(guard)
    inner = outer + changes.unit
    if changes.line_start(first) == changes.line_start(guard):
        if first != statements[0]:
            raise Refused("its main guard is a single line")
        colon = next(node for node in guard.children() if node.kind() == ":")
        changes.drop(end(colon), start(first))
        changes.insert(start(first), f"\n{inner}with {NAME}:\n{inner}{changes.unit}")
        return
    if not changes.has_own_line(first):
        raise Refused("its main guard has several statements in a line")
    changes.insert(changes.line_start(first), f"{changes.indent(first)}with {NAME}:\n")
    changes.deepen(first, last)


def outermost(function: SgNode) -> SgNode:
    """A definition with its decorators."""
    above = parent_of(function)
    return above if above.kind() == "decorated_definition" else function
