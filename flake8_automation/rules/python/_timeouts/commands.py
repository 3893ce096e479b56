"""Which commands a call may start, as far as their first words can be read."""

import re
from collections.abc import Callable

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.classes import class_values, own_values
from flake8_automation.rules.python._names.definitions import NOTHING
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import Binding, How
from flake8_automation.rules.python._names.words import GAP
from flake8_automation.rules.python._nodes import field, parent_of, positional, unwrapped
from flake8_automation.rules.python._processes import has_list_splat
from flake8_automation.rules.python._timeouts.command_lines import UNREAD, Command

_DEEPEST = 24  # expressions in expressions, and from names to what they were assigned
_LONGEST = 10_000  # characters of an expression that are read
_MOST = 16  # commands that one expression may stand for
_MOST_EXTENSIONS = 3
_WORDS = 12  # of a list that are read

# Calls that give their argument, so that it still begins as it did; `which("git")` finds git.
_GIVE_BACK = frozenset(
    {"builtins.list", "builtins.str", "builtins.tuple", "os.fspath", "os.path.abspath",
     "os.path.expanduser", "os.path.expandvars", "os.path.realpath", "pathlib.Path",
     "pathlib.PurePath", "shlex.quote", "shutil.which"}
)  # fmt: skip
_GIVE_THEMSELVES = frozenset({"copy", "decode", "encode", "format", "lstrip", "resolve", "strip"})
_PARTS = frozenset({"interpolation", "string_content"})
_GIVE_VALUES = frozenset({How.ASSIGNMENT, How.WITH})
_REORDER = frozenset({"clear", "insert", "pop", "remove", "reverse", "sort"})
_CHANGED = re.compile(rf"{GAP}(?:\[|\.{GAP}(?:{'|'.join(_REORDER)})\b)")


def commands(names: Names, node: SgNode) -> list[Command]:
    """All commands that an expression may stand for; of those it does not tell, `UNREAD`."""
    return _read(names, node, _DEEPEST)


def of_words(names: Names, nodes: list[SgNode]) -> Command:
    """The command whose words are these expressions."""
    return _words(names, nodes, _DEEPEST)


def values(names: Names, node: SgNode, hops: int = _MOST_EXTENSIONS) -> list[SgNode | None]:
    """What a name or `self.name` was assigned, in all ways; None among them: something unknown.

    `command += [...]` leaves the beginning as it is, so what counts is what was there before.
    """
    found: list[SgNode | None] = []
    if node.kind() == "identifier":
        for binding in names.bindings(node):
            if not _is_extension(binding):
                found.append(binding.value if binding.how in _GIVE_VALUES else None)
            elif binding.node != node and hops:
                found += values(names, binding.node, hops - 1)
    elif node.kind() == "attribute":
        owner, name = names.owner(field(node, "object")), field(node, "attribute").text()
        for ancestor in names.ancestry(owner) if owner is not None else ():
            own = own_values(names.words, ancestor, name)
            found += class_values(names.words, ancestor, name)
            found += [None if _is_place(v, name) else v for v in own if not _is_extended(v)]
    return [value for value in found if value is None or value.kind() not in NOTHING]


def _is_extension(binding: Binding) -> bool:
    return _is_extended(binding.node)


def _is_extended(target: SgNode) -> bool:
    above = parent_of(target)
    return above.kind() == "augmented_assignment" and above.field("left") == target


def _is_place(value: SgNode, name: str) -> bool:
    """Whether this is no value but `self.name` itself, bound to something unknown."""
    return value.kind() == "attribute" and field(value, "attribute").text() == name


def _read(names: Names, node: SgNode, depth: int) -> list[Command]:
    node = unwrapped(node)
    read = _READERS.get(node.kind())
    if read is None or not depth or len(node.text()) > _LONGEST:
        return [UNREAD]
    found = list(dict.fromkeys(read(names, node, depth - 1)))
    return found if len(found) <= _MOST else [UNREAD]


def _one(names: Names, node: SgNode, depth: int) -> Command:
    found = _read(names, node, depth)
    return found[0] if len(found) == 1 else UNREAD


def _text(names: Names, node: SgNode, depth: int) -> str:
    found = _one(names, node, depth)
    return found if isinstance(found, str) else UNREAD


def _words(names: Names, nodes: list[SgNode], depth: int) -> tuple[str, ...]:
    words: list[str] = []
    for node in nodes[:_WORDS]:
        if node.kind() == "list_splat":
            splatted = _one(names, node.named_children()[0], depth)
            words += splatted if isinstance(splatted, tuple) else (UNREAD,)
        else:
            words.append(_text(names, node, depth))
    return tuple(words)


# -- one reader for each kind of expression ------------------------------------------------------


def _string(names: Names, node: SgNode, depth: int) -> list[Command]:  # noqa: ARG001
    parts = (part for part in node.named_children() if part.kind() in _PARTS)
    return ["".join(UNREAD if n.kind() == "interpolation" else n.text() for n in parts)]


def _strings(names: Names, node: SgNode, depth: int) -> list[Command]:
    return ["".join(_text(names, n, depth) for n in node.named_children() if _is_code(n))]


def _list(names: Names, node: SgNode, depth: int) -> list[Command]:
    items = [n for n in node.named_children() if _is_code(n)]
    words = _words(names, items, depth)
    if not items or items[0].kind() == "list_splat":
        return [words]
    first = _read(names, items[0], depth)
    return [(word if isinstance(word, str) else UNREAD, *words[1:]) for word in first]


def _operation(names: Names, node: SgNode, depth: int) -> list[Command]:
    left, operator = _one(names, field(node, "left"), depth), field(node, "operator").text()
    if operator == "%":
        return [left]
    right = _one(names, field(node, "right"), depth)
    if operator == "/":  # of paths
        return [f"{UNREAD}/{right}" if isinstance(right, str) else UNREAD]
    if operator != "+":
        return [UNREAD]
    if isinstance(left, tuple):
        return [(*left, *(right if isinstance(right, tuple) else (UNREAD,)))]
    return [left + (right if isinstance(right, str) else UNREAD)]


def _either(names: Names, node: SgNode, depth: int) -> list[Command]:
    """`a or b`, `a if test else b`."""
    sides = [n for n in node.named_children() if _is_code(n)]
    if node.kind() == "boolean_operator":
        if field(node, "operator").text() != "or":
            return [UNREAD]
    else:
        sides[1:2] = []
    return [command for side in sides for command in _read(names, side, depth)]


def _name(names: Names, node: SgNode, depth: int) -> list[Command]:
    if names.refers_to(node) == "sys.executable":
        return ["python"]
    given = values(names, node)
    reordered = node.kind() == "identifier" and _is_reordered(names, node.text())
    if not given or reordered or len(given) > _MOST:
        return [UNREAD]
    return [
        command
        for value in given
        # each may lead to the others: `if x: line = line + "a"`, in a loop
        for command in ([UNREAD] if value is None else _read(names, value, depth // len(given)))
    ]


def _is_reordered(names: Names, name: str) -> bool:
    """Whether something may change the first words of the list that a name stands for."""
    for use in names.occurrences(name, _CHANGED):
        above = parent_of(use)
        if above.kind() == "attribute" and field(above, "attribute").text() in _REORDER:
            return True
        if above.kind() == "subscript" and field(above, "value") == use:
            outer = parent_of(above)
            if outer.kind() == "assignment" and outer.field("left") == above:
                return True
    return False


def _named(names: Names, node: SgNode, depth: int) -> list[Command]:
    return _read(names, field(node, "value"), depth)


def _call(names: Names, node: SgNode, depth: int) -> list[Command]:
    function, given = field(node, "function"), positional(node)
    callee = names.refers_to(function)
    if callee in _GIVE_BACK:
        return _read(names, given[0], depth) if given else [UNREAD]
    if callee == "os.path.join":
        is_read = given and not has_list_splat(node)
        return [f"{UNREAD}/{_text(names, given[-1], depth)}"] if is_read else [UNREAD]
    if callee in {"shlex.split", "shlex.join"}:
        return [_turned(_one(names, given[0], depth))] if given else [UNREAD]
    if function.kind() != "attribute":
        return [UNREAD]
    owner, method = field(function, "object"), field(function, "attribute").text()
    if method == "split":
        return [_turned(_one(names, owner, depth))]
    if method == "join" and given and _text(names, owner, depth) == " ":
        return [_turned(_one(names, given[0], depth))]
    return _read(names, owner, depth) if method in _GIVE_THEMSELVES else [UNREAD]


def _turned(command: Command) -> Command:
    """A line as words, and words as a line."""
    return tuple(command.split()[:_WORDS]) if isinstance(command, str) else " ".join(command)


def _is_code(node: SgNode) -> bool:
    return node.kind() != "comment"


_READERS: dict[str, Callable[[Names, SgNode, int], list[Command]]] = {
    "attribute": _name,
    "binary_operator": _operation,
    "boolean_operator": _either,
    "call": _call,
    "concatenated_string": _strings,
    "conditional_expression": _either,
    "identifier": _name,
    "list": _list,
    "named_expression": _named,
    "string": _string,
    "tuple": _list,
}
