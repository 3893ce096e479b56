"""Which `def` or `class` of this file a name refers to, and of which class a value is."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.bindings import Bindings
from flake8_automation.rules.python._names.classes import all_values, method
from flake8_automation.rules.python._names.scopes import Binding, How
from flake8_automation.rules.python._names.words import Words
from flake8_automation.rules.python._nodes import field, unwrapped
from flake8_automation.source import Source

NOTHING = frozenset({"none", "false", "ellipsis"})


class Definitions(Bindings):
    """The functions and classes of one file."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._owners: dict[SgNode, SgNode | None] = {}

    def definition_of(self, node: SgNode) -> SgNode | None:
        """The `def` or `class` of this file that a name, or `self.name`, surely refers to."""
        node = unwrapped(node)
        if node.kind() == "attribute":
            return self._method(node)
        if node.kind() != "identifier":
            return None
        bindings = self.bindings(node)
        if len(bindings) != 1 or bindings[0].how is not How.DEFINITION:
            return None
        return bindings[0].value

    def _method(self, attribute: SgNode) -> SgNode | None:
        owner = self.owner(field(attribute, "object"))
        name = field(attribute, "attribute").text()
        for ancestor in self.ancestry(owner) if owner is not None else ():
            found = method(self.words, ancestor, name)
            if found is not None:
                return found
        return None

    def ancestry(self, owner: SgNode) -> list[SgNode]:
        """A class of this file, and those it is derived from as far as this file defines them."""
        found = [owner]
        for ancestor in found:
            bases = ancestor.field("superclasses")
            for base in bases.named_children() if bases is not None else ():
                definition = self._class_named(base)
                if definition is not None and definition not in found:
                    found.append(definition)
        return found

    def owner(self, node: SgNode) -> SgNode | None:
        """The class of this file that `self`, `cls`, its own name or an instance stands for."""
        node = unwrapped(node)
        if node.kind() not in {"identifier", "attribute", "call"}:
            return None
        if node not in self._owners:
            self._owners[node] = None  # while it is being looked up
            self._owners[node] = self._owner(node)
        return self._owners[node]

    def _owner(self, node: SgNode) -> SgNode | None:
        kind = node.kind()
        if kind == "call":
            return self._class_named(field(node, "function"))
        if kind == "attribute":
            holder = self.owner(field(node, "object"))
            return self._held(holder, field(node, "attribute").text()) if holder else None
        if node.text() in {"self", "cls"}:
            return next((n for n in node.ancestors() if n.kind() == "class_definition"), None)
        found = self._class_named(node)
        return found or _agreed([self._bound_to(b) for b in self.bindings(node)])

    def _class_named(self, node: SgNode) -> SgNode | None:
        definition = self.definition_of(node) if node.kind() == "identifier" else None
        is_class = definition is not None and definition.kind() == "class_definition"
        return definition if is_class else None

    def _held(self, holder: SgNode, name: str) -> SgNode | None:
        """The class of what an attribute of a class of this file holds."""
        classes = self.ancestry(holder)
        values = all_values(self.words, classes, name)
        return _agreed([self.owner(value) for value in values if value.kind() not in NOTHING])

    def _bound_to(self, binding: Binding) -> SgNode | None:
        """The class of the instance that a name is bound to."""
        value = binding.value
        if binding.how is How.PARAMETER:
            stated = binding.annotation
            return self._class_named(stated.named_children()[0]) if stated is not None else None
        if value is None or binding.how not in {How.ASSIGNMENT, How.WITH}:
            return None
        made = self.owner(value)
        return made if binding.how is How.ASSIGNMENT or _enters_itself(self.words, made) else None


def _enters_itself(words: Words, owner: SgNode | None) -> bool:
    """Whether `with C() as c` gives the instance itself."""
    entering = method(words, owner, "__enter__") if owner is not None else None
    returned = entering.find_all(kind="return_statement") if entering is not None else []
    return bool(returned) and all(node.text() == "return self" for node in returned)


def _agreed(owners: list[SgNode | None]) -> SgNode | None:
    return owners[0] if owners and all(owner == owners[0] for owner in owners) else None
