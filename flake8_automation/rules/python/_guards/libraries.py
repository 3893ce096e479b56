"""The libraries that ask somebody: which of their functions and methods do, and what for."""

from enum import Enum
from typing import NamedTuple

from ast_grep_py import SgNode


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
FUNCTIONS = {
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
METHODS = {
    **dict.fromkeys(("ask", "unsafe_ask", "ask_async", "unsafe_ask_async"), _BY_QUESTIONARY),
    **dict.fromkeys(("execute", "execute_async"), _BY_INQUIRER),
    **dict.fromkeys(("prompt", "prompt_async"), _SESSIONS),
    "input": {"rich.console.Console": _Q},
}

# What a class of the file can inherit a method from that prompts.
HEIRS = {
    "ask": {f"rich.prompt.{name}": kind
            for name, kind in (("Prompt", _Q), ("IntPrompt", _Q), ("FloatPrompt", _Q),
                               ("Confirm", _C), ("PromptBase", _Q))},
    **{method: makers for method, makers in METHODS.items() if makers is _SESSIONS},
}  # fmt: skip
