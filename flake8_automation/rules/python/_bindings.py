"""Which bindings a use of a name may see."""

import re
from collections.abc import Iterable

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import COMPREHENSIONS, parent_of
from flake8_automation.rules.python._scopes import Binding, How, binding_at, reaching, scope_of
from flake8_automation.source import Source


class Bindings:
    """The bindings of one file, looked up name by name."""

    def __init__(self, source: Source) -> None:
        self._tree = source.tree
        self._text = source.text
        self._found: dict[str, list[SgNode]] = {}
        self._bindings: dict[str, list[Binding]] = {}

    def occurrences(self, name: str) -> list[SgNode]:
        """All identifiers with this text, in order, also those behind a dot."""
        if name not in self._found:
            self._search({name})
        return self._found[name]

    def _search(self, names: Iterable[str]) -> None:
        """Find several names in one pass over the tree."""
        new = {name for name in names if name not in self._found}
        self._found.update((name, []) for name in new)
        present = sorted(re.escape(name) for name in new if name in self._text)
        if present:
            pattern = f"^({'|'.join(present)})$"
            for node in self._tree.find_all(kind="identifier", regex=pattern):
                self._found[node.text()].append(node)

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
        scope = self.scope_of(place)
        first = True
        while True:
            here = [b for b in candidates if b.scope == scope]
            declared = next((b for b in here if b.how is How.DECLARATION), None)
            is_global = declared and parent_of(declared.node).kind() == "global_statement"
            if is_global or (scope.kind() == "module" and not (first and here)):
                return self._module_wide(candidates)
            if here and declared is None and (first or scope.kind() != "class_definition"):
                return reaching(place, here) if first else here
            first = first and scope.kind() in COMPREHENSIONS
            scope = self.scope_of(scope)

    def _module_wide(self, candidates: list[Binding]) -> list[Binding]:
        """Bindings in the module, and in the functions that declare the name global."""
        declared = [
            b.scope
            for b in candidates
            if b.how is How.DECLARATION and parent_of(b.node).kind() == "global_statement"
        ]
        return [
            b
            for b in candidates
            if b.how is not How.DECLARATION and (b.scope.kind() == "module" or b.scope in declared)
        ]

    def scope_of(self, node: SgNode) -> SgNode:
        """The innermost function, lambda, comprehension, class or module in which a node is run."""
        return scope_of(node)
