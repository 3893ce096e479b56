"""Which run a test is about, where that is plain: one that nobody watches, or one with a person."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import last_name
from flake8_automation.rules.python._guards.words import words
from flake8_automation.rules.python._nodes import (
    field,
    parts_of,
    positional,
    string_value,
    unwrapped,
)

# Whole names. Of the other words of a run (`confirm`, `ask`, `wait`) either can be said, and also
# of a terminal: a prompt that only a pipe reaches waits for nobody.
_ALONE = frozenset(
    {
        "unattended", "headless", "batch", "batch mode", "batchmode", "automated",
        "noninteractive", "non interactive", "no interactive", "no input", "noinput",
        "no prompt", "no prompts", "noprompt", "no confirm", "noconfirm", "no ask", "noask",
        "yes", "assume yes", "assumeyes", "auto yes", "auto approve", "force", "forced",
    }
)  # fmt: skip
_WATCHED = frozenset({"interactive", "is interactive"})
_OPERATORS = {"is": True, "==": True, "in": True, "is not": False, "!=": False, "not in": False}
_TRUTHS = {"true": True, "false": False}


def is_alone(test: SgNode, outcome: bool) -> bool | None:
    """Whether a test has this outcome only where nobody watches; False: only where somebody does.

    None: it is not plain, or the test is about something else.
    """
    test = unwrapped(test)
    if test.kind() == "not_operator":
        return is_alone(field(test, "argument"), not outcome)
    if test.kind() == "comparison_operator":
        return _by_comparison(test, outcome)
    phrase = " ".join(words(_name(test)))
    if phrase in _ALONE:
        return outcome
    return not outcome if phrase in _WATCHED else None


def _by_comparison(test: SgNode, outcome: bool) -> bool | None:
    """`args.force is False`, `"--force" not in sys.argv`."""
    operands = parts_of(test)
    operator = " ".join(node.text() for node in test.field_children("operators"))
    if len(operands) != 2 or operator not in _OPERATORS:
        return None
    left, right = operands
    same = _OPERATORS[operator] == outcome
    if operator in {"in", "not in"}:
        is_switch = (string_value(left) or "").startswith("-") and last_name(right) == "argv"
        return is_alone(left, same) if is_switch else None
    truth = _TRUTHS.get(right.kind())
    return None if truth is None else is_alone(left, same == truth)


def _name(node: SgNode) -> str:
    """`force` of `args.force`, `options["force"]`, `options.get("force")` and `"--force"`."""
    kind = node.kind()
    if kind == "subscript":
        keys = node.field_children("subscript")
        return (string_value(keys[0]) or "") if len(keys) == 1 else ""
    if kind == "call":
        place = {"get": 0, "getattr": 1}.get(last_name(field(node, "function")))
        given = positional(node)
        return "" if place is None or place >= len(given) else string_value(given[place]) or ""
    return (string_value(node) or "") if kind == "string" else last_name(node)
