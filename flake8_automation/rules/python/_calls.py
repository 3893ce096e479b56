"""The arguments of a call, as far as they can be read, and how to add some in its own style."""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._names.names import Callee, Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import end, field, parent_of, positional, start
from flake8_automation.rules.python._nodes import string_value as key_text
from flake8_automation.source import Source


class Arguments(NamedTuple):
    """What a call is given. `is_open`: a `**` splat that cannot be read may give more."""

    positional: tuple[SgNode, ...]
    named: dict[str, SgNode]
    is_open: bool

    def get(self, name: str, index: int | None = None) -> SgNode | None:
        """The argument with this name, or at this place (0-based) of the positional ones."""
        if name in self.named:
            return self.named[name]
        if index is not None and index < len(self.positional):
            return self.positional[index]
        return None


def arguments(names: Names, call: SgNode, callee: Callee | None = None) -> Arguments:
    """The arguments of a call, with those that `partial` has bound before."""
    given: list[SgNode] = []
    named: dict[str, SgNode] = {}
    is_open = False
    for part in (*(callee.bound if callee else ()), call):
        passed = positional(part)
        given += passed[1:] if part != call else passed
        items = field(part, "arguments")
        for item in items.named_children() if items.kind() == "argument_list" else ():
            if item.kind() == "keyword_argument":
                named[field(item, "name").text()] = field(item, "value")
            elif item.kind() == "dictionary_splat":
                splatted = _splatted(names, item.named_children()[0])
                is_open |= splatted is None
                named |= splatted or {}
    return Arguments(tuple(given), named, is_open)


def _splatted(names: Names, node: SgNode) -> dict[str, SgNode] | None:
    """The items of a dictionary that can be read in full, or None."""
    if node.kind() == "dictionary":
        return _literal(node)
    if node.kind() == "call":
        function = field(node, "function")
        plain = names.refers_to(function) == "builtins.dict" and not positional(node)
        items = field(node, "arguments").named_children() if plain else []
        if not plain or any(item.kind() != "keyword_argument" for item in items):
            return None
        return {field(item, "name").text(): field(item, "value") for item in items}
    if node.kind() == "identifier":
        return _variable(names, node)
    return None


def _literal(node: SgNode) -> dict[str, SgNode] | None:
    items = {}
    for pair in node.named_children():
        if pair.kind() == "comment":
            continue
        key = key_text(field(pair, "key")) if pair.kind() == "pair" else None
        if key is None:
            return None
        items[key] = field(pair, "value")
    return items


def _variable(names: Names, node: SgNode) -> dict[str, SgNode] | None:
    """A name bound to one readable dictionary, and only ever splatted or given literal keys."""
    bindings = names.bindings(node)
    if len(bindings) != 1 or bindings[0].how is not How.ASSIGNMENT or bindings[0].value is None:
        return None
    value = bindings[0].value
    items = _splatted(names, value) if value.kind() != "identifier" else None
    if items is None:
        return None
    for use in names.occurrences(node.text()):
        above = parent_of(use)
        if use == bindings[0].node or above.kind() == "dictionary_splat":
            continue
        key = key_text(field(above, "subscript")) if above.kind() == "subscript" else None
        if key is None:
            return None
        items.setdefault(key, above)
    return items


def with_keywords(source: Source, call: SgNode, keywords: tuple[str, ...]) -> tuple[Edit, ...]:
    """Edits that add keyword arguments such as `timeout=5` behind the last argument of a call."""
    items = field(call, "arguments")
    if items.kind() == "generator_expression":  # f(x for x in y) needs brackets of its own now
        return (
            _insert(source, start(items), "("),
            _insert(source, end(items), f", {', '.join(keywords)})"),
        )
    return with_items(source, items, keywords)


def with_items(source: Source, items: SgNode, added: tuple[str, ...]) -> tuple[Edit, ...]:
    """Edits that add to what stands in the brackets of a call, a tuple or an import, at its end.

    They follow its style: on lines of their own where the last item has one, with a comma at the
    end where there was one, and behind a comment that belongs to the last item.
    """
    inside = items.named_children()
    last = next((item for item in reversed(inside) if item.kind() != "comment"), None)
    if last is None:
        return (_insert(source, start(items) + 1, ", ".join(added)),)
    comma = next((n for n in last.next_all() if n.kind() == ","), None)
    indent = source.text[source.line_start(source.position(start(last)).line) : start(last)]
    if indent.strip():
        return (_insert(source, end(last), "".join(f", {item}" for item in added)),)
    behind = end(comma) if comma else end(last)
    line = source.position(behind).line
    comments = [n for n in last.next_all() if n.kind() == "comment"]
    anchor = max(
        [end(n) for n in comments if source.position(start(n)).line == line], default=behind
    )
    lines = f",{source.newline}{indent}".join(added)
    text = f"{source.newline}{indent}{lines}{',' if comma else ''}"
    if comma:
        return (_insert(source, anchor, text),)
    if anchor == behind:
        return (_insert(source, anchor, "," + text),)
    return (_insert(source, behind, ","), _insert(source, anchor, text))


def _insert(source: Source, offset: int, text: str) -> Edit:
    return Edit(source.span(offset, offset), text)
