"""Which names hold what argparse has parsed, where a call stands."""

from collections.abc import Iterator
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._names.classes import own_values
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import binding_at
from flake8_automation.rules.python._nodes import (
    enclosing_function,
    field,
    lineage,
    parent_of,
    positional,
    start,
    within,
)

_DEPTH = 4  # how far parameters are followed to their callers


class Namespace(NamedTuple):
    """A name that holds parsed options, the `parse_args()` that made them, and the parser's name.

    The parser is empty where it cannot be used.
    """

    name: str
    parsing: SgNode
    parser: str = ""


def namespaces_at(names: Names, call: SgNode) -> list[Namespace]:
    """The namespaces that the code around a call surely can read."""
    if not names.occurrences("parse_args"):
        return []
    return [*_variables(names, call), *_kept(names, call)]


def _variables(names: Names, call: SgNode, depth: int = 0) -> list[Namespace]:
    """Those in plain variables and parameters."""
    handed_on = _handed_on(names, call, depth) if depth < _DEPTH else ()
    return [*_visible(names, call), *handed_on]


def _visible(names: Names, call: SgNode) -> Iterator[Namespace]:
    for identifier in names.occurrences("parse_args"):
        parser = parent_of(identifier).field("object")
        parsing = parent_of(parent_of(identifier))
        if parser is None or parsing.kind() != "call":
            continue
        if names.instance_of(parser) != "argparse.ArgumentParser":
            continue
        for target in targets_of(names, parsing):
            if _sees(names, call, target):
                shared = names.scope_of(call) == names.scope_of(parser)
                yield Namespace(target.text(), parsing, parser.text() if shared else "")


def targets_of(names: Names, parsing: SgNode) -> Iterator[SgNode]:
    """The names that a parsed namespace is assigned to, also behind `def parse(): return …`."""
    function = enclosing_function(parsing)
    made: list[SgNode | None] = [parsing]
    if function is not None and parent_of(parsing).kind() == "return_statement":
        made = calls_of(names, function)
    for call in made:
        above = parent_of(call) if call is not None else None
        target = above.field("left") if above is not None else None
        if above is not None and above.kind() == "assignment" and target is not None:
            yield from [target] if target.kind() == "identifier" else []


def _handed_on(names: Names, call: SgNode, depth: int) -> Iterator[Namespace]:
    """Parameters for which every caller passes the same namespace."""
    function = enclosing_function(call)
    if function is None or names.scope_of(call) != function:
        return
    calls = calls_of(names, function, dispatched=True)
    bound = int(is_method(names, function))  # what a call gives it by itself
    parameters = field(function, "parameters").named_children()
    for index, node in enumerate(parameters[bound:]):
        if node.kind() not in {"identifier", "typed_parameter"}:
            return
        name = parameter_name(node)
        passed = {_passed(names, use, index, depth) if use is not None else None for use in calls}
        parsing = passed.pop() if len(passed) == 1 else None
        if parsing is not None and not is_rebound(function, name):
            yield Namespace(name, parsing)


def _passed(names: Names, call: SgNode, index: int, depth: int) -> SgNode | None:
    given = positional(call)
    name = given[index].text() if index < len(given) else ""
    if not name.isidentifier():
        return None
    spaces = _variables(names, call, depth + 1)
    return next((space.parsing for space in spaces if space.name == name), None)


def _kept(names: Names, call: SgNode) -> Iterator[Namespace]:
    """`self.args`, where the object got it before its method is called."""
    function = enclosing_function(call)
    if function is None or not is_method(names, function):
        return
    owner = names.scope_of(function)
    for assignment in field(owner, "body").find_all(kind="assignment"):
        left, right = field(assignment, "left"), assignment.field("right")
        if right is None or not left.text().startswith("self.") or left.kind() != "attribute":
            continue
        method = enclosing_function(assignment)
        is_made = method is not None and field(method, "name").text() == "__init__"
        if not is_made and not (method == function and start(assignment) < start(call)):
            continue
        if is_made and method == function and start(assignment) > start(call):
            continue
        spaces = _variables(names, right) if right.kind() == "identifier" else []
        made = [space.parsing for space in spaces if space.name == right.text()]
        if not made and right.text().endswith(".parse_args()"):
            made = [right]
        if made and len(own_values(names.words, owner, field(left, "attribute").text())) == 1:
            yield Namespace(left.text(), made[0])


def is_method(names: Names, function: SgNode) -> bool:
    """Whether a function gets `self`, or `cls`, as its first argument."""
    if names.scope_of(function).kind() != "class_definition":
        return False
    above = parent_of(function)
    decorators = [node.text() for node in above.children() if node.kind() == "decorator"]
    return "@staticmethod" not in decorators


def parameter_name(parameter: SgNode) -> str:
    """The name of a parameter, in any of its forms; nothing for `*`, `/` and comments."""
    if parameter.kind() == "identifier":
        return parameter.text()
    named = parameter.named_children()
    return named[0].text() if named else ""


def is_rebound(function: SgNode, name: str) -> bool:
    """Whether the body of a function binds a name again."""
    found = field(function, "body").find_all({"rule": {"kind": "identifier", "regex": f"^{name}$"}})
    return any(binding_at(node) is not None for node in found)


def suite_of(node: SgNode) -> SgNode:
    """The block, or the module, in whose statements a node stands."""
    return next(parent for _, parent in lineage(node) if parent.kind() in {"block", "module"})


def _sees(names: Names, call: SgNode, target: SgNode) -> bool:
    """Whether a name surely holds this namespace where the call stands."""
    bound = [node for node in names.occurrences(target.text()) if binding_at(node) is not None]
    home, scope, place = names.scope_of(target), names.scope_of(call), call
    while scope != home and scope.kind() != "module":  # what a function inside of another sees
        if any(names.scope_of(node) == scope for node in bound):
            return False
        place, scope = scope, names.scope_of(scope)
    suite = suite_of(target)
    if scope != home or [node for node in bound if names.scope_of(node) == home] != [target]:
        return False
    if home.kind() == "module" and place != call:
        return suite.kind() == "module"  # seen by a function that is called later
    return start(target) < start(place) and within(place, suite)
