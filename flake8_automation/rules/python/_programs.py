"""Which program a subprocess call starts, where the call says so itself."""

import os

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import field, positional, string_value, unwrapped

_TERMINAL_PROGRAMS = frozenset({"vi", "vim", "nvim", "nano", "emacs", "less", "more"})
_TERMINAL_VARIABLES = frozenset({"EDITOR", "VISUAL", "PAGER"})
_MAX_HOPS = 3  # from a name to what it was assigned


def first_word(names: Names, command: SgNode, hops: int = _MAX_HOPS) -> SgNode | None:
    """The expression that names the program, of a list, a string or a name bound to one of them."""
    command = unwrapped(command)
    kind = command.kind()
    if kind in {"list", "tuple"}:
        items = [item for item in command.named_children() if item.kind() != "comment"]
        return first_word(names, items[0], hops) if items else None
    if kind == "list_splat":
        return first_word(names, command.named_children()[0], hops)
    if kind == "binary_operator":
        return first_word(names, field(command, "left"), hops)
    if kind == "identifier" and hops:
        bindings = [b for b in names.bindings(command) if b.how is How.ASSIGNMENT]
        values = [b.value for b in bindings if b.value is not None]
        return first_word(names, values[0], hops - 1) if len(values) == 1 else command
    return command


def hands_over_terminal(names: Names, command: SgNode) -> bool:
    """Whether a command is an editor or a pager, which waits for the person in front of it."""
    word = first_word(names, command)
    if word is None:
        return False
    literal = string_value(word)
    if literal is not None:
        return os.path.basename(literal.partition(" ")[0]) in _TERMINAL_PROGRAMS
    strings = [word, *word.find_all(kind="string")]
    return any(string_value(node) in _TERMINAL_VARIABLES for node in strings)


def is_whole_argument_of(names: Names, call: SgNode, callees: frozenset[str]) -> bool:
    """Whether a call is, by itself, the argument of one of these: `sys.exit(call(...))`."""
    node, parent = call, call.parent()
    while parent is not None and parent.kind() == "parenthesized_expression":
        node, parent = parent, parent.parent()
    outer = parent.parent() if parent is not None else None
    if outer is None or outer.kind() != "call" or node not in positional(outer):
        return False
    return names.refers_to(field(outer, "function")) in callees
