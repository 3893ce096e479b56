"""Which names hold what argparse has parsed, where a call stands."""

from collections.abc import Iterator
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import calls_of
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


class Namespace(NamedTuple):
    """A name that holds parsed options, the `parse_args()` that made them, and the parser's name.

    The parser is empty where it cannot be used.
    """

    name: str
    parsing: SgNode
    parser: str = ""


def namespaces_at(names: Names, call: SgNode) -> list[Namespace]:
    """The namespaces that the code around a call surely can read."""
    return [*_visible(names, call), *_handed_on(names, call)]


def _visible(names: Names, call: SgNode) -> Iterator[Namespace]:
    for identifier in names.occurrences("parse_args"):
        parser = parent_of(identifier).field("object")
        parsing = parent_of(parent_of(identifier))
        if parser is None or parsing.kind() != "call":
            continue
        if names.instance_of(parser) != "argparse.ArgumentParser":
            continue
        for target in _targets(names, parsing):
            if _sees(names, call, target):
                shared = names.scope_of(call) == names.scope_of(parser)
                yield Namespace(target.text(), parsing, parser.text() if shared else "")


def _targets(names: Names, parsing: SgNode) -> Iterator[SgNode]:
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


def _handed_on(names: Names, call: SgNode) -> Iterator[Namespace]:
    """Parameters for which every caller passes the same namespace."""
    function = enclosing_function(call)
    if function is None or names.scope_of(call) != function:
        return
    calls = calls_of(names, function)
    for index, node in enumerate(field(function, "parameters").named_children()):
        if node.kind() not in {"identifier", "typed_parameter"}:
            return
        name = parameter_name(node)
        passed = {_passed(names, use, index) if use is not None else None for use in calls}
        parsing = passed.pop() if len(passed) == 1 else None
        if parsing is not None and not is_rebound(function, name):
            yield Namespace(name, parsing)


def _passed(names: Names, call: SgNode, index: int) -> SgNode | None:
    given = positional(call)
    name = given[index].text() if index < len(given) else ""
    return next((space.parsing for space in _visible(names, call) if space.name == name), None)


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
    here = [node for node in bound if names.scope_of(node) == names.scope_of(call)]
    suite = suite_of(target)
    if names.scope_of(target) == names.scope_of(call):
        return here == [target] and start(target) < start(call) and within(call, suite)
    if suite.kind() != "module" or here:
        return False
    return [node for node in bound if names.scope_of(node).kind() == "module"] == [target]
