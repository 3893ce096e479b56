"""Which program a subprocess call starts, where the call says so itself."""

import os

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    field,
    parts_of,
    positional,
    string_value,
    unwrapped,
)

_TERMINAL_PROGRAMS = frozenset({"vi", "vim", "nvim", "nano", "emacs", "less", "more"})
_TERMINAL_VARIABLES = frozenset({"EDITOR", "VISUAL", "PAGER"})
_MAX_HOPS = 3  # from a name to what it was assigned


def first_words(names: Names, command: SgNode, hops: int = _MAX_HOPS) -> list[SgNode]:
    """The expressions that name the program, of a list, a string or a name bound to some of them.

    More than one where a name is bound in several ways; none for an empty command.
    """
    command = unwrapped(command)
    if command.kind() == "identifier" and hops:
        bindings = names.bindings(command)
        values = [b.value for b in bindings if b.how is How.ASSIGNMENT and b.value is not None]
        return [word for value in values for word in first_words(names, value, hops - 1)]
    if command.kind() == "call" and hops:
        definition = names.definition_of(field(command, "function"))
        results = names.results(definition) if definition is not None else None
        if results:
            return [word for value in results for word in first_words(names, value, hops - 1)]
    leading = _leading(names, command)
    return [command] if leading is None else first_words(names, leading, hops)


def _leading(names: Names, command: SgNode) -> SgNode | None:
    """The part of an expression that its first word is in; None: it has no parts."""
    kind = command.kind()
    if kind in {"list", "tuple", "list_splat", "concatenated_string"}:
        items = parts_of(command)
        return items[0] if items else None
    if kind == "binary_operator":
        left, right = field(command, "left"), field(command, "right")
        return right if (string_value(left) or "").startswith("%s") else left
    if kind == "string":
        inside = command.named_children()[1]
        return inside.named_children()[0] if inside.kind() == "interpolation" else None
    if kind == "call":
        return _split_or_formatted(names, command)
    return None


def _split_or_formatted(names: Names, call: SgNode) -> SgNode | None:
    """`command` in `shlex.split(command)`, `command.split()` and `"{} x".format(command)`."""
    function, given = field(call, "function"), positional(call)
    if names.refers_to(function) == "shlex.split":
        return given[0] if given else None
    if function.kind() != "attribute":
        return None
    owner, method = field(function, "object"), field(function, "attribute").text()
    if method == "format" and given:
        return given[0] if (string_value(owner) or "").startswith(("{}", "{0}")) else owner
    return owner if method == "split" else None


def hands_over_terminal(names: Names, command: SgNode) -> bool:
    """Whether a command may be an editor or a pager, which waits for the person in front of it."""
    return any(_is_for_terminal(word) for word in first_words(names, command))


def _is_for_terminal(word: SgNode) -> bool:
    strings = [word] if word.kind() == "string" else word.find_all(kind="string")
    if any(string_value(node) in _TERMINAL_VARIABLES for node in strings):
        return True
    # of `f"less {path}"` what stands before the name; of `editor or "vi"` what is fallen back to
    texts = [node.find(kind="string_content") for node in strings]
    programs = [text.text().partition(" ")[0] for text in texts if text is not None]
    return any(os.path.basename(program) in _TERMINAL_PROGRAMS for program in programs)


def is_whole_argument_of(names: Names, call: SgNode, callees: frozenset[str]) -> bool:
    """Whether a call is, by itself, the argument of one of these: `sys.exit(call(...))`."""
    node, parent = call, call.parent()
    while parent is not None and parent.kind() == "parenthesized_expression":
        node, parent = parent, parent.parent()
    outer = parent.parent() if parent is not None else None
    if outer is None or outer.kind() != "call" or node not in positional(outer):
        return False
    return names.refers_to(field(outer, "function")) in callees
