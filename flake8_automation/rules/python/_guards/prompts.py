"""Which calls wait for a person at the keyboard, and what they ask for."""

import re
from enum import Enum
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, start, string_value, unwrapped
from flake8_automation.source import Source


class Kind(Enum):
    """What a prompt asks for."""

    CONFIRMATION = "confirmation"  # yes or no
    SECRET = "secret"
    QUESTION = "question"


class Prompt(NamedTuple):
    """A call that prompts: the dotted name of what it calls, and what it asks for."""

    call: SgNode
    name: str
    kind: Kind


_C, _S, _Q = Kind.CONFIRMATION, Kind.SECRET, Kind.QUESTION

# Called by their own name. A question may turn out to be one of the others by its text or its use.
_FUNCTIONS = {
    "builtins.input": _Q,
    "builtins.raw_input": _Q,  # Python 2; what it refers to is called `builtins.input`
    "getpass.getpass": _S,
    "getpass.unix_getpass": _S,
    "getpass.win_getpass": _S,
    **{f"{package}.{name}": kind
       for package in ("click", "rich_click", "typer")
       for name, kind in (("prompt", _Q), ("confirm", _C), ("pause", _Q), ("edit", _Q))},
    **{f"rich.prompt.{name}.ask": kind
       for name, kind in (("Prompt", _Q), ("IntPrompt", _Q), ("FloatPrompt", _Q), ("Confirm", _C))},
    "questionary.prompt": _Q,
    "questionary.unsafe_prompt": _Q,
    "inquirer.prompt": _Q,
    "inquirer.confirm": _C,
    "inquirer.password": _S,
    **{f"inquirer.{name}": _Q for name in ("text", "editor", "list_input", "checkbox", "path")},
    "InquirerPy.prompt": _Q,
    "PyInquirer.prompt": _Q,
    **{f"prompt_toolkit{module}.{name}": kind
       for module in ("", ".shortcuts")
       for name, kind in (("prompt", _Q), ("confirm", _C))},
}  # fmt: skip

_QUESTIONARY = {
    "confirm": _C, "password": _S,
    **dict.fromkeys(("text", "path", "select", "rawselect", "checkbox", "autocomplete", "form",
                     "press_any_key_to_continue"), _Q),
}  # fmt: skip
_SESSIONS = dict.fromkeys(
    ("prompt_toolkit.PromptSession", "prompt_toolkit.shortcuts.PromptSession",
     "prompt_toolkit.shortcuts.prompt.PromptSession"), _Q,
)  # fmt: skip

# Called as a method: for each method, what the object may have been made by.
_BY_QUESTIONARY = {f"questionary.{name}": kind for name, kind in _QUESTIONARY.items()}
_BY_INQUIRER = {
    "InquirerPy.inquirer.confirm": _C, "InquirerPy.inquirer.secret": _S,
    **{f"InquirerPy.inquirer.{name}": _Q
       for name in ("text", "select", "checkbox", "rawlist", "expand", "number", "fuzzy",
                    "filepath")},
}  # fmt: skip
_METHODS = {
    **dict.fromkeys(("ask", "unsafe_ask", "ask_async", "unsafe_ask_async"), _BY_QUESTIONARY),
    **dict.fromkeys(("execute", "execute_async"), _BY_INQUIRER),
    **dict.fromkeys(("prompt", "prompt_async"), _SESSIONS),
    "input": {"rich.console.Console": _Q},
}

_OPTIONS = frozenset({"click.option", "rich_click.option", "typer.Option"})

# Of methods, only `input` can stand in a file that holds none of these.
_LIBRARIES = ("questionary", "InquirerPy", "prompt_toolkit", "rich.console")

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
    found = [
        Prompt(call, callee.name, _kind(names, call, _FUNCTIONS[callee.name]))
        for call, callee in names.calls_to(frozenset(_FUNCTIONS))
    ]
    if any(library in source.text for library in _LIBRARIES):
        found += [prompt for method in _METHODS for prompt in _method_calls(names, method)]
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


def _method_calls(names: Names, method: str) -> list[Prompt]:
    found = []
    for call in names.method_calls(method):
        maker = names.instance_of(field(field(call, "function"), "object"))
        if maker in _METHODS[method]:
            kind = _METHODS[method][maker]
            found.append(Prompt(call, f"{maker}.{method}", _kind(names, call, kind)))
    return found


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
