"""What a dictionary holds that is splatted into a call, as far as the file tells."""

from collections.abc import Iterator
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import Binding, How, binding_at
from flake8_automation.rules.python._nodes import (
    called,
    field,
    parent_of,
    parts_of,
    positional,
    start,
    string_value,
    unwrapped,
    within,
)

_READING_METHODS = frozenset({"get", "items", "keys", "values", "copy"})
_READERS = frozenset(f"builtins.{name}" for name in ("dict", "len", "list", "print", "sorted"))
_MOST_HOPS = 4  # from one dictionary to what it is made from


class Items(NamedTuple):
    """What a dictionary surely holds by literal keys, and the keys that it may hold.

    `is_open`: it may hold any others.
    """

    named: dict[str, SgNode]
    possible: frozenset[str] = frozenset()
    is_open: bool = False

    def then(self, other: "Items") -> "Items":
        """This dictionary, updated by another one."""
        doubtful = {
            key for key, value in self.named.items()
            if key in other.possible or (other.is_open and _is_none(value))
        }  # fmt: skip
        own = {key: value for key, value in self.named.items() if key not in doubtful}
        possible = (self.possible | other.possible | doubtful) - other.named.keys()
        return Items({**own, **other.named}, possible, self.is_open or other.is_open)

    def either(self, other: "Items") -> "Items":
        """This dictionary or another."""
        shared = {
            key: value
            for key, value in self.named.items()
            if key in other.named and _is_none(value) == _is_none(other.named[key])
        }
        doubtful = (self.named.keys() | other.named.keys()) - shared.keys()
        possible = self.possible | other.possible | doubtful
        return Items(shared, possible, self.is_open or other.is_open)


_UNKNOWN = Items({}, is_open=True)
_UNCHANGED = Items({})
_READING = frozenset(
    {
        "binary_operator",  # base | {"check": True} makes a new one
        "comparison_operator",
        "dictionary_splat",
        "elif_clause",
        "for_in_clause",
        "for_statement",
        "if_statement",
        "interpolation",
        "not_operator",
    }
)


def items_of(names: Names, node: SgNode, hops: int = _MOST_HOPS) -> Items:
    """The items of an expression that is a dictionary, in the forms that can be read."""
    node = unwrapped(node)
    kind = node.kind()
    if not hops:
        return _UNKNOWN
    if kind == "dictionary":
        return _literal(names, node, hops)
    if kind == "call":
        return _made(names, node, hops)
    if kind == "binary_operator" and field(node, "operator").text() == "|":
        left, right = field(node, "left"), field(node, "right")
        return items_of(names, left, hops - 1).then(items_of(names, right, hops - 1))
    if kind == "conditional_expression":
        first, _, second = parts_of(node)
        return items_of(names, first, hops - 1).either(items_of(names, second, hops - 1))
    if kind == "named_expression":
        return items_of(names, field(node, "value"), hops - 1)
    if kind == "identifier":
        return _variable(names, node, hops)
    return _UNKNOWN


def _literal(names: Names, node: SgNode, hops: int) -> Items:
    items = _UNCHANGED
    for part in parts_of(node):
        if part.kind() == "pair":
            key = string_value(field(part, "key"))
            items = items.then(Items({key: field(part, "value")}) if key else _UNKNOWN)
        elif part.kind() == "dictionary_splat":
            items = items.then(items_of(names, parts_of(part)[0], hops - 1))
    return items


def _made(names: Names, call: SgNode, hops: int) -> Items:
    """`dict(check=True)`, `dict(base, check=True)`, `base.copy()`."""
    function = field(call, "function")
    if names.refers_to(function) == "builtins.dict":
        return _passed(names, call, hops)
    if function.kind() == "attribute" and field(function, "attribute").text() == "copy":
        return items_of(names, field(function, "object"), hops - 1)
    return _UNKNOWN


def _passed(names: Names, call: SgNode, hops: int) -> Items:
    """What `dict(...)` makes, and `update(...)` adds: of one dictionary and of keywords."""
    items = _UNCHANGED
    for part in parts_of(field(call, "arguments")):
        if part.kind() == "keyword_argument":
            items = items.then(Items({field(part, "name").text(): field(part, "value")}))
        elif part.kind() == "dictionary_splat":
            items = items.then(items_of(names, parts_of(part)[0], hops - 1))
        else:
            items = items.then(items_of(names, part, hops - 1))
    return items


def _variable(names: Names, use: SgNode, hops: int) -> Items:
    """A variable: what it may have been bound to, and what was done to it on the way."""
    bindings = names.bindings(use)
    if not bindings:
        return _UNKNOWN
    first, *others = (_bound(names, binding, hops) for binding in bindings)
    items = first
    for other in others:
        items = items.either(other)
    for change in _changes(names, use, bindings):
        items = items.then(_changed(names, change, items, hops))
    return items


def _bound(names: Names, binding: Binding, hops: int) -> Items:
    if binding.how is not How.ASSIGNMENT or binding.value is None:
        return _UNKNOWN
    return items_of(names, binding.value, hops - 1)


def _changes(names: Names, use: SgNode, bindings: list[Binding]) -> Iterator[SgNode]:
    """The other uses of a variable that are run before this one, or may be."""
    scope = bindings[0].scope
    since = min(start(binding.node) for binding in bindings)
    for other in names.occurrences(use.text()):
        if other == use or binding_at(other) is not None:
            continue
        above = parent_of(other)
        if above.kind() == "keyword_argument" and above.field("name") == other:
            continue
        if above.kind() == "attribute" and above.field("attribute") == other:
            continue
        seen = names.bindings(other)
        if not seen or seen[0].scope != scope:
            continue
        if names.scope_of(other) == names.scope_of(use) and names.scope_of(use) == scope:
            behind = start(other) > start(use) and not _in_one_loop(use, other)
            if behind or start(other) < since:
                continue
        yield other


def _changed(names: Names, use: SgNode, items: Items, hops: int) -> Items:
    """What one use of a variable adds to the dictionary that it holds."""
    above = parent_of(use)
    kind = above.kind()
    if kind in _READING:
        return _UNCHANGED
    if kind == "subscript" and above.field("value") == use:
        return _by_key(above)
    if kind == "attribute" and above.field("object") == use:
        return _by_method(names, above, items, hops)
    if kind == "conditional_expression":  # **({} if plain else base)
        return _UNCHANGED if _is_splatted(above) else _UNKNOWN
    if kind == "argument_list" and names.refers_to(field(parent_of(above), "function")) in _READERS:
        return _UNCHANGED
    return _UNKNOWN


def _is_splatted(value: SgNode) -> bool:
    above = parent_of(value)
    while above.kind() == "parenthesized_expression":
        above = parent_of(above)
    return above.kind() == "dictionary_splat"


def _by_key(subscript: SgNode) -> Items:
    statement = parent_of(subscript)
    key = string_value(field(subscript, "subscript"))
    if statement.kind() == "assignment" and statement.field("left") == subscript:
        value = statement.field("right")
        return Items({key: value}) if key and value is not None else _UNKNOWN
    if statement.kind() not in {"augmented_assignment", "delete_statement", "pattern_list"}:
        return _UNCHANGED
    return _doubtful(key)


def _doubtful(key: str | None) -> Items:
    return Items({}, frozenset({key})) if key else _UNKNOWN


def _by_method(names: Names, method: SgNode, items: Items, hops: int) -> Items:
    name, call = field(method, "attribute").text(), parent_of(method)
    if call.kind() == "list_splat":
        call = parent_of(call)
    if call.kind() != "call" or called(call) != method:
        return _UNKNOWN
    if name == "update":
        return _passed(names, call, hops)
    given = positional(call)
    key = string_value(given[0]) if given else None
    if name == "setdefault" and key and len(given) == 2:
        return _UNCHANGED if key in items.named else Items({key: given[1]})
    if name == "pop":
        return _UNCHANGED if key and key not in items.named else _doubtful(key)
    return _UNCHANGED if name in _READING_METHODS else _UNKNOWN


def _in_one_loop(use: SgNode, other: SgNode) -> bool:
    loops = (
        node for node in use.ancestors() if node.kind() in {"for_statement", "while_statement"}
    )
    return any(within(other, loop) for loop in loops)


def _is_none(value: SgNode) -> bool:
    return unwrapped(value).kind() == "none"
