"""Outputs that are no results because of where they stand: complaints and remarks."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import field, positional
from flake8_automation.rules.python._scripts.outputs import block_statement
from flake8_automation.rules.python._scripts.vocabulary import TALK_TESTS

ENDS = frozenset({"function_definition", "class_definition", "module"})


def is_complaint(node: SgNode) -> bool:
    """Whether an output tells of a failure that ends the program, or is a remark."""
    return _fails_next(block_statement(node)) or is_remark(node)


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
            if test != child and TALK_TESTS.search(test.text()):
                return True
        child = ancestor
    return False


def _fails_next(statement: SgNode) -> bool:
    """Whether only further outputs stand between a statement and the end of the program."""
    following = statement.next()
    while following is not None:
        kind = following.kind()
        if kind == "raise_statement":
            return True
        if kind == "return_statement":
            value = following.named_children()
            return bool(value) and value[0].text() in {"1", "2", "-1", "3", "False"}
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
        elif kind not in {"comment", "print_statement"}:
            return False
        following = following.next()
    return False
