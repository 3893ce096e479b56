"""The answer to a confirmation: the default that it shows, and how the code reads yes and no."""

import re
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._guards.prompts import Prompt, question_text
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parts_of, string_value, unwrapped

YES, NO = ("y", "yes"), ("n", "no")

_SHOWN_YES = re.compile(r"[\[(]\s*Y(?:ES|es)?\s*[/|]\s*n(?:o)?\s*[\])]|[\[(]Yn[\])]")
_SHOWN_NO = re.compile(r"[\[(]\s*y(?:es)?\s*[/|]\s*N(?:O|o)?\s*[\])]|[\[(]yN[\])]")
_DEFAULT_OF_LIBRARY = {
    "click.confirm": "False",
    "rich_click.confirm": "False",
    "typer.confirm": "False",
    "questionary.confirm.ask": "True",
}
# Where the default stands if it is given by position.
_PLACE = {"click.confirm": 1, "rich_click.confirm": 1, "typer.confirm": 1}
_CHAIN = frozenset({"attribute", "call", "subscript", "parenthesized_expression"})


def shown_default(names: Names, prompt: Prompt) -> bool | None:
    """The answer to a confirmation where only Enter is pressed, as it shows it; None: none."""
    if prompt.name == "builtins.input":
        text = question_text(names, prompt.call)
        yes, no = bool(_SHOWN_YES.search(text)), bool(_SHOWN_NO.search(text))
        return yes if yes != no else None
    given = arguments(names, prompt.call)
    node = given.get("default", _PLACE.get(prompt.name))
    if given.may_hold("default"):
        return None
    value = node.text() if node is not None else _DEFAULT_OF_LIBRARY.get(prompt.name)
    return {"True": True, "False": False}.get(value or "")


def whole_answer(call: SgNode) -> SgNode:
    """`input(…).strip().lower()` around `input(…)`: the answer as the code works with it."""
    node = call
    parent = node.parent()
    while parent is not None and parent.kind() in _CHAIN:
        is_base = parent.field("object") == node or parent.field("value") == node
        is_called = parent.kind() == "call" and parent.field("function") == node
        is_wrapped = parent.kind() == "parenthesized_expression"
        if not (is_base or is_called or is_wrapped) or (is_called and node.text().endswith("with")):
            break
        node, parent = parent, parent.parent()
    return node


class Comparison(NamedTuple):
    """`answer == "y"`: its node, and its value where somebody says yes, and where no."""

    node: SgNode
    if_yes: bool
    if_no: bool


def comparison_of(call: SgNode) -> Comparison | None:
    """The comparison that an answer goes into at once; None where it goes elsewhere."""
    answer = whole_answer(call)
    parent = answer.parent()
    if parent is None:
        return None
    if parent.kind() == "comparison_operator":
        operator = " ".join(node.text() for node in parent.field_children("operators"))
        others = parts_of(parent)
        if len(others) != 2 or others[0] != answer or operator not in {"==", "!=", "in", "not in"}:
            return None
        texts = literals(others[1])
        same = operator in {"==", "in"}
        node = parent
    elif answer.kind() == "attribute" and answer.text().endswith(".startswith"):
        texts = literals(*field(parent, "arguments").named_children())
        same, node = True, parent
    else:
        return None
    if not texts:
        return None
    yes, no = same == bool(texts & {*YES}), same == bool(texts & {*NO})
    return Comparison(node, yes, no) if yes != no else None


def literals(*nodes: SgNode) -> set[str]:
    """The texts in lower case that stand in a comparison, alone or in a tuple, list or set."""
    items = [item for node in nodes for item in (node, *unwrapped(node).named_children())]
    return {text.lower() for item in items if (text := string_value(item)) is not None}


def literal_for(
    names: Names, variable: SgNode, yes: bool, *, spelled_only: bool = False
) -> str | None:
    """The text that a variable must hold to mean yes (or no), as the code spells it; None: unclear.

    `spelled_only`: a loop may ask again until it likes the answer, so the code must name this one.
    """
    scope = names.scope_of(variable)
    spelled: list[str] = []
    for use in names.occurrences(variable.text()):
        answer = whole_answer(use)
        parent = answer.parent()
        if parent is None or names.scope_of(use) != scope:
            continue
        if parent.kind() == "comparison_operator":
            spelled += literals_as_spelled(parent)
        elif answer.kind() == "attribute" and answer.text().endswith(".startswith"):
            spelled += literals_as_spelled(field(parent, "arguments"))
    wanted = [text for text in spelled if text.lower() in (YES if yes else NO)]
    opposite = [text for text in spelled if text.lower() in (NO if yes else YES)]
    if wanted or spelled_only:
        return wanted[0] if wanted else None
    return ("y" if yes else "n") if opposite else None


def literals_as_spelled(node: SgNode) -> list[str]:
    """The texts in an expression, as its author wrote them."""
    texts = [string_value(child) for child in node.find_all(kind="string")]
    return [text for text in texts if text is not None]
