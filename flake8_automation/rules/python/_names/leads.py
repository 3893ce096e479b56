"""From a name towards the calls it may lead to: quick, and generous where `_names` is strict.

What is found here is only worth asking about. A lead is followed through attributes, assignments
and the few calls that hand a function on; it ends where it can no longer become what is wanted.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.imports import aliases, canonical
from flake8_automation.rules.python._nodes import field, parent_of, positional, string_value

LOADS = frozenset({"importlib.import_module", "builtins.__import__"})

_TRANSPARENT = frozenset(
    {
        "assignment",  # a = b = value
        "await",
        "conditional_expression",
        "expression_list",
        "list",
        "list_splat",
        "named_expression",
        "parenthesized_expression",
        "tuple",
    }
)


class Lead(NamedTuple):
    """A local name, or the name of an attribute, and the dotted name that it may stand for."""

    name: str
    dotted: str
    may_be_attribute: bool = True  # whether `a.name` may be meant as well


@cache
def stages(targets: frozenset[str]) -> frozenset[str]:
    """The targets, the modules and classes that hold them, and what can load a module by name."""
    found = {"importlib"} | targets | LOADS
    for target in targets | aliases(targets):
        parts = target.split(".")
        found |= {".".join(parts[:n]) for n in range(1, len(parts))}
    return frozenset(found)


def follow(
    node: SgNode, dotted: str, targets: frozenset[str], calls: list[SgNode], *, hands_on: bool
) -> Iterator[Lead]:
    """Follow one use of a name; add the calls it comes to, and yield the names it is bound to.

    `hands_on`: whether the file may have functions that give back what they are given.
    """
    step: _Step | None = _Step(node, dotted)
    on_the_way = stages(targets)
    while step is not None and step.dotted in on_the_way:
        child, dotted = step
        parent = child.parent()
        if parent is None:
            return
        yield from (Lead(name, dotted) for name in _bound_names(child, parent))
        if parent.kind() == "call" and dotted in targets:
            calls.append(parent)
        step = _up(child, parent, dotted, hands_on=hands_on)


class _Step(NamedTuple):
    node: SgNode
    dotted: str


def _up(child: SgNode, parent: SgNode, dotted: str, *, hands_on: bool) -> _Step | None:
    """The expression around one that stands for `dotted`, and what it stands for, if anything."""
    kind = parent.kind()
    if kind in _TRANSPARENT:
        return _Step(parent, dotted)
    if kind == "attribute":
        if parent.field("object") != child:
            return _Step(parent, dotted)  # the name of an attribute that it is bound to
        return _Step(parent, canonical(f"{dotted}.{field(parent, 'attribute').text()}"))
    if kind == "call":
        loaded = _loaded(parent) if dotted in LOADS else None
        return _Step(parent, loaded) if loaded else None
    if kind == "argument_list":
        call = parent_of(parent)
        if call.kind() != "call":  # the bases of a class
            return None
        handed_on = _handed_on(call, dotted, hands_on=hands_on)
        return _Step(call, handed_on) if handed_on else None
    return None


def _bound_names(value: SgNode, parent: SgNode) -> list[str]:
    if parent.kind() == "named_expression":
        return [field(parent, "name").text()]
    if parent.kind() == "assignment" and parent.field("right") == value:
        return _target_names(field(parent, "left"))
    return []


def _loaded(call: SgNode) -> str | None:
    arguments = positional(call)
    return string_value(arguments[0]) if arguments else None


def _handed_on(call: SgNode, dotted: str, *, hands_on: bool) -> str | None:
    """What a call may give back that is given `dotted`: `partial` and its kin, by whatever name."""
    if field(call, "function").text() != "getattr":
        return dotted if hands_on else None
    arguments = positional(call)
    attribute = string_value(arguments[1]) if len(arguments) > 1 else None
    return canonical(f"{dotted}.{attribute}") if attribute else None


def _target_names(target: SgNode) -> list[str]:
    if target.kind() == "attribute":
        return [field(target, "attribute").text()]
    return [node.text() for node in target.find_all(kind="identifier")]
