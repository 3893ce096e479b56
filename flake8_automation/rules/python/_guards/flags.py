"""Which flags of its own a script has, at a prompt, that say what to do without a person."""

from enum import Enum
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._calls import Arguments, arguments
from flake8_automation.rules.python._guards.building import filled_at
from flake8_automation.rules.python._guards.namespaces import (
    is_method,
    is_rebound,
    namespaces_at,
    parameter_name,
    suite_of,
)
from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._guards.words import words
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    FUNCTIONS,
    dotted,
    field,
    parent_of,
    string_value,
    within,
)


class Meaning(Enum):
    """What a flag answers."""

    YES = "yes"  # to every confirmation
    NOBODY = "nobody"  # nothing: there is nobody to ask


class Flag(NamedTuple):
    """A flag: as an expression of the code, and as its user knows it."""

    expression: str
    option: str
    meaning: Meaning
    parser: str = ""  # the name of the argparse parser, where it can be used


_SPELLED = {
    Meaning.YES: """
        yes, assume yes, assumeyes, always yes, auto yes, autoyes, force, auto confirm,
        auto approve, no confirm, noconfirm, no confirmation, skip confirm,
        skip confirmation
    """,
    Meaning.NOBODY: """
        non interactive, noninteractive, no interactive, no input, noinput, batch, batch mode,
        no prompt, noprompt, no prompts, unattended, headless
    """,
}
_MEANINGS = {
    " ".join(name.split()): meant for meant, names in _SPELLED.items() for name in names.split(",")
}
_AMBIGUOUS = frozenset({"batch", "force"})
_DEPTH = 3  # how far parameters are followed to their callers
_GROUPS = frozenset({"add_argument_group", "add_mutually_exclusive_group"})


def flags_at(names: Names, call: SgNode, depth: int = 0) -> list[Flag]:
    """The flags that the code around a call can read: parameters, then options of argparse."""
    options = [
        Flag(f"{space.name}.{switch.destination}", switch.flag, switch.meaning, space.parser)
        for space in namespaces_at(names, call)
        for switch in _declared(names, space.parsing)
    ]
    return [*_parameters(names, call, depth), *options]


def meaning(name: str) -> Meaning | None:
    """What a flag of this name answers."""
    return _MEANINGS.get(" ".join(words(name)))


def _parameters(names: Names, call: SgNode, depth: int) -> list[Flag]:
    function = next((a for a in call.ancestors() if a.kind() in FUNCTIONS), None)
    if function is None or function.kind() == "lambda":
        return []
    commanded = parent_of(function).kind() == "decorated_definition"
    flags = []
    for index, node in enumerate(field(function, "parameters").named_children()):
        name = parameter_name(node)
        answers = meaning(name)
        if not answers or is_rebound(function, name):
            continue
        if commanded or _is_switch(node, name):
            flag = "--" + name.replace("_", "-")
            option = flag if commanded or _is_declared(call, flag) else name
            flags.append(Flag(name, option, answers))
        elif (given := _given(names, function, index, name, depth)) is not None:
            flags.append(given._replace(expression=name))
    return flags


def _given(names: Names, function: SgNode, index: int, name: str, depth: int) -> Flag | None:
    """The flag that every call of a function in this file gives to one of its parameters."""
    index -= int(is_method(names, function))
    found = None
    for use in calls_of(names, function) if depth < _DEPTH else ():
        if use is None:
            return None
        value = arguments(names, use).get(name, index)
        spelled = value.text() if value is not None else ""
        passed = [flag for flag in flags_at(names, use, depth + 1) if flag.expression == spelled]
        if not passed or passed[0].meaning is not meaning(name):
            return None
        found = passed[0]
    return found


def _is_declared(call: SgNode, flag: str) -> bool:
    """Whether the file speaks of an option of the command line by its name."""
    text = call.ancestors()[-1].text()
    return f'"{flag}"' in text or f"'{flag}'" in text


def _is_switch(parameter: SgNode, name: str) -> bool:
    """Whether a parameter is surely true or false: `batch` alone may be a batch of data."""
    default, annotation = parameter.field("value"), parameter.field("type")
    if default is not None and default.text() in {"False", "None"}:
        return True
    return name not in _AMBIGUOUS or (annotation is not None and annotation.text() == "bool")


class _Switch(NamedTuple):
    flag: str
    destination: str
    meaning: Meaning


def _declared(names: Names, parsing: SgNode) -> list[_Switch]:
    """The switches (`action="store_true"`) of a parser, or of a group of it, that surely exist."""
    filled = filled_at(names, parsing)
    if filled is None:
        return []
    parser, last = filled
    found = []
    for identifier in names.occurrences("add_argument"):
        attribute = parent_of(identifier)
        call = attribute.parent()
        receiver = attribute.field("object")
        if receiver is None or call is None or call.field("function") != attribute:
            continue
        if receiver.text() != parser.text() and _grouped_under(names, receiver) != parser.text():
            continue
        same = names.scope_of(receiver) == names.scope_of(parser)
        if not same or not within(last, suite_of(call)):
            continue
        switch = _switch(arguments(names, call))
        found += [switch] if switch is not None else []
    return found


def _switch(given: Arguments) -> _Switch | None:
    action, named = given.named.get("action"), given.named.get("dest")
    if action is None or string_value(action) != "store_true":
        return None
    spellings = [string_value(node) or "" for node in given.positional]
    flag = next((s for s in spellings if s.startswith("--")), spellings[0] if spellings else "")
    destination = string_value(named) if named else flag.lstrip("-").replace("-", "_")
    answers = meaning(flag) or meaning(destination or "")
    if not answers or not destination or not destination.isidentifier():
        return None
    return _Switch(flag, destination, answers)


def _grouped_under(names: Names, receiver: SgNode) -> str | None:
    """The parser that `group = parser.add_argument_group()` belongs to."""
    if receiver.kind() != "identifier":
        return None
    for binding in names.bindings(receiver):
        maker = binding.value.field("function") if binding.value is not None else None
        parts = dotted(maker) if maker is not None else None
        if parts and parts[-1] in _GROUPS:
            return ".".join(parts[:-1])
    return None
