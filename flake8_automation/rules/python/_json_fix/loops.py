"""Loops and calls that never end by themselves."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    FUNCTIONS,
    enclosing_function,
    field,
    lineage,
    positional,
    unwrapped,
    within,
)

_FOREVER = (
    "serve_forever",
    "run_forever",
    "loop_forever",
    "infinity_polling",
    "start_consuming",
    "mainloop",
    "run_polling",
)
_SERVERS = frozenset({"uvicorn.run", "aiohttp.web.run_app", "signal.pause", "waitress.serve"})
# The beginning of every `while True:` and `while 1:`, whatever stands around the test.
_ALWAYS = re.compile(r"while(?:[\s\\(]|await\b|#[^\n]*\n)*(?:True\b|[0-9])")
_LEAVES = ("break_statement", "return_statement", "raise_statement", "yield")
_EXITS = re.compile(r"(?i)(?:^|[._])(?:exit|quit|die|abort|fatal|bail)(?:$|_)")
_LOOPS = frozenset({"while_statement", "for_statement"})


def endless(tree: SgNode, names: Names) -> list[SgNode]:
    """Every loop without a way out but an interruption, and every call that serves for ever."""
    words = names.words
    always = [at for at in words.offsets("while") if _ALWAYS.match(words.text, at)]
    loops = [loop for at in always if (loop := words.keyword("while", at)) is not None]
    found = [loop for loop in loops if loop.kind() == "while_statement" and _is_endless(loop)]
    if "itertools" in words.text:
        found += [
            loop
            for loop in tree.find_all(kind="for_statement")
            if _counts_on(names, field(loop, "right")) and not _can_be_left(loop)
        ]
    found += names.method_calls(*_FOREVER)
    return found + [call for call, _ in names.calls_to(_SERVERS)]


def _is_endless(loop: SgNode) -> bool:
    test = unwrapped(field(loop, "condition"))
    always = test.kind() == "true" or (test.kind() == "integer" and test.text() != "0")
    return always and not _can_be_left(loop)


def _counts_on(names: Names, iterable: SgNode) -> bool:
    if iterable.kind() != "call":
        return False
    name = names.refers_to(field(iterable, "function"))
    return name in {"itertools.count", "itertools.cycle"} or (
        name == "itertools.repeat" and len(positional(iterable)) == 1
    )


def _can_be_left(loop: SgNode) -> bool:
    body = field(loop, "body")
    leaving = [node for kind in _LEAVES for node in body.find_all(kind=kind)]
    leaving += [
        call for call in body.find_all(kind="call") if _EXITS.search(field(call, "function").text())
    ]
    return any(_leaves(node, loop) for node in leaving)


def _leaves(node: SgNode, loop: SgNode) -> bool:
    if enclosing_function(node) != enclosing_function(loop):
        return False
    for child, parent in lineage(node):
        if parent == loop:
            return True
        if node.kind() == "break_statement" and parent.kind() in _LOOPS:
            return within(child, parent) and parent.field("body") != child
        if parent.kind() in FUNCTIONS:
            return False
        if (
            parent.kind() == "except_clause"
            and "KeyboardInterrupt" in (parent.text().partition(":")[0])
        ):
            return False
    return False
