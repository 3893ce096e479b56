"""Which calls wait for a person at the keyboard, and what they ask for."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._guards.libraries import FUNCTIONS, HEIRS, METHODS, Kind, Prompt
from flake8_automation.rules.python._guards.methods import inherited_calls, method_calls
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, start, string_value, unwrapped
from flake8_automation.source import Source

__all__ = ["Kind", "Prompt", "option_prompts", "prompts", "question_text"]

_OPTIONS = frozenset({"click.option", "rich_click.option", "typer.Option"})

# Of methods, only `input` can stand in a file that holds none of these.
_LIBRARIES = ("questionary", "InquirerPy", "prompt_toolkit", "rich.console")
_INHERITING = re.compile(r"^\s*class \w+\([^)]*(?:Prompt|Confirm)", re.MULTILINE)

_YES_OR_NO = re.compile(
    r"[\[(<{ ]\s*y(?:es)?\s*[/|,]\s*no?\b|\by(?:es)?\s*/\s*no?\b|\byes\s+or\s+no\b|\bare you sure\b"
    r"|\bcontinue (?:anyway )?\?|\bproceed\s*\?",
    re.IGNORECASE,
)
_SECRET_KEYWORDS = frozenset({"hide_input", "password", "is_password"})
_YES_OR_NO_WORDS = frozenset({"y", "yes", "n", "no"})
_UNTIL = frozenset({"block", "module", "if_statement", "while_statement", "argument_list"})


def prompts(source: Source, names: Names) -> list[Prompt]:
    """Every prompt of a file, in order of position."""
    calls = names.calls_to(frozenset(FUNCTIONS))
    asked = [Prompt(call, callee.name, FUNCTIONS[callee.name]) for call, callee in calls]
    if any(library in source.text for library in _LIBRARIES):
        asked += [each for method in METHODS for each in method_calls(names, method)]
    if _INHERITING.search(source.text):
        asked += [each for method in HEIRS for each in inherited_calls(names, method)]
    found = [each._replace(kind=_kind(names, each.call, each.kind)) for each in asked]
    return sorted(found, key=lambda prompt: start(prompt.call))


def option_prompts(source: Source, names: Names) -> list[SgNode]:
    """Every option that asks only where it is not given: `click.option("--name", prompt=True)`."""
    if "prompt" not in source.text:
        return []
    calls = [call for call, _ in names.calls_to(_OPTIONS)]
    given = [(call, arguments(names, call).named.get("prompt")) for call in calls]
    return [
        call for call, node in given if node is not None and node.text() not in {"False", "None"}
    ]


def question_text(names: Names, call: SgNode) -> str:
    """The source of what a prompt shows, also where a variable holds it."""
    given = field(call, "arguments")
    text = given.text()
    for node in given.named_children():
        if node.kind() == "identifier":
            values = [b.value for b in names.bindings(node) if b.value is not None]
            text += " ".join(value.text() for value in values)
    return text


def _kind(names: Names, call: SgNode, kind: Kind) -> Kind:
    if kind is not Kind.QUESTION:
        return kind
    named = arguments(names, call).named
    if any(k in named and named[k].kind() == "true" for k in _SECRET_KEYWORDS):
        return Kind.SECRET
    if _YES_OR_NO.search(question_text(names, call)) or _is_compared(names, call):
        return Kind.CONFIRMATION
    return kind


def _is_compared(names: Names, call: SgNode) -> bool:
    """Whether the answer is compared with "y" or "yes", at once or where a variable holds it."""
    child, parent = call, call.parent()
    while parent is not None and parent.kind() not in _UNTIL:
        if _holds_yes(parent, child):
            return True
        if parent.kind() in {"assignment", "named_expression"}:
            target = parent.field("left") or field(parent, "name")
            if target.kind() == "identifier":
                scope = names.scope_of(target)
                uses = [n for n in names.occurrences(target.text()) if names.scope_of(n) == scope]
                return any(_use_holds_yes(use) for use in uses)
            return False
        child, parent = parent, parent.parent()
    return False


def _use_holds_yes(use: SgNode) -> bool:
    """`use == "y"`, `use.lower() in ("y", "yes")`, `use.startswith("y")`, `use[0] == "y"`."""
    child, parent = use, use.parent()
    while parent is not None and parent.kind() in {
        "attribute", "call", "subscript", "comparison_operator", "parenthesized_expression",
    }:  # fmt: skip
        if _holds_yes(parent, child):
            return True
        child, parent = parent, parent.parent()
    return False


def _holds_yes(parent: SgNode, child: SgNode) -> bool:
    if parent.kind() == "comparison_operator":
        others = [node for node in parent.named_children() if node != child]
    elif parent.kind() == "call" and field(parent, "function") == child:
        if not child.text().endswith("startswith"):
            return False
        others = field(parent, "arguments").named_children()
    else:
        return False
    texts = [other for node in others for other in (node, *unwrapped(node).named_children())]
    return any((string_value(node) or "").lower() in _YES_OR_NO_WORDS for node in texts)
