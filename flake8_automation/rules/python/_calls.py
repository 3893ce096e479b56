"""The arguments of a call, as far as they can be read, and how to add some in its own style."""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._dictionaries import items_of
from flake8_automation.rules.python._names.names import Callee, Names
from flake8_automation.rules.python._nodes import end, field, parts_of, positional, start
from flake8_automation.source import Source


class Arguments(NamedTuple):
    """What a call is given. `is_open`: a `**` splat that cannot be read may give more.

    `possible` are the names of arguments that a `**` splat gives in some runs and not in others.
    """

    positional: tuple[SgNode, ...]
    named: dict[str, SgNode]
    is_open: bool
    possible: frozenset[str] = frozenset()

    def get(self, name: str, index: int | None = None) -> SgNode | None:
        """The argument with this name, or at this place (0-based) of the positional ones."""
        if name in self.named:
            return self.named[name]
        if index is not None and index < len(self.positional):
            return self.positional[index]
        return None

    def may_hold(self, name: str) -> bool:
        """Whether an argument may be given in a way that cannot be read."""
        return self.is_open or name in self.possible


def arguments(names: Names, call: SgNode, callee: Callee | None = None) -> Arguments:
    """The arguments of a call, with those that `partial` has bound before."""
    given: list[SgNode] = []
    named: dict[str, SgNode] = {}
    possible: frozenset[str] = frozenset()
    is_open = False
    for part in (*(callee.bound if callee else ()), call):
        passed = positional(part)
        given += passed[1:] if part != call else passed
        items = field(part, "arguments")
        for item in items.named_children() if items.kind() == "argument_list" else ():
            if item.kind() == "keyword_argument":
                named[field(item, "name").text()] = field(item, "value")
            elif item.kind() == "dictionary_splat":
                splatted = items_of(names, item.named_children()[0])
                is_open |= splatted.is_open
                possible |= splatted.possible
                named |= splatted.named
    return Arguments(tuple(given), named, is_open, possible)


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
    """Edits that add to the end of what stands in the brackets of a call, a function or the like.

    They follow its style: on lines of their own where the last item has one, with a comma at the
    end where there was one, and behind a comment that belongs to the last item.
    """
    inside = parts_of(items)
    if not inside:
        return (_insert(source, start(items) + 1, ", ".join(added)),)
    last = inside[-1]
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
