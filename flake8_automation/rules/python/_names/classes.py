"""What a class of this file gives to its names: in its body, and through `self`."""

import re
from collections.abc import Callable

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.scopes import binding_at, scope_of
from flake8_automation.rules.python._names.words import Words
from flake8_automation.rules.python._nodes import end, field, parent_of, start

_TYPED = re.compile(r"\s*:")
_DEFINED = ("def ", "def\t", "\\\n", "\\\r\n")


def class_values(words: Words, owner: SgNode, name: str) -> list[SgNode]:
    """What the body of a class assigns to a name."""
    found = _targets(words, owner, name, lambda at: words.text[at - 1 : at] != ".")
    return [value for node in found if scope_of(node) == owner and (value := node.field("right"))]


def own_values(words: Words, owner: SgNode, name: str) -> list[SgNode]:
    """What the methods of a class bind `self.name` to; the name itself where that is unknown."""
    holders = ("self", "cls", field(owner, "name").text())
    text = words.text

    def may_be_bound(at: int) -> bool:
        before = text[at - 1 : at]
        is_own = before.isspace() or (before == "." and _ends_with(text, at - 1, holders))
        return is_own and text[at + len(name) : at + len(name) + 1] not in {"(", "."}

    values: list[SgNode] = []
    for node in _in_body(words, owner, name, may_be_bound):
        whole = parent_of(node)
        if whole.kind() != "attribute" or field(whole, "object").text() not in holders:
            continue
        binding = binding_at(whole)
        if binding is None or parent_of(whole).kind() == "delete_statement":
            continue
        if binding.value is not None:
            values.append(binding.value)
        elif binding.annotation is None:
            values.append(whole)
    return values


def all_values(words: Words, owners: list[SgNode], name: str) -> list[SgNode]:
    """What some classes bind a name to, in their bodies and in their methods."""
    return [
        value
        for owner in owners
        for value in (*class_values(words, owner, name), *own_values(words, owner, name))
    ]


def annotations(words: Words, owner: SgNode, name: str) -> list[SgNode]:
    """The types that a class states for a name: in its body, and for `self.name`."""
    typed = _targets(words, owner, name, lambda at: bool(_TYPED.match(words.text, at + len(name))))
    return [
        stated
        for node in typed
        if (stated := node.field("type")) is not None
        and (field(node, "left").kind() == "attribute" or scope_of(node) == owner)
    ]


def method(words: Words, owner: SgNode, name: str) -> SgNode | None:
    """The method of a class that is plainly defined in its body."""
    named = _in_body(words, owner, name, lambda at: _ends_with(words.text, at, _DEFINED))
    found = [
        definition
        for node in named
        if (definition := parent_of(node)).kind() == "function_definition"
        and definition.field("name") == node
        and scope_of(definition) == owner
    ]
    return found[0] if len(found) == 1 else None


def _ends_with(text: str, end: int, endings: tuple[str, ...]) -> bool:
    return text.endswith(endings, 0, end)


def _targets(
    words: Words, owner: SgNode, name: str, is_likely: Callable[[int], bool]
) -> list[SgNode]:
    """The assignments in the body of a class whose target is this name, or `self` and this name."""
    found = []
    for node in _in_body(words, owner, name, is_likely):
        target, statement = node, parent_of(node)
        if statement.kind() == "attribute" and field(statement, "object").text() == "self":
            target, statement = statement, parent_of(statement)
        if statement.kind() == "assignment" and statement.field("left") == target:
            found.append(statement)
    return found


def _in_body(
    words: Words, owner: SgNode, name: str, is_likely: Callable[[int], bool]
) -> list[SgNode]:
    """The identifiers with this text in the body of a class, where the text makes them likely."""
    body = field(owner, "body")
    first, last = start(body), end(body)
    places = [at for at in words.offsets(name) if first <= at < last and is_likely(at)]
    return words.nodes(name, places)
