"""Prompts that are methods: of what a library has made, or inherited from a class of one."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.libraries import HEIRS, METHODS, Prompt
from flake8_automation.rules.python._names.classes import method as method_of
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field


def method_calls(names: Names, method: str) -> list[Prompt]:
    """`session.prompt()`, where the object is known to be made by a library."""
    found = []
    for call, holder in _calls_of_methods(names, method):
        maker = names.instance_of(holder)
        if maker in METHODS[method]:
            found.append(Prompt(call, f"{maker}.{method}", METHODS[method][maker]))
    return found


def inherited_calls(names: Names, method: str) -> list[Prompt]:
    """`Question.ask()`, `self.ask()` and `super().ask()` in and of a class of the file."""
    found = []
    for call, holder in _calls_of_methods(names, method):
        base = _inherited_from(names, holder, method)
        if base is not None:
            found.append(Prompt(call, f"{base}.{method}", HEIRS[method][base]))
    return found


def _inherited_from(names: Names, holder: SgNode, method: str) -> str | None:
    """The class outside of the file from which an object has its method, if that prompts."""
    above = _is_super(holder)
    owner = names.owner(holder) if not above else _class_around(holder)
    if owner is None:
        return None
    for ancestor in names.ancestry(owner):
        if method_of(names.words, ancestor, method) and not (above and ancestor == owner):
            return None
        bases = ancestor.field("superclasses")
        for base in bases.named_children() if bases is not None else ():
            plain = field(base, "value") if base.kind() == "subscript" else base
            name = names.refers_to(plain) if plain.kind() in {"identifier", "attribute"} else None
            if name in HEIRS[method]:
                return name
    return None


def _is_super(holder: SgNode) -> bool:
    """Whether an expression is `super()`, also with arguments."""
    return holder.kind() == "call" and field(holder, "function").text() == "super"


def _class_around(node: SgNode) -> SgNode | None:
    return next((above for above in node.ancestors() if above.kind() == "class_definition"), None)


def _calls_of_methods(names: Names, method: str) -> list[tuple[SgNode, SgNode]]:
    """The calls of methods of this name, each with the expression for the object."""
    calls = names.method_calls(method)
    return [(call, field(field(call, "function"), "object")) for call in calls]
