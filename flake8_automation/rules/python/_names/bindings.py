"""Which bindings a use of a name may see."""

import re
from functools import cached_property

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.functions import Functions, Stretch
from flake8_automation.rules.python._names.imports import Imports
from flake8_automation.rules.python._names.scopes import (
    Binding,
    How,
    binding_at,
    last_certain,
    reaching,
    scope_of,
)
from flake8_automation.rules.python._names.words import CALLED, GAP, Words
from flake8_automation.rules.python._nodes import COMPREHENSIONS, end, parent_of, start, within
from flake8_automation.source import Source

_DEFINES = ("def ", "class ", "\t", "  ", "\n")  # or such blanks as may stand between
_WALRUS = re.compile(GAP + ":=")
_MANY = 8


class Bindings:
    """The bindings of one file, looked up name by name."""

    def __init__(self, source: Source) -> None:
        self.words = source.derive(Words)
        self.imports = source.derive(Imports)
        self._has_walrus = ":=" in source.text
        self._seen: dict[SgNode, list[Binding]] = {}
        self._places: dict[str, dict[Stretch | None, list[int]]] = {}
        self._bindings: dict[tuple[str, Stretch | None], list[Binding]] = {}

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.words.text

    @cached_property
    def _functions(self) -> Functions:
        return Functions(self.words.tree)

    def occurrences(self, name: str, then: re.Pattern[str] | None = None) -> list[SgNode]:
        """All identifiers with this text, in order, also those behind a dot.

        Where `then` is given, only those behind which the text goes on like that.
        """
        return self.words.identifiers(name, then)

    def method_calls(self, *methods: str) -> list[SgNode]:
        """Every `anything.method(…)` by one of these names, in order of position."""
        found = []
        for name in (node for method in methods for node in self.occurrences(method, CALLED)):
            attribute = parent_of(name)
            if attribute.kind() == "attribute" and attribute.field("attribute") == name:
                call = parent_of(attribute)
                if call.kind() == "call" and call.field("function") == attribute:
                    found.append(call)
        return sorted(found, key=lambda call: (start(call), -end(call)))

    def bindings(self, identifier: SgNode) -> list[Binding]:
        """The bindings that a use of a name may see; empty for builtins and unknown names."""
        if identifier not in self._seen:
            self._seen[identifier] = self.bindings_at(identifier, identifier.text())
        return self._seen[identifier]

    def bindings_at(self, place: SgNode, name: str) -> list[Binding]:
        """The bindings that a name would have if it were used at this place."""
        candidates = self._candidates_at(place, name)
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

    def _candidates_at(self, place: SgNode, name: str) -> list[Binding]:
        """The bindings of a name, but for those in functions that do not concern the place."""
        if name not in self._places:
            self._places[name] = self._places_of(name)
        places = self._places[name]
        around = self._functions.around(start(place)) if len(places) > 1 else None
        key = name, around if around in places else None
        if key not in self._bindings:
            offsets = sorted({*places[None], *places.get(around, ())})
            found = (binding_at(node) for node in self.words.nodes(name, offsets))
            self._bindings[key] = [binding for binding in found if binding is not None]
        return self._bindings[key]

    def _places_of(self, name: str) -> dict[Stretch | None, list[int]]:
        """Where a name may be bound: by the only function that sees it, or None for the others."""
        offsets = [at for at in self.words.offsets(name) if self._may_bind(at, at + len(name))]
        if len(offsets) < _MANY:
            return {None: offsets}
        places: dict[Stretch | None, list[int]] = {None: []}
        for at in offsets:
            function = self._functions.around(at)
            reaches_out = function is None or self._may_reach_out(at, name, function)
            places.setdefault(None if reaches_out else function, []).append(at)
        return places

    def _may_reach_out(self, offset: int, name: str, function: Stretch) -> bool:
        """Whether what a name is bound to somewhere in a function may be seen outside of it."""
        text = self.words.text
        return (
            text.endswith(_DEFINES, 0, offset)  # its own name
            or text.find("global", *function) >= 0
            or (self._has_walrus and _WALRUS.match(text, offset + len(name)) is not None)
        )

    def _may_bind(self, first: int, behind: int) -> bool:
        """Whether the text around a name allows that it is bound there."""
        text = self.words.text
        if text[first - 1 : first] == ".":
            return False
        then = text[behind : behind + 1]
        if then == ".":
            return self.imports.cover(first)  # `import a.b` binds a
        if then == "(":  # of all that may stand in front of a call, only these bind
            return text.endswith(_DEFINES, 0, first)
        return True

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
