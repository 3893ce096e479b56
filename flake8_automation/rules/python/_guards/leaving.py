"""Whether a loop around a prompt ends with a given answer, where nobody would ever give another."""

from contextlib import suppress
from enum import Enum

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.evaluation import Known, Unknown, evaluate
from flake8_automation.rules.python._guards.exits import exits
from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    enclosing_function,
    field,
    lineage,
    parent_of,
    start,
    unwrapped,
    within,
)

_LOOPS = frozenset({"while_statement", "for_statement"})
_LEAVING = frozenset({"return_statement", "raise_statement", "break_statement"})
_CONTROL = (*_LEAVING, "continue_statement")
_NESTED = frozenset({"block", "module"})


class _Then(Enum):
    """Where the run goes behind a statement."""

    ON = "to the next statement"
    OUT = "out of the loop"
    AGAIN = "to the loop's head"
    UNKNOWN = "who knows"


def ends_with(names: Names, call: SgNode, answer: str | bool) -> bool:
    """Whether no loop (nor recursion) asks this again and again if it always gets this answer."""
    function = enclosing_function(call)
    loop = next((p for _, p in _inside(call) if p.kind() in _LOOPS), None)
    if loop is not None and _may_go_on(call, loop):
        return _Run(names, call, answer, loop).leaves()
    if function is None:
        return True
    inner = field(function, "body").find_all(kind="call")
    if any(names.definition_of(field(c, "function")) == function for c in inner):
        return _Run(names, call, answer, function).leaves()
    return not any(use is not None and _steers(use) for use in calls_of(names, function))


def _inside(node: SgNode) -> list[tuple[SgNode, SgNode]]:
    """The lineage of a node up to its function."""
    found = []
    for child, parent in lineage(node):
        if parent.kind() in {"function_definition", "class_definition", "lambda"}:
            break
        found.append((child, parent))
    return found


def _may_go_on(call: SgNode, loop: SgNode) -> bool:
    """Whether it is up to the answer how long a loop runs."""
    if loop.kind() == "for_statement":
        iterated = field(loop, "right")
        return iterated.kind() == "call" and any(
            word in field(iterated, "function").text() for word in ("count", "iter", "cycle")
        )
    test, body = field(loop, "condition"), field(loop, "body")
    if test.kind() in {"true", "integer"} or within(call, test):
        return True
    read = {node.text() for node in [test, *test.find_all(kind="identifier")]}
    asking = next((p for _, p in lineage(call) if p.kind() == "assignment"), None)
    if asking is not None and field(asking, "left").text() in read:
        return True
    # `while not done: if answer == "y": done = True`, but not `while n: ...; n -= 1`
    return any(
        target is not None
        and target.text() in read
        and parent_of(parent_of(parent_of(target))) != body
        for kind in ("assignment", "augmented_assignment")
        for target in (node.field("left") for node in body.find_all(kind=kind))
    )


def _steers(call: SgNode) -> bool:
    """Whether the result of a call decides on the way of a `while` loop around it."""
    steering = False
    for child, parent in _inside(call):
        if parent.kind() in {"if_statement", "elif_clause"} and parent.field("condition") == child:
            steering = any(parent.find(kind=kind) is not None for kind in _CONTROL)
        elif parent.kind() == "assignment":
            steering = True
        elif parent.kind() == "while_statement":
            return steering or parent.field("condition") == child
    return False


class _Run:
    """Follows one round of a loop, or of a function, from the prompt on."""

    def __init__(self, names: Names, call: SgNode, answer: str | bool, whole: SgNode) -> None:
        self._names, self._call, self._whole = names, call, whole
        self._answered = (call, answer)
        self._known: Known = {}

    def leaves(self) -> bool:
        then = self._from_prompt()
        if then in {_Then.ON, _Then.AGAIN} and self._whole.kind() == "while_statement":
            then = _Then.OUT if self._truth(field(self._whole, "condition")) is False else then
        falls_out = then is _Then.ON and self._whole.kind() == "function_definition"
        return falls_out or then is _Then.OUT

    def _from_prompt(self) -> _Then:
        then, behind = _Then.ON, 0
        for child, parent in lineage(self._call):
            if parent == self._whole:
                return then
            if parent.kind() in _LOOPS and child == parent.field("body"):
                return _Then.UNKNOWN
            if parent.kind() in _NESTED:
                follows = [n for n in parent.named_children() if start(n) >= start(child)]
                then = self._suite(follows[behind:])
                behind = 1  # of the statements around, only what follows them
                if then is not _Then.ON:
                    return then
        return _Then.UNKNOWN

    def _suite(self, statements: list[SgNode]) -> _Then:
        for statement in statements:
            then = self._statement(statement)
            if then is not _Then.ON:
                return then
        return _Then.ON

    def _statement(self, statement: SgNode) -> _Then:
        kind = statement.kind()
        if kind == "return_statement" and self._calls_itself(statement):
            return _Then.AGAIN
        if kind in _LEAVING:
            return _Then.OUT
        if kind == "continue_statement":
            return _Then.AGAIN
        if kind == "if_statement":
            return self._branch(statement)
        if kind == "expression_statement":
            inner = unwrapped(statement.named_children()[0])
            if inner.kind() in {"assignment", "augmented_assignment"}:
                self._assign(inner)
            elif exits(self._names, inner):
                return _Then.OUT
            return _Then.AGAIN if self._calls_itself(statement) else _Then.ON
        if any(statement.find(kind=k) is not None for k in _CONTROL):
            return _Then.UNKNOWN
        for assignment in statement.find_all(kind="assignment"):
            self._known.pop(field(assignment, "left").text(), None)
        return _Then.ON

    def _branch(self, statement: SgNode) -> _Then:
        clauses = statement.field_children("alternative")
        arms = [(statement, field(statement, "consequence"))]
        arms += [(c, c.field("consequence") or field(c, "body")) for c in clauses]
        for arm, suite in arms:
            test = arm.field("condition")
            truth = True if test is None else self._truth(test)
            if truth is None:
                return _Then.UNKNOWN
            if truth:
                return self._suite([n for n in suite.named_children() if n.kind() != "comment"])
        return _Then.ON

    def _assign(self, assignment: SgNode) -> None:
        target, value = field(assignment, "left"), assignment.field("right")
        self._known.pop(target.text(), None)
        if value is None or target.kind() != "identifier" or assignment.kind() != "assignment":
            return
        with suppress(Unknown):
            self._known[target.text()] = evaluate(value, self._known, self._answered)

    def _truth(self, test: SgNode) -> bool | None:
        try:
            return bool(evaluate(test, self._known, self._answered))
        except Unknown:
            return None

    def _calls_itself(self, statement: SgNode) -> bool:
        return self._whole.kind() == "function_definition" and any(
            self._names.definition_of(field(call, "function")) == self._whole
            for call in statement.find_all(kind="call")
        )
