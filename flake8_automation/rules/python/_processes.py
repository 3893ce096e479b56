"""Waiting for a child process by a method of the object that stands for it."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.model import Fix, Safety
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.words import CALLED
from flake8_automation.rules.python._nodes import (
    COMPREHENSIONS,
    SCOPES,
    called,
    field,
    is_splat,
    lineage,
    parent_of,
)

# Method -> where its timeout stands among the positional arguments (0-based).
WAITS = {"wait": 0, "communicate": 1}

# For where fixes are only counted: there is always one, unsafe since a limit can end slow work.
SOME_TIMEOUT = Fix("Add a timeout", (), Safety.UNSAFE)

_ENDINGS = ("kill", "terminate", "communicate")

# What stands in one of these may not be run.
_UNCERTAIN = SCOPES | {
    "boolean_operator",
    "case_clause",
    "conditional_expression",
    "elif_clause",
    "else_clause",
    "except_clause",
    "for_statement",
    "while_statement",
}

_GOES_THROUGH = frozenset({"for_statement", "for_in_clause"})


def waits(names: Names) -> Iterator[tuple[SgNode, str]]:
    """Every call of a method that waits for a process, by its name; of whatever object."""
    for method in WAITS:
        for name in names.occurrences(method, CALLED):
            attribute = name.parent()
            if (
                attribute is None
                or attribute.kind() != "attribute"
                or attribute.field("attribute") != name
            ):
                continue
            above = attribute.parent()
            call = above.parent() if above is not None and is_splat(above) else above
            if call is not None and call.kind() == "call" and called(call) == attribute:
                yield call, method


def has_list_splat(call: SgNode) -> bool:
    """Whether a `*` splat may give a call positional arguments that cannot be read."""
    items = field(call, "arguments").named_children()
    return any(is_splat(item) and item.kind() != "dictionary_splat" for item in items)


def only_reaps(process: SgNode, call: SgNode) -> bool:
    """Whether the same process was surely ended or awaited before, in a suite that leads here."""
    if process.kind() not in {"identifier", "attribute"}:
        return False
    name = process.text()
    for child, parent in lineage(call):
        if parent.kind() in {"block", "module"}:
            for statement in child.prev_all():
                if name not in statement.text():
                    continue
                if _rebinds(statement, name):
                    return False
                if any(_ends(other, name, statement) for other in statement.find_all(kind="call")):
                    return True
        header = parent.field("body") == child and any(
            _rebinds(node, name) for node in child.prev_all()
        )
        if header:
            return _all_ended(name, parent)
        if parent.kind() in SCOPES:
            return parent.kind() in COMPREHENSIONS and _all_ended(name, parent)
    return False


def _all_ended(process: str, loop: SgNode) -> bool:
    """Whether every item of what a loop goes through was ended by a loop before it."""
    clause = loop if loop.kind() == "for_statement" else loop.find(kind="for_in_clause")
    if clause is None or process not in _names_in(field(clause, "left")):
        return False
    target, items = field(clause, "left").text(), field(clause, "right").text()
    statement = loop
    while parent_of(statement).kind() not in {"block", "module"}:
        statement = parent_of(statement)
    for earlier in statement.prev_all():
        for other in (earlier, *earlier.find_all(any=[{"kind": kind} for kind in _GOES_THROUGH])):
            if other.kind() not in _GOES_THROUGH or field(other, "right").text() != items:
                continue
            left = field(other, "left").text()
            if left != target and not (left.isidentifier() and target.isidentifier()):
                continue
            name = process if left == target else left
            whole = other if other.kind() == "for_statement" else parent_of(other)
            if any(_ends(c, name, whole, each=True) for c in whole.find_all(kind="call")):
                return True
        if _rebinds(earlier, items):
            return False
    return False


def _ends(call: SgNode, process: str, statement: SgNode, *, each: bool = False) -> bool:
    """Whether a call surely ends a process if a statement is run; `each`: if the loop goes on."""
    function = field(call, "function")
    if function.kind() != "attribute" or field(function, "attribute").text() not in _ENDINGS:
        return False
    if field(function, "object").text() != process:
        return False
    for _, parent in lineage(call):
        if each and parent == statement:
            break
        if parent.kind() in _UNCERTAIN:
            return False
        # `if p.poll() is None: p.kill()` ends a child that still runs; any other test may be false
        if parent.kind() == "if_statement" and process not in field(parent, "condition").text():
            return False
        if parent == statement:
            break
    return True


def _rebinds(node: SgNode, process: str) -> bool:
    """Whether a statement, or the head of one, makes this the name of something else."""
    targets = [found.field("left") for found in node.find_all(kind="assignment")]
    targets += node.find_all(kind="as_pattern_target")
    targets += [found.field("left") for found in node.find_all(kind="for_statement")]
    if parent_of(node).kind() == "for_statement":
        targets.append(parent_of(node).field("left"))
    return any(process in _names_in(target) for target in targets if target is not None)


def _names_in(target: SgNode) -> list[str]:
    parts = target.named_children() if target.kind() == "pattern_list" else [target]
    return [part.text() for part in parts]
