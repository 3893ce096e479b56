"""What a class of this file gives to its names: in its body, and through `self`."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.scopes import binding_at, scope_of
from flake8_automation.rules.python._nodes import field, parent_of


def class_values(owner: SgNode, name: str) -> list[SgNode]:
    """What the body of a class assigns to a name."""
    found = field(owner, "body").find_all(
        kind="assignment", has={"field": "left", "kind": "identifier", "regex": f"^{name}$"}
    )
    return [value for node in found if scope_of(node) == owner and (value := node.field("right"))]


def own_values(owner: SgNode, name: str) -> list[SgNode]:
    """What the methods of a class bind `self.name` to; the name itself where that is unknown."""
    target = f"^(self|cls|{field(owner, 'name').text()})\\s*\\.\\s*{name}$"
    values: list[SgNode] = []
    for node in field(owner, "body").find_all(kind="attribute", regex=target):
        binding = binding_at(node)
        if binding is None or parent_of(node).kind() == "delete_statement":
            continue
        if binding.value is not None:
            values.append(binding.value)
        elif binding.annotation is None:
            values.append(node)
    return values


def annotations(owner: SgNode, name: str) -> list[SgNode]:
    """The types that a class states for a name: in its body, and for `self.name`."""
    found = field(owner, "body").find_all(
        kind="assignment", has={"field": "left", "regex": f"^(self\\s*\\.\\s*)?{name}$"}
    )
    return [
        stated
        for node in found
        if (stated := node.field("type")) is not None
        and (field(node, "left").kind() == "attribute" or scope_of(node) == owner)
    ]


def method(owner: SgNode, name: str) -> SgNode | None:
    """The method of a class that is plainly defined in its body."""
    found = [
        node
        for node in field(owner, "body").find_all(
            kind="function_definition", has={"field": "name", "regex": f"^{name}$"}
        )
        if scope_of(node) == owner
    ]
    return found[0] if len(found) == 1 else None
