"""What a name refers to: yes, and then to what, or unknown.

`Names` answers for one call by walking outwards from it; nothing is computed for names that nobody
asks about. Unknown is None, and a rule that gets None says nothing.
"""

import builtins
import re
from collections.abc import Iterable
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._classes import class_values, method, own_values
from flake8_automation.rules.python._imports import canonical, imported, is_fallback, meaning
from flake8_automation.rules.python._leads import LOADS, Lead, follow, leads_to
from flake8_automation.rules.python._nodes import (
    COMPREHENSIONS,
    end,
    field,
    parent_of,
    positional,
    start,
    string_value,
    unwrapped,
)
from flake8_automation.rules.python._scopes import Binding, How, binding_at, reaching, scope_of
from flake8_automation.source import Source

_IMPORTS = ("import_statement", "import_from_statement")
_BUILTINS = frozenset(dir(builtins)) | {"raw_input"}
_NOTHING = frozenset({"none", "false", "ellipsis"})

# Calls that give their first argument back, to be called with it or instead of it.
_PASSES_ON = frozenset({"functools.partial", "builtins.staticmethod"})


class Callee(NamedTuple):
    """What a call calls. `bound` are the `partial(...)` calls that already gave arguments."""

    name: str
    bound: tuple[SgNode, ...] = ()


class Names:
    """The names of one file."""

    def __init__(self, source: Source) -> None:
        self._tree = source.tree
        self._text = source.text
        self._found: dict[str, list[SgNode]] = {}
        self._bindings: dict[str, list[Binding]] = {}
        self._callees: dict[SgNode, Callee | None] = {}
        self._makers: dict[SgNode, str | None] = {}
        statements = self._tree.find_all(any=[{"kind": kind} for kind in _IMPORTS])
        self._imports = [item for statement in statements for item in imported(statement)]
        self._stars = {
            item.local: item.dotted
            for statement in statements
            if not statement.field_children("name")
            for item in imported(statement)
        }

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

    # -- calls -------------------------------------------------------------------------------

    def calls_to(self, targets: frozenset[str]) -> list[tuple[SgNode, Callee]]:
        """Every call whose callee surely is one of these dotted names, in order of position."""
        calls = {}
        for call in self._candidates(targets):
            callee = self.callee(field(call, "function"))
            if callee is not None and callee.name in targets:
                calls[call] = callee
        return sorted(calls.items(), key=lambda item: (start(item[0]), end(item[0])))

    def _candidates(self, targets: frozenset[str]) -> Iterable[SgNode]:
        """Calls of anything that could stand for a target, however it got its name."""
        waiting = [Lead(item.local, item.dotted) for item in self._imports]
        waiting += [Lead(name[9:], name) for name in targets | LOADS if _is_builtin(name)]
        waiting = [lead for lead in waiting if leads_to(lead.dotted, targets)]
        calls: list[SgNode] = []
        seen: set[Lead] = set()
        while waiting:
            new = set(waiting) - seen
            seen |= new
            self._search({lead.name for lead in new})
            waiting = [
                alias
                for lead in new
                for node in self._found[lead.name]
                for alias in follow(node, lead.dotted, targets, calls)
            ]
        return calls

    # -- references --------------------------------------------------------------------------

    def refers_to(self, node: SgNode) -> str | None:
        """The dotted name that an expression surely refers to, such as `subprocess.run`."""
        callee = self.callee(node)
        return callee.name if callee is not None and not callee.bound else None

    def callee(self, node: SgNode) -> Callee | None:
        """What calling this expression would call."""
        node = unwrapped(node)
        if node not in self._callees:
            self._callees[node] = None  # while it is being looked up: what ends `a = b; b = a`
            self._callees[node] = self._callee(node)
        return self._callees[node]

    def _callee(self, node: SgNode) -> Callee | None:
        kind = node.kind()
        if kind == "identifier":
            return self._named(node)
        if kind == "attribute":
            return self._attribute(node)
        if kind == "named_expression":
            return self.callee(field(node, "value"))
        if kind == "conditional_expression":
            first, _, second = node.named_children()
            return _agreed([self.callee(first), self.callee(second)])
        if kind == "call":
            return self._called(node)
        return None

    def _named(self, identifier: SgNode) -> Callee | None:
        bindings = self.bindings(identifier)
        if not bindings:
            name = identifier.text()
            if name in self._stars:
                return Callee(canonical(self._stars[name]))
            return Callee(canonical(f"builtins.{name}")) if name in _BUILTINS else None
        certain = [b for b in bindings if not _is_placeholder(b)]
        meanings = [self._bound(b) for b in certain]
        if None in meanings and len(certain) > 1:
            # try: from x import run / except ImportError: run = own
            kept = [m for m, b in zip(meanings, certain, strict=True) if not _is_fallback(b)]
            meanings = kept if len(kept) < len(meanings) else meanings
        return _agreed(meanings) or _same_name(meanings)

    def _bound(self, binding: Binding) -> Callee | None:
        if binding.value is None:
            return None
        if binding.how is How.IMPORT:
            name = meaning(binding.node, binding.value)
            return Callee(canonical(name)) if name else None
        if binding.how is How.ASSIGNMENT:
            return self.callee(binding.value)
        return None

    def _attribute(self, node: SgNode) -> Callee | None:
        name = field(node, "attribute").text()
        owner = self.owner(field(node, "object"))
        if owner is not None:
            values = class_values(owner, name)
            return _agreed([self.callee(value) for value in values])
        base = self.callee(field(node, "object"))
        if (
            base is None
            or base.bound
            or (base.name.startswith("builtins.") and "." in base.name[9:])
        ):
            return None
        return Callee(canonical(f"{base.name}.{name}"))

    def _called(self, call: SgNode) -> Callee | None:
        function = self.callee(field(call, "function"))
        arguments = positional(call)
        if function is None or function.bound or not arguments:
            return None
        if function.name == "builtins.getattr" and len(arguments) > 1:
            base, name = self.callee(arguments[0]), string_value(arguments[1])
            return Callee(canonical(f"{base.name}.{name}")) if base and name else None
        if function.name in LOADS:
            module = string_value(arguments[0])
            return Callee(canonical(module)) if module and len(arguments) == 1 else None
        if function.name in _PASSES_ON:
            inner = self.callee(arguments[0])
            if inner is None or function.name == "builtins.staticmethod":
                return inner
            return Callee(inner.name, (*inner.bound, call))
        return None

    # -- bindings ----------------------------------------------------------------------------

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

    def definition_of(self, node: SgNode) -> SgNode | None:
        """The `def` or `class` of this file that a name, or `self.name`, surely refers to."""
        node = unwrapped(node)
        if node.kind() == "attribute":
            owner = self.owner(field(node, "object"))
            return method(owner, field(node, "attribute").text()) if owner is not None else None
        if node.kind() != "identifier":
            return None
        bindings = self.bindings(node)
        if len(bindings) != 1 or bindings[0].how is not How.DEFINITION:
            return None
        return bindings[0].value

    def owner(self, node: SgNode) -> SgNode | None:
        """The class of this file that `self`, `cls` or the class's own name stands for."""
        if node.kind() != "identifier":
            return None
        if node.text() not in {"self", "cls"}:
            definition = self.definition_of(node)
            is_class = definition is not None and definition.kind() == "class_definition"
            return definition if is_class else None
        for ancestor in node.ancestors():
            if ancestor.kind() == "class_definition":
                return ancestor
        return None

    # -- values ------------------------------------------------------------------------------

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
        if kind == "named_expression":
            return self.instance_of(field(node, "value"))
        if kind == "conditional_expression":
            first, _, second = node.named_children()
            return self._one_class([first, second])
        if kind == "identifier":
            bindings = [b for b in self.bindings(node) if not _is_placeholder(b)]
            return _one([self._class_bound(b) for b in bindings])
        if kind == "attribute":
            owner = self.owner(field(node, "object"))
            if owner is not None:
                name = field(node, "attribute").text()
                return self._one_class(class_values(owner, name) + own_values(owner, name))
        return None

    def _made_by(self, call: SgNode) -> str | None:
        function = field(call, "function")
        callee = self.callee(function)
        if callee is not None:
            return callee.name
        definition = self.definition_of(function)
        if definition is None or definition.kind() != "function_definition":
            return None
        returned = [
            node.named_children()
            for node in field(definition, "body").find_all(kind="return_statement")
            if self.scope_of(node) == definition
        ]
        if not returned or any(len(values) != 1 for values in returned):
            return None
        return self._one_class([values[0] for values in returned])

    def _class_bound(self, binding: Binding) -> str | None:
        if binding.how in {How.ASSIGNMENT, How.WITH} and binding.value is not None:
            made = self.instance_of(binding.value)
            if made is not None:
                return made
        if binding.annotation is not None and binding.how in {How.ASSIGNMENT, How.PARAMETER}:
            return self._annotated(binding.annotation)
        return None

    def _annotated(self, annotation: SgNode) -> str | None:
        """The class in `C`, `C[str]`, `C | None`, `Optional[C]`."""
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
            if name in {"typing.Optional", "typing.Annotated", "typing.Final", "typing.ClassVar"}:
                inner = parameters[0].find(kind="type") if kind == "generic_type" else parameters[0]
                return self._annotated(inner) if inner is not None else None
            return name
        return None

    def _one_class(self, values: list[SgNode]) -> str | None:
        kept = [value for value in values if value.kind() not in _NOTHING]
        return _one([self.instance_of(value) for value in kept])


def _is_builtin(name: str) -> bool:
    return name.startswith("builtins.")


def _is_placeholder(binding: Binding) -> bool:
    """`run = None`, to be replaced later or in vain."""
    return binding.how is How.ASSIGNMENT and (
        binding.value.kind() in _NOTHING
        if binding.value is not None
        else binding.annotation is not None
    )


def _is_fallback(binding: Binding) -> bool:
    defined = binding.how is How.DEFINITION and binding.value is not None
    return is_fallback(binding.value if defined and binding.value else binding.node)


def _agreed(meanings: list[Callee | None]) -> Callee | None:
    return meanings[0] if meanings and all(m == meanings[0] for m in meanings) else None


def _same_name(meanings: list[Callee | None]) -> Callee | None:
    """Several `partial`s of one function: what they bind differs, so nothing is known of it."""
    return (
        None
        if not meanings or None in meanings
        else _agreed([m and Callee(m.name) for m in meanings])
    )


def _one(names: list[str | None]) -> str | None:
    return names[0] if names and all(name == names[0] for name in names) else None
