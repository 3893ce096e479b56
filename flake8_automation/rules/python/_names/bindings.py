"""Which bindings a use of a name may see."""

import re
from collections.abc import Iterable

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.scopes import (
    Binding,
    How,
    binding_at,
    last_certain,
    reaching,
    scope_of,
)
from flake8_automation.rules.python._nodes import COMPREHENSIONS, parent_of, reachable, within
from flake8_automation.source import Source


class Bindings:
    """The bindings of one file, looked up name by name."""

    def __init__(self, source: Source) -> None:
        self._tree = source.tree
        self._text = source.text
        self._found: dict[str, list[SgNode]] = {}
        self._index: dict[str, list[SgNode]] | None = None
        self._bindings: dict[str, list[Binding]] = {}

    @property
    def text(self) -> str:
        """The text of the file."""
        return self._text

    def occurrences(self, name: str) -> list[SgNode]:
        """All identifiers with this text, in order, also those behind a dot."""
        if name not in self._found:
            self._search({name})
        return self._found[name]

    def _search(self, names: Iterable[str]) -> None:
        """Find several names in one pass over the tree."""
        new = {name for name in names if name not in self._found}
        present = {name for name in new if name in self._text}
        if present and not self._found:
            pattern = f"^({'|'.join(sorted(map(re.escape, present)))})$"
            found = _by_text(self._tree.find_all(kind="identifier", regex=pattern))
        elif present:
            # Most files are asked about a few names at once, and no more. To index all names costs
            # less than two searches.
            self._index = self._index or _by_text(self._tree.find_all(kind="identifier"))
            found = self._index
        else:
            found = {}
        for name in new:
            self._found[name] = found.get(name, [])
            for node in self._found[name]:
                reachable(node)  # asked here once, for all the questions that follow

    def bindings(self, identifier: SgNode) -> list[Binding]:
        """The bindings that a use of a name may see; empty for builtins and unknown names."""
        return self.bindings_at(identifier, identifier.text())

    def bindings_at(self, place: SgNode, name: str) -> list[Binding]:
        """The bindings that a name would have if it were used at this place."""
        if name not in self._bindings:
            found = (binding_at(node) for node in self.occurrences(name))
            self._bindings[name] = [binding for binding in found if binding is not None]
        candidates = self._bindings[name]
        if not candidates:
            return []
        scope = own = self.scope_of(place)
        first = True
        seen: list[Binding] = []
        while True:
            here = [b for b in candidates if b.scope == scope]
            declared = next((b for b in here if b.how is How.DECLARATION), None)
            if scope.kind() == "module":
                return seen + _module_wide(candidates, place if first else None)
            if declared and _is_global(declared):
                return seen + _module_wide(candidates)
            # what a class binds is seen in its own body, not even in comprehensions there
            if here and declared is None and (scope == own or scope.kind() != "class_definition"):
                rebound = _rebound_inside(candidates, scope)
                seen += reaching(place, here) if first and not rebound else here + rebound
                # what the body of a class has not bound yet is looked up outside of it
                if scope.kind() != "class_definition" or last_certain(place, here):
                    return seen
            first = first and scope.kind() in COMPREHENSIONS
            scope = self.scope_of(scope)

    def scope_of(self, node: SgNode) -> SgNode:
        """The innermost function, lambda, comprehension, class or module in which a node is run."""
        return scope_of(node)


def _is_global(declaration: Binding) -> bool:
    return parent_of(declaration.node).kind() == "global_statement"


def _module_wide(candidates: list[Binding], place: SgNode | None = None) -> list[Binding]:
    """Bindings in the module, and in the functions that declare the name global.

    Where the latter do not interfere, `place` is one in the module itself, run in its order.
    """
    here = [b for b in candidates if b.scope.kind() == "module" and b.how is not How.DECLARATION]
    declaring = [b.scope for b in candidates if b.how is How.DECLARATION and _is_global(b)]
    rebound = [b for b in candidates if b.scope in declaring and b.how is not How.DECLARATION]
    return reaching(place, here) if here and place and not rebound else here + rebound


def _rebound_inside(candidates: list[Binding], scope: SgNode) -> list[Binding]:
    """Bindings in functions inside this one that declare the name nonlocal."""
    declaring = [
        b.scope
        for b in candidates
        if b.how is How.DECLARATION and not _is_global(b) and within(b.scope, scope)
    ]
    return [b for b in candidates if b.scope in declaring and b.how is not How.DECLARATION]


def _by_text(nodes: Iterable[SgNode]) -> dict[str, list[SgNode]]:
    found: dict[str, list[SgNode]] = {}
    for node in nodes:
        found.setdefault(node.text(), []).append(node)
    return found
