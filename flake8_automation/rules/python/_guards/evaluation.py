"""What an expression gives where an answer is known: enough for the tests that scripts make."""

import operator
from collections.abc import Callable
from typing import Any

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import field, positional, string_value, unwrapped

Known = dict[str, Any]
Answered = tuple[SgNode, str | bool]  # a prompt, and what it gives

_METHODS = frozenset(
    "lower upper strip lstrip rstrip casefold title capitalize startswith endswith isdigit "
    "isalpha isspace split".split()
)
_FUNCTIONS: dict[str, Callable[[Any], Any]] = {"len": len, "str": str, "bool": bool}
_OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "is": operator.eq,
    "is not": operator.ne,
    "in": lambda one, other: one in other,
    "not in": lambda one, other: one not in other,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CONSTANTS = {"true": True, "false": False, "none": None}
_COLLECTIONS = frozenset({"tuple", "list", "set"})


class Unknown(Exception):
    """The expression depends on more than the answer."""


def evaluate(node: SgNode, known: Known, answered: Answered | None = None) -> Any:
    """The value of an expression, with these variables. Raises Unknown.

    `answered` tells what a prompt in it gives.
    """
    node = unwrapped(node)
    if answered is not None and node == answered[0]:
        return answered[1]
    try:
        return _value(node, known, answered)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError, LookupError):
        raise Unknown from None


def _value(node: SgNode, known: Known, answered: Answered | None) -> Any:
    kind = node.kind()
    text = string_value(node)
    if text is not None:
        return text
    if kind in _CONSTANTS:
        return _CONSTANTS[kind]
    if kind == "integer":
        return int(node.text())
    if kind == "identifier":
        return known[node.text()]
    if kind in _COLLECTIONS:
        items = [child for child in node.named_children() if child.kind() != "comment"]
        return tuple(evaluate(item, known, answered) for item in items)
    if kind == "not_operator":
        return not evaluate(field(node, "argument"), known, answered)
    if kind == "boolean_operator":
        return _either(node, known, answered)
    if kind == "comparison_operator":
        operands = [child for child in node.named_children() if child.kind() != "comment"]
        sign = " ".join(child.text() for child in node.field_children("operators"))
        left, right = (evaluate(operand, known, answered) for operand in operands)
        return _OPERATORS[sign](left, right)
    if kind == "subscript":
        return _part(node, known, answered)
    if kind == "call":
        return _called(node, known, answered)
    raise Unknown


def _either(node: SgNode, known: Known, answered: Answered | None) -> Any:
    is_and = field(node, "operator").text() == "and"
    right = field(node, "right")
    try:
        left = evaluate(field(node, "left"), known, answered)
    except Unknown:
        if bool(evaluate(right, known, answered)) != is_and:
            return not is_and  # whatever the left side is: `x and False`
        raise
    return evaluate(right, known, answered) if bool(left) == is_and else left


def _part(node: SgNode, known: Known, answered: Answered | None) -> Any:
    whole = evaluate(field(node, "value"), known, answered)
    index = field(node, "subscript")
    if index.kind() != "slice":
        return whole[evaluate(index, known, answered)]
    if index.text().startswith(":") and len(index.named_children()) == 1:
        return whole[: evaluate(index.named_children()[0], known, answered)]
    raise Unknown


def _called(node: SgNode, known: Known, answered: Answered | None) -> Any:
    function = field(node, "function")
    given = [evaluate(argument, known, answered) for argument in positional(node)]
    if function.text() in _FUNCTIONS and len(given) == 1:
        return _FUNCTIONS[function.text()](given[0])
    if function.kind() != "attribute" or field(function, "attribute").text() not in _METHODS:
        raise Unknown
    base = evaluate(field(function, "object"), known, answered)
    if not isinstance(base, str):
        raise Unknown
    return getattr(base, field(function, "attribute").text())(*given)
