"""What the lists, dictionaries and other containers of a file hold, as far as the file tells.

The answer is a list of expressions, each of which may be an item (of a dictionary: a value); None
where anything else may be in it, and an empty list where nothing is known to be.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Protocol

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.classes import all_values
from flake8_automation.rules.python._names.scopes import Binding, How
from flake8_automation.rules.python._names.words import Words
from flake8_automation.rules.python._nodes import (
    COMPREHENSIONS,
    field,
    parent_of,
    parts_of,
    positional,
    string_value,
    unwrapped,
)

_LITERALS = frozenset({"list", "tuple", "set", "expression_list"})
_MAKERS = frozenset(
    {"list", "tuple", "set", "dict", "deque", "defaultdict", "OrderedDict", "Queue"}
)
_KEEPERS = frozenset({"list", "tuple", "set", "sorted", "reversed", "deque", "iter"})
_VIEWS = frozenset({"values", "copy"})
_TAKERS = frozenset({"get", "pop", "popleft", "setdefault"})

# Method -> where the item that it puts in stands among its arguments (0-based).
_ADDERS = {"append": 0, "appendleft": 0, "add": 0, "put": 0, "insert": 1, "setdefault": 1}
_TARGETS = frozenset({"pattern_list", "tuple_pattern", "list_pattern"})
_EMPTY = frozenset({"none", "false"})
_DEPTH = 4


class Known(Protocol):
    """What is asked of the names of a file."""

    @property
    def words(self) -> Words: ...
    def bindings(self, identifier: SgNode) -> list[Binding]: ...
    def occurrences(self, name: str) -> list[SgNode]: ...
    def owner(self, node: SgNode) -> SgNode | None: ...
    def ancestry(self, owner: SgNode) -> list[SgNode]: ...
    def definition_of(self, node: SgNode) -> SgNode | None: ...
    def results(self, definition: SgNode) -> list[SgNode] | None: ...


def taken_from(names: Known, node: SgNode) -> list[SgNode] | None:
    """What `children[0]`, `children.pop()` or `children.get(name)` may give; None: unknown."""
    if node.kind() == "subscript":
        keys = node.field_children("subscript")
        if len(keys) != 1 or keys[0].kind() == "slice":
            return None
        return contents(names, field(node, "value"), key=keys[0]) or None
    function = field(node, "function")
    if function.kind() != "attribute" or field(function, "attribute").text() not in _TAKERS:
        return None
    given = positional(node)
    return contents(names, field(function, "object"), key=given[0] if given else None) or None


def looped_over(names: Known, binding: Binding) -> list[SgNode] | None:
    """What the target of a `for` may be bound to; None: unknown, or no such target."""
    path: list[int] = []
    child, parent = binding.node, parent_of(binding.node)
    while parent.kind() in _TARGETS:
        path.insert(0, parts_of(parent).index(child))
        child, parent = parent, parent_of(parent)
    if parent.kind() not in {"for_statement", "for_in_clause"} or parent.field("left") != child:
        return None
    iterable = unwrapped(field(parent, "right"))
    name = _called_name(iterable)
    if path and name == "enumerate":
        items = _item(names, iterable, 0) if path[0] == 1 else None
        path = path[1:]
    elif path and name == "zip":
        items = _item(names, iterable, path[0])
        path = path[1:]
    elif path and name == "items" and iterable.field("function") is not None:
        function = field(iterable, "function")
        is_method = path[0] == 1 and function.kind() == "attribute"
        items = contents(names, field(function, "object")) if is_method else None
        path = path[1:]
    else:
        items = contents(names, iterable)
    for index in path:
        items = _parts(items, index)
    return items or None


def contents(
    names: Known, container: SgNode, depth: int = 0, key: SgNode | None = None
) -> list[SgNode] | None:
    """What a container may hold; under a `key`, as far as that is a plain text or a number."""
    container = unwrapped(container)
    kind = container.kind()
    if depth > _DEPTH:
        return None
    if kind in _LITERALS or kind == "dictionary" or kind in COMPREHENSIONS:
        return _written(names, container, depth, key)
    if kind in {"dictionary_comprehension", "binary_operator"}:
        return _computed(names, container, depth)
    if kind == "call":
        return _called(names, container, depth, key)
    if kind == "subscript":
        keys = container.field_children("subscript")
        if len(keys) == 1 and keys[0].kind() == "slice":
            return contents(names, field(container, "value"), depth + 1)
    if kind in {"identifier", "attribute"}:
        return _named(names, container, depth, key)
    return None


def _written(
    names: Known, container: SgNode, depth: int, key: SgNode | None
) -> list[SgNode] | None:
    """What stands in a display: `[a, b]`, `{"x": a}`, `[a for …]`."""
    if container.kind() == "dictionary_comprehension":
        return [field(parts_of(container)[0], "value")]
    if container.kind() in COMPREHENSIONS:
        return [field(container, "body")]
    items = parts_of(container)
    if container.kind() == "tuple" and key is not None and key.text().isdigit():
        index = int(key.text())
        return items[index : index + 1] if "*" not in [item.text()[:1] for item in items] else None
    found: list[SgNode] = []
    for item in items:
        if item.kind() == "pair":
            found += [] if _differ(field(item, "key"), key) else [field(item, "value")]
        elif item.kind() in {"list_splat", "dictionary_splat"}:
            inner = contents(names, item.named_children()[0], depth + 1)
            if inner is None:
                return None
            found += inner
        else:
            found.append(item)
    return found


def _computed(names: Known, container: SgNode, depth: int) -> list[SgNode] | None:
    """`one + other`, and `[None] * count`."""
    left, right = field(container, "left"), field(container, "right")
    operator = field(container, "operator").text()
    one = contents(names, left, depth + 1)
    if operator == "*":
        return one
    other = contents(names, right, depth + 1) if operator in {"+", "|"} else None
    return None if one is None or other is None else one + other


def _called(names: Known, call: SgNode, depth: int, key: SgNode | None) -> list[SgNode] | None:
    function = field(call, "function")
    name = _called_name(call)
    given = positional(call)
    if function.kind() == "attribute" and name in _VIEWS:
        return contents(names, field(function, "object"), depth + 1)
    if function.kind() == "identifier" or name in _MAKERS:
        if name in _MAKERS and (not given or name == "defaultdict"):
            options = field(call, "arguments").named_children()
            if any(item.kind() == "dictionary_splat" for item in options):
                return None
            wanted = string_value(key) if key is not None else None
            return [
                field(option, "value")
                for option in options
                if option.kind() == "keyword_argument"
                and wanted in {None, field(option, "name").text()}
            ]
        if name in _KEEPERS and given:
            return contents(names, given[0], depth + 1)
    definition = names.definition_of(function)
    results = names.results(definition) if definition is not None else None
    if not results:
        return None
    return _together(contents(names, result, depth + 1) for result in results)


def _named(names: Known, place: SgNode, depth: int, key: SgNode | None) -> list[SgNode] | None:
    """What is assigned to a variable or an attribute, and what is put in there."""
    if place.kind() == "identifier":
        bindings = names.bindings(place)
        looped = [looped_over(names, b) for b in bindings if b.how is How.OTHER]
        if looped and len(looped) == len(bindings):
            items = _together(iter(looped))
            return _together(contents(names, i, depth + 1, key) for i in items or ()) or None
        if any(b.how is not How.ASSIGNMENT or b.value is None for b in bindings):
            bindings = [b for b in bindings if not _extends(b.node)]
            if any(b.how is not How.ASSIGNMENT or b.value is None for b in bindings):
                return None
        where = {(b.node.range().start.index) for b in bindings}
        values = [b.value for b in bindings if b.value is not None]
        uses = [
            use
            for use in names.occurrences(place.text())
            if where & {b.node.range().start.index for b in names.bindings(use)}
        ]
    else:
        owner = names.owner(field(place, "object"))
        if owner is None:
            return None
        name = field(place, "attribute").text()
        classes = names.ancestry(owner)
        values = all_values(names.words, classes, name)
        values = [v for v in values if v.kind() != "attribute" or not _extends(v)]
        above = [parent_of(use) for use in names.occurrences(name)]
        uses = [
            whole
            for whole in above
            if whole.kind() == "attribute"
            and field(whole, "attribute").text() == name
            and names.owner(field(whole, "object")) in classes
        ]
    if not values:
        return None
    kept = [value for value in values if value.kind() not in _EMPTY]
    found = _together(contents(names, value, depth + 1, key) for value in kept)
    added = _together(_added(names, use, depth, key) for use in uses)
    return None if found is None or added is None else found + added


def _added(names: Known, place: SgNode, depth: int, key: SgNode | None) -> list[SgNode] | None:
    """What one use of a container puts into it."""
    above = parent_of(place)
    kind = above.kind()
    if kind == "augmented_assignment" and above.field("left") == place:
        return contents(names, field(above, "right"), depth + 1)
    if kind == "subscript" and above.field("value") == place:
        statement = parent_of(above)
        is_target = statement.kind() == "assignment" and statement.field("left") == above
        put = above.field_children("subscript")
        is_target = is_target and not any(_differ(other, key) for other in put)
        value = statement.field("right") if is_target else None
        return [value] if value is not None else []
    if kind != "attribute" or above.field("object") != place:
        return []
    call = parent_of(above)
    if call.kind() != "call" or call.field("function") != above:
        return []
    method, given = field(above, "attribute").text(), positional(call)
    if method in _ADDERS:
        index = _ADDERS[method]
        return [given[index]] if index < len(given) else []
    if method in {"extend", "update"}:
        return contents(names, given[0], depth + 1) if given else None
    return []


def _differ(one: SgNode, other: SgNode | None) -> bool:
    """Whether two keys are plain texts, and not the same."""
    texts = {string_value(one), string_value(other) if other is not None else None}
    return None not in texts and len(texts) == 2


def _extends(target: SgNode) -> bool:
    """Whether this is the target of `+=`."""
    return parent_of(target).kind() == "augmented_assignment"


def _item(names: Known, call: SgNode, index: int) -> list[SgNode] | None:
    given = positional(call)
    return contents(names, given[index]) if index < len(given) else None


def _parts(items: list[SgNode] | None, index: int) -> list[SgNode] | None:
    """The parts at one place of tuples."""
    found = []
    for item in items or ():
        written = unwrapped(item)
        parts = parts_of(written) if written.kind() in _LITERALS else []
        if index >= len(parts) or any(part.kind() == "list_splat" for part in parts):
            return None
        found.append(parts[index])
    return found


def _together(found: Iterator[list[SgNode] | None]) -> list[SgNode] | None:
    every = list(found)
    known = [items for items in every if items is not None]
    return list(chain.from_iterable(known)) if len(known) == len(every) else None


def _called_name(call: SgNode) -> str:
    if call.kind() != "call":
        return ""
    function = field(call, "function")
    if function.kind() == "attribute":
        return field(function, "attribute").text()
    return function.text() if function.kind() == "identifier" else ""
