"""What a name refers to: yes, and then to what, or unknown.

`References` answers for one expression by walking outwards from it; nothing is computed for names
that nobody asks about. Unknown is None, and a rule that gets None says nothing.
"""

import builtins
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.classes import class_values, method, own_values
from flake8_automation.rules.python._names.definitions import NOTHING, Definitions
from flake8_automation.rules.python._names.imports import (
    canonical,
    is_fallback,
    meaning,
    roots,
)
from flake8_automation.rules.python._names.leads import LOADS, Lead, follow, stages
from flake8_automation.rules.python._names.scopes import Binding, How, scope_of
from flake8_automation.rules.python._names.words import GAP
from flake8_automation.rules.python._nodes import (
    SCOPES,
    alternatives,
    called,
    end,
    field,
    parent_of,
    positional,
    start,
    string_value,
    unwrapped,
    within,
)
from flake8_automation.source import Source

_BUILTINS = frozenset(dir(builtins)) | {"raw_input"}

_ATTRIBUTE = re.compile(r"\.([A-Za-z_]\w*)")
_ASSIGNED = re.compile(GAP + "=[^=]")

# Calls that give their first argument back, to be called with it or instead of it.
_PASSES_ON = frozenset({"functools.partial", "builtins.staticmethod"})
_HANDING_ON = tuple(name.rpartition(".")[2] for name in _PASSES_ON)


class Callee(NamedTuple):
    """What a call calls. `bound` are the `partial(...)` calls that already gave arguments."""

    name: str
    bound: tuple[SgNode, ...] = ()


class References(Definitions):
    """What the names of one file refer to."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._callees: dict[SgNode, Callee | None] = {}

    def calls_to(self, targets: frozenset[str]) -> list[tuple[SgNode, Callee]]:
        """Every call whose callee surely is one of these dotted names, in order of position."""
        calls = {}
        for call in self._candidates(targets):
            callee = self.callee(called(call))
            if callee is not None and callee.name in targets:
                calls[call] = callee
        return sorted(calls.items(), key=lambda item: (start(item[0]), end(item[0])))

    def _candidates(self, targets: frozenset[str]) -> Iterable[SgNode]:
        """Calls of anything that could stand for a target, however it got its name."""
        waiting = list(self._first_leads(targets, stages(targets)))
        hands_on = any(word in self.words.text for word in _HANDING_ON)
        calls: list[SgNode] = []
        seen: set[Lead] = set()
        while waiting:
            new = set(waiting) - seen
            seen |= new
            waiting = [
                alias
                for lead in new
                for node in self._uses(lead, stages(targets))
                for alias in follow(node, lead.dotted, targets, calls, hands_on=hands_on)
                if self._may_be_known(node)
            ]
        return calls

    def _first_leads(self, targets: frozenset[str], on_the_way: frozenset[str]) -> Iterator[Lead]:
        for statement in self.imports.naming(roots(on_the_way)):
            in_class = parent_of(statement).kind() != "module"
            for item in self.imports.items(statement):
                if item.dotted in on_the_way:
                    yield Lead(item.local, item.dotted, may_be_attribute=in_class)
        if "builtins" in on_the_way:
            yield Lead("__builtins__", "builtins", may_be_attribute=False)
        for name in targets | LOADS:
            if _is_builtin(name):
                yield Lead(name[9:], name, may_be_attribute=False)

    def _uses(self, lead: Lead, on_the_way: frozenset[str]) -> list[SgNode]:
        """Where the name of a lead stands, but for what its text shows to lead nowhere."""
        text = self.words.text

        def is_promising(at: int) -> bool:
            if not lead.may_be_attribute and text[at - 1 : at] == ".":
                return False
            then = _ATTRIBUTE.match(text, at + len(lead.name))
            return then is None or canonical(f"{lead.dotted}.{then[1]}") in on_the_way

        places = [at for at in self.words.offsets(lead.name) if is_promising(at)]
        return self.words.nodes(lead.name, places)

    def _may_be_known(self, name: SgNode) -> bool:
        """Whether it is worth following what a name is given to: not where it is a parameter."""
        return self.callee(name) is not None or parent_of(name).field("attribute") == name

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
            return _agreed([self.callee(value) for value in alternatives(node)])
        if kind == "call":
            return self._called(node)
        return None

    def _named(self, identifier: SgNode) -> Callee | None:
        bindings = self.bindings(identifier)
        if not bindings or self._is_builtin_yet(identifier, bindings):
            name = identifier.text()
            if name in self.imports.stars:
                return Callee(canonical(self.imports.stars[name]))
            if name == "__builtins__":  # of a program; in a module that is imported, its dictionary
                return Callee("builtins")
            whole = canonical(f"builtins.{name}")
            known = name in _BUILTINS and not self._is_replaced(identifier, whole)
            return Callee(whole) if known else None
        certain = [b for b in bindings if not is_placeholder(b)]
        meanings = [self._bound(b) for b in certain]
        if None in meanings and len(certain) > 1:
            # try: from x import run / except ImportError: run = own
            kept = [m for m, b in zip(meanings, certain, strict=True) if not _is_fallback(b)]
            meanings = kept if len(kept) < len(meanings) else meanings
        return _agreed(meanings) or _same_name(meanings)

    def _is_builtin_yet(self, use: SgNode, bindings: list[Binding]) -> bool:
        """Whether a module uses a builtin in the order of its lines, and only then binds the name.

        `raw_input = input`, and further down `def input(text): ...`.
        """
        return self.scope_of(use).kind() == "module" and all(
            b.scope.kind() == "module" and start(b.node) > end(use) for b in bindings
        )

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
            return self._held_callee(owner, name)
        base = self.callee(field(node, "object"))
        if (
            base is None
            or base.bound
            or (base.name.startswith("builtins.") and "." in base.name[9:])
        ):
            return None
        whole = canonical(f"{base.name}.{name}")
        return None if self._is_replaced(node, whole) else Callee(whole)

    def _held_callee(self, owner: SgNode, name: str) -> Callee | None:
        """What `self.run` calls: what the class gives to that name, and what its methods do."""
        classes = self.ancestry(owner)
        given = (class_values(self.words, ancestor, name) for ancestor in classes)
        values = next((values for values in given if values), [])
        values += [
            value for ancestor in classes for value in own_values(self.words, ancestor, name)
        ]
        if any(method(self.words, ancestor, name) for ancestor in classes):
            return None
        kept = [value for value in values if value.kind() not in NOTHING]
        return _agreed([self.callee(value) for value in kept])

    def _called(self, call: SgNode) -> Callee | None:
        function = self.callee(called(call))
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

    def _is_replaced(self, place: SgNode, name: str) -> bool:
        """Whether `subprocess.run = fake` may hold where the thing of this dotted name is used."""
        attribute = name.rpartition(".")[2]
        return any(
            self._replaces(node, name) and _may_follow(place, node)
            for node in self.occurrences(attribute, _ASSIGNED)
        )

    def _replaces(self, attribute: SgNode, name: str) -> bool:
        target = parent_of(attribute)
        if target.kind() != "attribute" or target.field("attribute") != attribute:
            return False
        statement = target.parent()
        if statement is None or statement.kind() != "assignment":
            return False
        holder = self.callee(field(target, "object"))
        return (
            statement.field("left") == target
            and holder is not None
            and canonical(f"{holder.name}.{attribute.text()}") == name
        )


def _may_follow(place: SgNode, replaced: SgNode) -> bool:
    """Whether a use may see what a statement put in place: behind it, or in another function."""
    scope = scope_of(replaced)
    above = [node for node in scope.ancestors() if node.kind() in SCOPES]
    whole = above[0] if above and above[0].kind() == "class_definition" else scope  # setUp
    if scope_of(place) == scope:
        return start(place) > start(replaced)
    return within(place, whole)


def _is_builtin(name: str) -> bool:
    return name.startswith("builtins.")


def is_placeholder(binding: Binding) -> bool:
    """`run = None`, to be replaced later or in vain."""
    return binding.how is How.ASSIGNMENT and (
        binding.value.kind() in NOTHING
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
