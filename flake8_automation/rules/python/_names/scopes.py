"""Where a Python name is bound, and which of its bindings a use can see.

Scopes follow the language reference, "Naming and binding"
(https://docs.python.org/3/reference/executionmodel.html#naming-and-binding).
"""

from enum import Enum
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import (
    COMPREHENSIONS,
    SCOPES,
    field,
    lineage,
    parent_of,
    parts_of,
    start,
    within,
)


class How(Enum):
    """The ways in which a name gets bound."""

    IMPORT = "import"
    ASSIGNMENT = "assignment"
    WITH = "with"
    DEFINITION = "definition"  # def and class
    PARAMETER = "parameter"
    DECLARATION = "declaration"  # global, nonlocal
    OTHER = "other"  # loops, handlers, patterns, `del`, `+=`: bound, to something unknown


class Binding(NamedTuple):
    """One place that binds a name.

    `value` is the expression that is assigned or entered, the `def` or `class`, the default of a
    parameter, or the import statement; None where that cannot be read.
    """

    how: How
    node: SgNode
    scope: SgNode
    value: SgNode | None = None
    annotation: SgNode | None = None


_PATTERNS = frozenset(
    {"pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "expression_list"}
)
_PARAMETER_FORMS = frozenset(
    {
        "parameters",
        "lambda_parameters",
        "default_parameter",
        "typed_parameter",
        "typed_default_parameter",
        "list_splat_pattern",
        "dictionary_splat_pattern",
    }
)
_BOUND_TO_UNKNOWN = {
    "augmented_assignment": "left",
    "for_statement": "left",
    "for_in_clause": "left",
    "type_alias_statement": "left",
}
_DECLARATIONS = frozenset({"global_statement", "nonlocal_statement"})
_ALTERNATIVES = frozenset({"if_statement", "try_statement", "match_statement"})
_LOOPS = frozenset({"for_statement", "while_statement"})


def scope_of(node: SgNode) -> SgNode:
    """The scope in which a node is evaluated.

    Defaults, annotations, decorators and base classes belong to the scope outside of what they
    stand at, and so does the first iterable of a comprehension.
    """
    above = node
    for child, parent in lineage(node):
        above = parent
        kind = parent.kind()
        if kind not in SCOPES:
            continue
        if kind == "module" or kind in COMPREHENSIONS:
            if not (kind in COMPREHENSIONS and _in_first_iterable(node, child, parent)):
                return parent
        elif parent.field("body") == child:
            return parent
    return above


def _in_first_iterable(node: SgNode, clause: SgNode, comprehension: SgNode) -> bool:
    if clause.kind() != "for_in_clause" or clause.prev() is None:
        return False
    first = next(c for c in comprehension.named_children() if c.kind() == "for_in_clause")
    return clause == first and within(node, field(clause, "right"))


def binding_at(identifier: SgNode) -> Binding | None:
    """The binding that an identifier is the target of, or None where it is merely used."""
    child, parent = identifier, identifier.parent()
    splatted = False
    path: list[int] = []
    while parent is not None and parent.kind() in _PATTERNS:
        splatted |= parent.kind() == "list_splat_pattern"
        path.append(parent.named_children().index(child))
        child, parent = parent, parent.parent()
    if parent is None:
        return None
    kind = parent.kind()
    if kind in _PARAMETER_FORMS:
        return _parameter(identifier, child, parent)
    if kind == "assignment" and parent.field("left") == child:
        value = None if splatted else _unpacked(_assigned(parent), path)
        return _bound(How.ASSIGNMENT, identifier, value, parent.field("type"))
    if kind == "named_expression" and parent.field("name") == child:
        return Binding(
            How.ASSIGNMENT, identifier, _outside_comprehensions(parent), parent.field("value")
        )
    if kind in {"function_definition", "class_definition"} and parent.field("name") == child:
        return Binding(How.DEFINITION, identifier, scope_of(parent), parent)
    if kind in {"dotted_name", "aliased_import"}:
        return _imported(identifier, parent) or _captured(identifier, parent)
    if kind == "as_pattern_target":
        return _entered(identifier, parent, whole=not path)
    if kind in _DECLARATIONS:
        return _bound(How.DECLARATION, identifier)
    if kind in _BOUND_TO_UNKNOWN and _targets(parent, child, _BOUND_TO_UNKNOWN[kind]):
        return _bound(How.OTHER, identifier)
    if kind in {"delete_statement", "splat_pattern"} or (
        kind == "as_pattern" and parent.named_children()[-1] == child
    ):
        return _bound(How.OTHER, identifier)
    return None


def _bound(
    how: How, node: SgNode, value: SgNode | None = None, annotation: SgNode | None = None
) -> Binding:
    return Binding(how, node, scope_of(node), value, annotation)


def _targets(statement: SgNode, child: SgNode, name: str) -> bool:
    target = statement.field(name)
    return target is not None and within(child, target)


def _assigned(assignment: SgNode) -> SgNode | None:
    value = assignment.field("right")
    while value is not None and value.kind() == "assignment":  # a = b = value
        value = value.field("right")
    return value


def _unpacked(value: SgNode | None, path: list[int]) -> SgNode | None:
    for index in reversed(path):
        if value is None or value.kind() not in {"tuple", "list", "expression_list"}:
            return None
        items = parts_of(value)
        if index >= len(items) or any(item.kind() == "list_splat" for item in items):
            return None
        value = items[index]
    return value


def _outside_comprehensions(node: SgNode) -> SgNode:
    scope = scope_of(node)
    while scope.kind() in COMPREHENSIONS:
        scope = scope_of(scope)
    return scope


def _parameter(identifier: SgNode, child: SgNode, parent: SgNode) -> Binding | None:
    value = annotation = None
    if parent.kind() in {"default_parameter", "typed_default_parameter"}:
        if parent.field("name") != child:
            return None
        value, annotation = parent.field("value"), parent.field("type")
        parent = parent_of(parent)
    elif parent.kind() == "typed_parameter":
        if not within(identifier, parent.named_children()[0]):
            return None
        annotation = parent.field("type") if parent.named_children()[0] == identifier else None
        parent = parent_of(parent)
    while parent.kind() in _PARAMETER_FORMS - {"parameters", "lambda_parameters"}:
        parent = parent_of(parent)
    if parent.kind() not in {"parameters", "lambda_parameters"}:
        return None  # a splat elsewhere: print(*args)
    return Binding(How.PARAMETER, identifier, parent_of(parent), value, annotation)


def _imported(identifier: SgNode, parent: SgNode) -> Binding | None:
    name = parent
    if parent.kind() == "dotted_name":
        if parent.named_children()[0] != identifier:
            return None
        parent = parent_of(parent)
    if parent.kind() == "aliased_import":
        if parent.field("alias") != identifier:
            return None
        parent = parent_of(parent)
    elif parent.kind() == "import_from_statement" and parent.field("module_name") == name:
        return None
    if parent.kind() not in {"import_statement", "import_from_statement"}:
        return None
    return _bound(How.IMPORT, identifier, parent)


def _captured(identifier: SgNode, name: SgNode) -> Binding | None:
    """`case name:` and what it may be nested in; a dotted name is compared, not bound."""
    case = name.parent()
    if case is None or case.kind() != "case_pattern" or len(name.named_children()) != 1:
        return None
    return _bound(How.OTHER, identifier)


def _entered(identifier: SgNode, target: SgNode, *, whole: bool) -> Binding:
    pattern = parent_of(target)
    if whole and parent_of(pattern).kind() == "with_item":
        return _bound(How.WITH, identifier, pattern.named_children()[0])
    return _bound(How.OTHER, identifier)


def reaching(use: SgNode, bindings: list[Binding]) -> list[Binding]:
    """Of the bindings of one scope, those that a use in the same scope may see.

    The latest one that is certainly executed before the use hides all that stand before it; one
    that stands behind the use counts only where a loop leads back.
    """
    earlier = [b for b in bindings if _is_before(b, use)]
    certain = last_certain(use, bindings)
    seen = [b for b in earlier if certain is None or start(b.node) >= start(certain.node)]
    loop = _outermost_shared_loop(use, certain)
    if loop is not None:
        seen += [b for b in bindings if b not in earlier and within(b.node, loop)]
    return seen or bindings


def last_certain(use: SgNode, bindings: list[Binding]) -> Binding | None:
    """The latest binding that is certainly executed before a use in the same scope."""
    before = [b for b in bindings if _is_before(b, use) and _certain(b, use)]
    return max(before, key=lambda b: start(b.node), default=None)


def _is_before(binding: Binding, use: SgNode) -> bool:
    # `name = name or default`: the use is evaluated before its own statement binds the name
    return start(binding.node) < start(use) and not _is_bound_from(binding, use)


def _is_bound_from(binding: Binding, use: SgNode) -> bool:
    """Whether a use stands in the expression that the binding's own statement assigns."""
    for _, parent in lineage(binding.node):
        if parent.kind() in {"assignment", "named_expression"}:
            value = parent.field("right") or parent.field("value")
            return value is not None and within(use, value)
        if parent.kind() not in _PATTERNS:
            return False
    return False


def _certain(binding: Binding, use: SgNode) -> bool:
    """Whether the binding's statement stands in a block around the use: it ran if the use runs."""
    if binding.how is How.PARAMETER:
        return True
    for child, parent in lineage(binding.node):
        if parent.kind() in {"block", "module"}:
            return within(use, parent)
        if parent.kind() in _LOOPS | _ALTERNATIVES:
            return (
                parent.field("body") is not None and within(use, parent) and not within(use, child)
            )
        if parent.kind() in COMPREHENSIONS | {"boolean_operator", "conditional_expression"}:
            return False
    return False


def _outermost_shared_loop(use: SgNode, certain: Binding | None) -> SgNode | None:
    found = None
    for ancestor in use.ancestors():
        kind = ancestor.kind()
        if kind in _LOOPS | COMPREHENSIONS:
            if certain is not None and within(certain.node, ancestor):
                break
            found = ancestor
        elif kind in SCOPES:
            break
    return found
