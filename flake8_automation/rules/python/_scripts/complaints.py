"""Outputs that are no results because of where they stand: complaints and remarks."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import (
    EXTRAS,
    field,
    parts_of,
    positional,
    unwrapped,
)
from flake8_automation.rules.python._scripts.outputs import block_statement
from flake8_automation.rules.python._scripts.vocabulary import COUNTS, TALK_TESTS

_LINES = re.compile(r"\bstdin\b|\bopen\(|fileinput\.|readlines\(")
# Where an item is, said another way: `os.path.join(folder, name)`, `path.relative_to(root)`.
_PLACED = re.compile(
    r"[\w.]+(?: ?[/+] ?[\w.\"']+)*"
    r"|(?:\w+\.)*(?:join|basename|abspath|relpath|relative_to|resolve|Path|str)\([\w., \"'/]*\)"
)
# That another program failed: `if process.returncode:`, `if result.returncode != 0:`.
_FAILED = re.compile(r"(?:\w+\.)*(?:returncode|return_code|exit_?code|retcode|rc)(?:\s*!=\s*0)?")
# Every hundredth item is progress: `if n % 100 == 0:`.
_EVERY = re.compile(r"%\s*[\w.]+\s*\)?\s*==\s*0\b")
_LOOPS = frozenset({"for_statement", "while_statement"})
_LOOPED = frozenset({"list_comprehension", "set_comprehension", "generator_expression"})
ENDS = frozenset({"function_definition", "class_definition", "module"})


def is_complaint(node: SgNode, *, of_item: bool = False) -> bool:
    """Whether an output tells of a failure that ends the program, or is a remark.

    `of_item`: whether the function is run for one item of several, and goes on if it returns.
    """
    return _fails_next(block_statement(node), of_item=of_item) or is_remark(node)


def is_fatal(node: SgNode) -> bool:
    """Whether an output tells of a failure that ends the program."""
    return _fails_next(block_statement(node), of_item=True)


def is_remark(node: SgNode) -> bool:
    """Whether an output stands in a handler, or is made only if the user asks for more words."""
    child = node
    for ancestor in node.ancestors():
        kind = ancestor.kind()
        if kind in ENDS:
            break
        if kind in {"except_clause", "except_group_clause"}:
            return True
        if kind in {"if_statement", "elif_clause"}:
            test = field(ancestor, "condition")
            holds = child == field(ancestor, "consequence")
            if test != child and (_asks_to_talk(test, holds) or _tells_progress(node, test)):
                return True
        child = ancestor
    return False


def _tells_progress(node: SgNode, test: SgNode) -> bool:
    """Whether a counter that is printed alone is shown now and then only."""
    every = _EVERY.search(test.text())
    printed = parts_of(node.field("arguments") or node)
    counter = re.findall(r"\w+", test.text()[: every.start()]) if every is not None else []
    return len(printed) == 1 and printed[0].text() in counter


def is_of_failed_child(node: SgNode) -> bool:
    """Whether an output is made where another program has failed."""
    test, branch = branch_in_loop(node)
    return (
        test is not None
        and branch == field(test, "consequence")
        and _FAILED.fullmatch(unwrapped(field(test, "condition")).text()) is not None
    )


def _asks_to_talk(test: SgNode, holds: bool) -> bool:
    """Whether a test holds (or does not) only where the user asked for more words."""
    test = unwrapped(test)
    if test.kind() == "not_operator":
        return _asks_to_talk(field(test, "argument"), not holds)
    if test.kind() == "boolean_operator":
        sides = [_asks_to_talk(field(test, side), holds) for side in ("left", "right")]
        either = (field(test, "operator").text() == "or") != holds
        return any(sides) if either else all(sides)
    return holds and TALK_TESTS.search(test.text()) is not None


def _fails_next(statement: SgNode, *, of_item: bool) -> bool:
    """Whether only further outputs stand between a statement and the end of the program."""
    following = statement.next()
    while following is not None:
        kind = following.kind()
        if kind == "raise_statement":
            return True
        if kind == "return_statement":
            value = following.named_children()
            failed = bool(value) and value[0].text() in {"1", "2", "-1", "3", "False"}
            return failed and not of_item
        if kind == "expression_statement":
            call = following.named_children()[0]
            if call.kind() != "call":
                return False
            name = field(call, "function").text()
            if name.rpartition(".")[2] in {"exit", "_exit", "quit", "abort", "fail"}:
                arguments = positional(call)
                return bool(arguments) and arguments[0].text() not in {"0", "None"}
            if not re.search(r"(?i)(print|echo|write|log|usage|help)", name):
                return False
        elif kind not in EXTRAS | {"print_statement"}:
            return False
        following = following.next()
    return False


def is_in_loop(node: SgNode) -> bool:
    """Whether a node stands in a loop of its function."""
    kinds = (ancestor.kind() for ancestor in node.ancestors())
    loops = _LOOPS | _LOOPED
    return next((kind in loops for kind in kinds if kind in loops | ENDS), False)


def passes(node: SgNode) -> bool:
    """Whether a bare value that is printed is one of many that a loop goes through: each line of a
    file, changed or not, or each item before the work on it.
    """
    loop, tests = _loop_around(node)
    if loop is None:
        return False
    if loop.kind() == "while_statement":
        return bool(_lines_read_in(loop) & _identifiers(node)) and not tests
    over, target = field(loop, "right"), field(loop, "left")
    items = _identifiers(target)
    if _LINES.search(over.text()) or _is_file(over):
        chosen = any(items & _identifiers(test) for test in tests)
        return bool(items & _identifiers(node)) and not chosen
    items |= {
        name
        for name, made in _named_in(loop)
        if _PLACED.fullmatch(made) and items & set(re.findall(r"\w+", made))
    }
    printed = {part.text() for part in parts_of(node.field("arguments") or node)}
    return printed <= items and any(map(_works, _after(block_statement(node))))


def _named_in(loop: SgNode) -> Iterator[tuple[str, str]]:
    """The plain names that a loop assigns to, each with the text of its value."""
    for assignment in field(loop, "body").find_all(kind="assignment"):
        left, right = assignment.field("left"), assignment.field("right")
        if left is not None and right is not None and left.kind() == "identifier":
            yield left.text(), right.text()


def _lines_read_in(loop: SgNode) -> set[str]:
    """The names that a `while` loop reads one line after the other into."""
    return {name for name, made in _named_in(loop) if made.endswith(".readline()")}


def _loop_around(node: SgNode) -> tuple[SgNode | None, list[SgNode]]:
    """The loop whose body a statement stands in, and the tests in between."""
    tests: list[SgNode] = []
    for above in block_statement(node).ancestors():
        kind = above.kind()
        if kind in _LOOPS:
            return above, tests
        if kind in {"if_statement", "elif_clause"}:
            tests.append(field(above, "condition"))
        elif kind not in {"block", "else_clause"}:
            break
    return None, tests


def _identifiers(node: SgNode) -> set[str]:
    found = {name.text() for name in node.find_all(kind="identifier")}
    return found | {node.text()} if node.kind() == "identifier" else found


def _after(statement: SgNode) -> Iterator[SgNode]:
    following = statement.next()
    while following is not None:
        if following.kind() not in EXTRAS:
            yield following
        following = following.next()


def _works(statement: SgNode) -> bool:
    """Whether a statement does more than to count and to print."""
    if statement.kind() == "expression_statement":
        inner = statement.named_children()[0]
        if inner.kind() == "augmented_assignment":
            return False
        if inner.kind() == "call":
            return (
                re.search(r"(?i)print|echo|write|append|add", field(inner, "function").text())
                is None
            )
    return statement.kind() not in {"continue_statement", "break_statement", "pass_statement"}


def _is_file(node: SgNode) -> bool:
    """Whether a name is that of a file that a `with` statement opens around the node."""
    if node.kind() != "identifier":
        return False
    return any(
        re.search(rf"open\(.*\bas {re.escape(node.text())}\b", clause.text(), re.DOTALL) is not None
        for above in node.ancestors()
        if above.kind() == "with_statement"
        for clause in above.named_children()
        if clause.kind() == "with_clause"
    )


def branch_in_loop(node: SgNode) -> tuple[SgNode | None, SgNode]:
    """The nearest `if` statement around a node within its loop, and the branch it stands in."""
    child = node
    for above in node.ancestors():
        kind = above.kind()
        if kind in ENDS | _LOOPS:
            break
        if kind == "if_statement":
            return above, child
        child = above
    return None, node


def is_counted(node: SgNode) -> bool:
    """Whether a problem is noted beside the statement: `errors += 1`, `ok = False`, `return 1`."""
    block = block_statement(node).parent()
    return block is not None and any(
        COUNTS.match(statement.text()) for statement in block.named_children()
    )
