"""What is missing where a test has failed, and what is done where it has not.

A value that is missing is worth asking for: `name = args.name or input()`.
"""

from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import asks, branches, last_name
from flake8_automation.rules.python._guards.words import words
from flake8_automation.rules.python._nodes import (
    dotted,
    field,
    parent_of,
    parts_of,
    positional,
    start,
    unwrapped,
)

ENVIRONMENT = frozenset({"environ", "environb", "getenv"})

# Names of what holds what was said before the run: options, environment, configuration.
HOLDERS = frozenset(
    """
    arg args argument arguments opt opts option options namespace ns flags argv param params kwargs
    env environ config conf cfg configuration setting settings keyring credentials
    """.split()
)
_EMPTY = frozenset({"None", "''", '""', "[]", "()", "{}", "0", "False"})


def missing_in(test: SgNode, outcome: bool) -> Iterator[SgNode]:
    """The expressions that are empty, None or absent, or may be, if a test has this outcome."""
    test = unwrapped(test)
    kind = test.kind()
    if kind == "not_operator":
        yield from missing_in(field(test, "argument"), not outcome)
    elif kind == "boolean_operator":
        yield from missing_in(field(test, "left"), outcome)
        yield from missing_in(field(test, "right"), outcome)
    elif kind == "comparison_operator":
        yield from _missing_by_comparison(test, outcome)
    elif kind == "named_expression":
        yield from missing_in(field(test, "value"), outcome)
    elif kind == "call" and outcome and field(test, "function").text() == "all":
        yield from _missing_by_all(test)
    elif not outcome:
        yield test


def _missing_by_comparison(test: SgNode, outcome: bool) -> Iterator[SgNode]:
    operands = parts_of(test)
    if len(operands) != 2:
        return
    left, right = operands
    operator = " ".join(node.text() for node in test.field_children("operators"))
    argv = [node for node in operands if "argv" in node.text()]
    if argv and operator in {"in", "not in"}:
        return  # "--server" in sys.argv: a switch, not a value
    if argv:
        yield from (node for node in argv[0].find_all(kind="identifier") if node.text() == "argv")
    elif operator in {"is", "=="} and right.text() in _EMPTY:
        yield from [left] if outcome else []
    elif operator in {"is not", "!=", ">"} and right.text() in _EMPTY:
        yield from [] if outcome else [left]
    elif operator in {"in", "not in"} and (is_holder(right) or last_name(right) in ENVIRONMENT):
        yield from [right] if outcome == (operator == "not in") else []


def _missing_by_all(call: SgNode) -> Iterator[SgNode]:
    """`name` and `path` of `all(value is None for value in (name, path))`."""
    given = positional(call)
    if len(given) != 1 or given[0].kind() not in {"generator_expression", "list_comprehension"}:
        return
    clause = given[0].find(kind="for_in_clause")
    body = field(given[0], "body")
    if clause is not None and any(True for _ in missing_in(body, True)):
        yield from parts_of(unwrapped(field(clause, "right")))


def instead_of(test: SgNode, outcome: bool) -> SgNode | None:
    """What is done where a test has the other outcome; None: nothing."""
    above = parent_of(test)
    if above.kind() == "conditional_expression":
        parts = branches(above)
        return parts and (parts[2] if outcome else parts[0])
    if above.kind() not in {"if_statement", "elif_clause"}:
        return None
    if not outcome:
        return field(above, "consequence")
    whole = above if above.kind() == "if_statement" else parent_of(above)
    clauses = whole.field_children("alternative")
    return next((clause for clause in clauses if start(clause) > start(above)), None)


def known_to_be_given(test: SgNode) -> set[str]:
    """What the arm behind a failed test asks for: `if name and path: …`, `elif name: input()`."""
    above = parent_of(test)
    whole = above if above.kind() == "if_statement" else parent_of(above)
    clauses = whole.field_children("alternative") if whole.kind() == "if_statement" else []
    later = [c for c in clauses if c.kind() == "elif_clause" and start(c) > start(above)]
    return {unwrapped(field(clause, "condition")).text() for clause in later}


def is_answer_itself(test: SgNode) -> bool:
    """Whether a value stands for the answer: `overwrite or ask()`, `not tidy and not ask()`."""
    above = parent_of(test)
    while above.kind() == "parenthesized_expression":
        test, above = above, parent_of(above)
    if above.kind() != "boolean_operator" or above.field("left") != test:
        return False
    right = unwrapped(field(above, "right"))
    is_no = right.kind() == "not_operator" or "!=" in [n.text() for n in right.children()]
    return is_no or field(above, "operator").text() == "or"


def answers(instead: SgNode, asking: SgNode) -> bool:
    """Whether the other branch has the answer: `if tidy: reply = "y"`, `else: reply = input()`."""
    if asks(instead):
        return False
    if parent_of(instead).kind() == "conditional_expression":
        return True
    target = assigned_to(asking)
    found = instead.find_all(kind="assignment")
    return target is not None and any(field(node, "left").text() == target for node in found)


def assigned_to(call: SgNode) -> str | None:
    """What the statement around a call assigns to, as it is written."""
    for ancestor in call.ancestors():
        if ancestor.kind() == "assignment":
            return field(ancestor, "left").text()
        if ancestor.kind() in {"block", "module"}:
            break
    return None


def is_holder(base: SgNode) -> bool:
    parts = dotted(base)
    return parts is not None and bool(words(parts[-1])) and words(parts[-1])[-1] in HOLDERS
