"""The f-strings that are printed: by a call, or by a function that prints what it is given."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    alternatives,
    enclosing_function,
    field,
    parent_of,
    positional,
    start,
    string_value,
    unwrapped,
    within,
)
from flake8_automation.rules.python._scripts.options import keyword

GENERATED = frozenset({"generator_expression", "list_comprehension"})
_LEAVES = ("return_statement", "raise_statement")
_NO_PARAMETERS = frozenset({"comment", "positional_separator", "keyword_separator"})


def printed(call: SgNode) -> Iterator[SgNode]:
    """The f-strings that a call prints."""
    for node in field(call, "arguments").named_children():
        if node.kind() == "list_splat":
            yield from _items(node.named_children()[0])
        elif node.kind() != "keyword_argument":
            yield from _texts(node)


def handed_on(names: Names, output: SgNode) -> Iterator[SgNode]:
    """The f-strings given to the function around an output, which prints them whatever happens."""
    function = enclosing_function(output)
    if function is None or not _is_certain(output, function):
        return
    for argument in positional(output):
        bound = names.bindings(argument) if argument.kind() == "identifier" else []
        if [binding.how for binding in bound] != [How.PARAMETER]:
            continue
        for call in calls_of(names, function):
            given = _given(call, function, bound[0].node) if call is not None else None
            if given is not None:
                yield from _texts(given)


def _is_certain(output: SgNode, function: SgNode) -> bool:
    """Whether an output is reached in every call of its function."""
    statement = parent_of(output)
    return (
        statement.kind() == "expression_statement"
        and parent_of(statement) == function.field("body")
        and not any(
            start(node) < start(output) for kind in _LEAVES for node in function.find_all(kind=kind)
        )
    )


def _given(call: SgNode, function: SgNode, parameter: SgNode) -> SgNode | None:
    """What a call gives for a parameter of a function, if it is written there."""
    parameters = [
        node
        for node in field(function, "parameters").named_children()
        if node.kind() not in _NO_PARAMETERS
    ]
    index = next((i for i, node in enumerate(parameters) if within(parameter, node)), None)
    if index is None:
        return None
    if parameters[0].text() in {"self", "cls"}:
        index -= 1
    given = positional(call)
    if any(node.kind() == "list_splat" for node in given):
        return None
    return given[index] if index < len(given) else keyword(call, parameter.text())


def _texts(node: SgNode) -> Iterator[SgNode]:
    """The f-strings that an expression is made of."""
    node = unwrapped(node)
    kind = node.kind()
    if kind in {"string", "concatenated_string"}:
        if string_value(node) is None:
            yield node
    elif kind == "conditional_expression":
        for value in alternatives(node):
            yield from _texts(value)
    elif kind == "binary_operator" and field(node, "operator").text() == "+":
        yield from _texts(field(node, "left"))
        yield from _texts(field(node, "right"))
    elif kind == "call" and _joins(field(node, "function")):
        given = field(node, "arguments")
        for items in [given] if given.kind() in GENERATED else positional(node):
            yield from _items(items)


def _items(node: SgNode) -> Iterator[SgNode]:
    """The f-strings among the items of a list, or of what generates some."""
    node = unwrapped(node)
    if node.kind() in GENERATED:
        yield from _texts(field(node, "body"))
    elif node.kind() in {"list", "tuple"}:
        for item in node.named_children():
            yield from _texts(item)


def _joins(function: SgNode) -> bool:
    """`"\\n".join`"""
    return (
        function.kind() == "attribute"
        and field(function, "attribute").text() == "join"
        and string_value(field(function, "object")) is not None
    )
