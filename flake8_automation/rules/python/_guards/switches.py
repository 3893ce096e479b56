"""Which options and parameters are switches: on or off, so that they answer no question."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.words import words
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import field

_TRUTHS = frozenset({"true", "false"})

# `is_admin`, `read_only`: what begins or ends so is on or off.
_FIRST = frozenset(
    "is has should can use with without no not skip enable disable allow only".split()
)
_LAST = frozenset("only enabled disabled verbose debug".split())

# What an option is declared with that takes no value.
_VALUELESS = r"(?:store_true|store_false|is_flag\s*=\s*True|BooleanOptionalAction)"
_SHORTEST = 4  # letters of a word that tells what a question is about


def is_switch(names: Names, node: SgNode) -> bool:
    """Whether a name or attribute is on or off, by its declaration or by how it is called."""
    if node.kind() not in {"identifier", "attribute"}:
        return False
    name = node.text() if node.kind() == "identifier" else field(node, "attribute").text()
    parts = words(name)
    if parts and (parts[0] in _FIRST or parts[-1] in _LAST):
        return True
    if node.kind() == "identifier":
        bound = [b for b in names.bindings(node) if b.how is How.PARAMETER]
        if any(
            (b.value is not None and b.value.kind() in _TRUTHS)
            or (b.annotation is not None and b.annotation.text() == "bool")
            for b in bound
        ):
            return True
    return _is_declared(names, name)


def _is_declared(names: Names, name: str) -> bool:
    """Whether an option of this name is declared that takes no value."""
    flag = "[-_]".join(map(re.escape, name.split("_")))
    declared = rf"[\"']--{flag}[\"'](?:[^()]|\([^()]*\))*?\b{_VALUELESS}"
    return name in names.text and re.search(declared, names.text) is not None


def is_about(node: SgNode, question: str) -> bool:
    """Whether a switch names what a question asks: `overwrite`, and "Overwrite the file?"."""
    name = node.text() if node.kind() == "identifier" else field(node, "attribute").text()
    asked = question.lower()
    return any(len(word) >= _SHORTEST and word in asked for word in words(name))
