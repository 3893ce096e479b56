"""The tests that decide which part of a statement or expression is reached."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import branches
from flake8_automation.rules.python._nodes import field, lineage, unwrapped

_BODIES = {"elif_clause": "consequence", "while_statement": "body"}


def counts_itself(loop: SgNode) -> bool:
    """Whether a loop goes on for as long as it says itself: `while ask_again: … ask_again = x`."""
    test = unwrapped(field(loop, "condition"))
    if test.kind() == "not_operator":
        test = unwrapped(field(test, "argument"))
    if test.kind() not in {"identifier", "attribute"}:
        return False
    assigned = field(loop, "body").find_all(kind="assignment")
    return any(field(node, "left").text() == test.text() for node in assigned)


def tests_of(child: SgNode, parent: SgNode) -> Iterator[tuple[SgNode, bool]]:
    """The tests of `parent` that decide whether its part `child` is reached, with their outcome."""
    kind = parent.kind()
    if kind == "if_statement":
        for tests, part in arms(parent, suites=False):
            if part == child:
                yield from tests
    elif kind in _BODIES:
        if parent.field(_BODIES[kind]) == child:
            yield field(parent, "condition"), True
    elif kind == "conditional_expression":
        parts = branches(parent)
        if parts is not None and child != parts[1]:
            yield parts[1], child == parts[0]
    elif kind == "boolean_operator":
        if parent.field("right") == child:
            yield field(parent, "left"), field(parent, "operator").text() == "and"
    elif kind == "case_clause":
        yield from _cases(child, parent)
    elif kind in {"list_comprehension", "set_comprehension", "generator_expression"}:
        clauses = [node for node in parent.named_children() if node.kind() == "if_clause"]
        yield from ((clause.named_children()[0], True) for clause in clauses if clause != child)


def _cases(child: SgNode, case: SgNode) -> Iterator[tuple[SgNode, bool]]:
    if case.field("consequence") != child:
        return
    for part in case.named_children():
        if part.kind() == "case_pattern":
            yield part, True
        elif part.kind() == "if_clause":
            yield part.named_children()[0], True
    for _, match in lineage(case):
        if match.kind() == "match_statement":
            yield from ((subject, True) for subject in match.field_children("subject"))
            return


def arms(
    statement: SgNode, *, suites: bool = True
) -> Iterator[tuple[list[tuple[SgNode, bool]], SgNode]]:
    """The arms of an `if`: the tests that lead there, with outcomes, and the suite (or clause)."""
    test = field(statement, "condition")
    failed = [(test, False)]
    yield [(test, True)], field(statement, "consequence")
    for clause in statement.field_children("alternative"):
        if clause.kind() == "elif_clause":
            test = field(clause, "condition")
            own = [(test, True)] if suites else []
            yield [*failed, *own], field(clause, "consequence") if suites else clause
            failed.append((test, False))
        else:
            yield list(failed), field(clause, "body") if suites else clause


def before(suite: SgNode, child: SgNode) -> Iterator[SgNode]:
    for node in suite.named_children():
        if node == child:
            return
        yield node
