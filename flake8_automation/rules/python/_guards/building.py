"""Where a file fills an argparse parser before it is used."""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, lineage


class Filled(NamedTuple):
    """The name of a parser where it is filled, and the statement before which that must be done."""

    owner: SgNode
    last: SgNode


def filled_at(names: Names, parsing: SgNode) -> Filled | None:
    """Where the parser of a `parser.parse_args()` is filled; None where it has no name.

    That is in front of it, or in the function that makes the parser.
    """
    owner = field(field(parsing, "function"), "object")
    made: SgNode | None = owner if owner.kind() == "call" else None
    if owner.kind() == "identifier":
        bindings = names.bindings(owner)
        made = bindings[0].value if len(bindings) == 1 else None
    returned = _returned(names, made) if made is not None and made.kind() == "call" else None
    if returned is not None:
        return Filled(returned.named_children()[0], returned)
    if owner.kind() not in {"identifier", "attribute"}:
        return None
    return Filled(owner, statement_of(parsing))


def _returned(names: Names, call: SgNode) -> SgNode | None:
    """The `return parser` of the function of this file that is called to build one."""
    builder = names.definition_of(field(call, "function"))
    if builder is None or builder.kind() != "function_definition":
        return None
    every = field(builder, "body").find_all(kind="return_statement")
    returns = [node for node in every if names.scope_of(node) == builder]
    given = returns[0].named_children() if len(returns) == 1 else []
    return returns[0] if len(given) == 1 and given[0].kind() == "identifier" else None


def statement_of(node: SgNode) -> SgNode:
    """The statement of a suite in which a node stands."""
    return next(child for child, parent in lineage(node) if parent.kind() in {"block", "module"})
