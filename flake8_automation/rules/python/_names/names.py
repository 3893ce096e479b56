"""All that a rule asks about names: what they refer to, and whose instance their values are."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.classes import all_values, annotations
from flake8_automation.rules.python._names.contents import looped_over, taken_from
from flake8_automation.rules.python._names.definitions import NOTHING
from flake8_automation.rules.python._names.imports import canonical
from flake8_automation.rules.python._names.references import (
    Callee,
    References,
    is_placeholder,
)
from flake8_automation.rules.python._names.scopes import Binding, How
from flake8_automation.rules.python._nodes import (
    alternatives,
    called,
    field,
    parent_of,
    positional,
    string_value,
    unwrapped,
)
from flake8_automation.source import Source

__all__ = ["Callee", "Names"]

_QUOTED = re.compile(r"([\w.]+)(\[[\w.]+\])?( *\| *None)?")


_ENTERING = frozenset({"enter_context", "enter_async_context", "enterContext"})
_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})


class Names(References):
    """The names of one file."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._makers: dict[SgNode, str | None] = {}

    def instance_of(self, node: SgNode) -> str | None:
        """The dotted name of what was called to make the value of this expression."""
        node = unwrapped(node)
        if node not in self._makers:
            self._makers[node] = None
            self._makers[node] = self._maker(node)
        return self._makers[node]

    def _maker(self, node: SgNode) -> str | None:
        kind = node.kind()
        if kind == "call":
            return self._made_by(node)
        if kind == "subscript":
            return self._one_class(taken_from(self, node) or [])
        if kind == "named_expression":
            return self.instance_of(field(node, "value"))
        if kind == "conditional_expression":
            return self._one_class(alternatives(node))
        if kind == "identifier":
            bindings = [b for b in self.bindings(node) if not is_placeholder(b)]
            return _one([self._class_bound(b) for b in bindings])
        if kind == "attribute":
            owner = self.owner(field(node, "object"))
            if owner is not None:
                name = field(node, "attribute").text()
                classes = self.ancestry(owner)
                values = all_values(self.words, classes, name)
                stated = [a for c in classes for a in annotations(self.words, c, name)]
                made = self._one_class(values) or _one([self._annotated(a) for a in stated])
                return made or (self._property(node) if not values else None)
        return None

    def _made_by(self, call: SgNode) -> str | None:
        function = called(call)
        callee = self.callee(function)
        if callee is not None:
            return callee.name
        if function.kind() == "attribute" and field(function, "attribute").text() in _ENTERING:
            given = positional(call)
            return self._entered(given[0]) if len(given) == 1 else None
        definition = self.definition_of(function)
        if definition is not None:
            return self._returned(definition)
        return self._one_class(taken_from(self, call) or [])

    def _property(self, attribute: SgNode) -> str | None:
        """What a property gives, also a cached one."""
        definition = self.definition_of(attribute)
        decorators = _decorators(definition) if definition is not None else []
        is_property = any(node.text().endswith("property") for node in decorators)
        return self._returned(definition) if definition is not None and is_property else None

    def _entered(self, value: SgNode) -> str | None:
        """What `with value as name` binds: a process is its own context."""
        made = self.instance_of(value)
        value = unwrapped(value)
        definition = (
            self.definition_of(field(value, "function")) if value.kind() == "call" else None
        )
        if made is not None or definition is None:
            return made
        if not any(self.refers_to(node) in _MANAGERS for node in _decorators(definition)):
            return None
        found = definition.find_all(kind="yield")
        yielded = [y.named_children() for y in found if self.scope_of(y) == definition]
        plain = all(len(values) == 1 for values in yielded)
        return self._one_class([values[0] for values in yielded]) if plain else None

    def _returned(self, definition: SgNode) -> str | None:
        values = self.results(definition)
        made = self._one_class(values) if values is not None else None
        stated = definition.field("return_type")
        return made or (self._annotated(stated) if stated is not None else None)

    def results(self, definition: SgNode) -> list[SgNode] | None:
        """What the `return` statements of a function give; None where it is no function."""
        if definition.kind() != "function_definition":
            return None
        returned = [
            node.named_children()
            for node in field(definition, "body").find_all(kind="return_statement")
            if self.scope_of(node) == definition
        ]
        # `return` alone gives None, on which nobody calls a method
        given = [values for values in returned if values]
        return [values[0] for values in given if len(values) == 1]

    def _part(self, binding: Binding) -> str | None:
        """The class of `process` in `process, log = start()`, by what that function returns."""
        pattern = parent_of(binding.node)
        call = unwrapped(parent_of(pattern).field("right") or pattern)
        if pattern.kind() not in {"pattern_list", "tuple_pattern"} or call.kind() != "call":
            return None
        definition = self.definition_of(field(call, "function"))
        returned = self.results(definition) if definition is not None else None
        index = pattern.named_children().index(binding.node)
        results = [
            value.named_children() for value in returned or () if value.kind() not in NOTHING
        ]
        if any(len(result) != len(pattern.named_children()) for result in results):
            return None
        return self._one_class([result[index] for result in results])

    def _class_bound(self, binding: Binding) -> str | None:
        if binding.how in {How.ASSIGNMENT, How.WITH} and binding.value is not None:
            entered = binding.how is How.WITH
            made = (self._entered if entered else self.instance_of)(binding.value)
            if made is not None:
                return made
        if binding.how is How.ASSIGNMENT and binding.value is None and binding.annotation is None:
            return self._part(binding)
        if binding.how is How.OTHER:
            return self._one_class(looped_over(self, binding) or [])
        if binding.annotation is not None and binding.how in {How.ASSIGNMENT, How.PARAMETER}:
            return self._annotated(binding.annotation)
        return None

    def _annotated(self, annotation: SgNode) -> str | None:
        """The class in `C`, `C[str]`, `C | None`, `Optional[C]`, `Union[C, None]`, `"C"`."""
        node = annotation
        while node.kind() == "type" and len(node.named_children()) == 1:
            node = node.named_children()[0]
        kind = node.kind()
        if kind in {"identifier", "attribute"}:
            return self.refers_to(node)
        if kind in {"binary_operator", "union_type"}:
            sides = [side for side in node.named_children() if side.text() != "None"]
            return self._annotated(sides[0]) if len(sides) == 1 else None
        if kind in {"generic_type", "subscript"}:
            base, *parameters = node.named_children()
            name = self.refers_to(base)
            if name == "typing.Union":
                inside = parameters[0].named_children() if kind == "generic_type" else parameters
                sides = [side for side in inside if side.text() != "None"]
                return self._annotated(sides[0]) if len(sides) == 1 else None
            if name in {"typing.Optional", "typing.Annotated", "typing.Final", "typing.ClassVar"}:
                inner = parameters[0].find(kind="type") if kind == "generic_type" else parameters[0]
                return self._annotated(inner) if inner is not None else None
            return name
        return self._quoted(node)

    def _quoted(self, node: SgNode) -> str | None:
        """The class in an annotation that is a string."""
        written = _QUOTED.fullmatch(string_value(node) or "")
        if written is None:
            return None
        first, dot, rest = written[1].partition(".")
        base = _one([self._meaning(binding) for binding in self.bindings_at(node, first)])
        return canonical(base + dot + rest) if base else None

    def _meaning(self, binding: Binding) -> str | None:
        bound = self._bound(binding)
        return bound.name if bound is not None else None

    def _one_class(self, values: list[SgNode]) -> str | None:
        kept = [value for value in values if value.kind() not in NOTHING]
        return _one([self.instance_of(value) for value in kept])


def _one(names: list[str | None]) -> str | None:
    return names[0] if names and all(name == names[0] for name in names) else None


def _decorators(definition: SgNode) -> list[SgNode]:
    """The names by which a function is decorated."""
    above = parent_of(definition)
    found = above.children() if above.kind() == "decorated_definition" else []
    return [node.named_children()[0] for node in found if node.kind() == "decorator"]
