"""Uses of `sys.stdout` that would not notice that what is printed is held back."""

from collections.abc import Callable, Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, lineage, parent_of

_PLAIN = frozenset({"write", "writelines", "flush", "isatty"})
_RAW = frozenset({"buffer", "fileno", "detach", "raw"})
_STREAMS = frozenset({"sys.stdout", "sys.__stdout__"})


def refusals(names: Names, is_early: Callable[[SgNode], bool]) -> Iterator[str]:
    """Why standard output cannot be held back. `is_early` tells what runs before that begins."""
    if names.occurrences("__stdout__"):
        yield "it writes to `sys.__stdout__`"
    for identifier in names.occurrences("stdout"):
        above = parent_of(identifier)
        if above.kind() in {"dotted_name", "aliased_import"}:
            if "sys" in _statement(identifier).text().split("import")[0]:
                yield "it imports `stdout` from `sys`"
            continue
        node = above if above.kind() == "attribute" else identifier
        if node == above and above.field("attribute") != identifier:
            continue
        if names.refers_to(node) in _STREAMS:
            yield from _use(node, early=is_early(node))


def _use(stream: SgNode, *, early: bool) -> Iterator[str]:
    above = parent_of(stream)
    if above.kind() == "attribute":
        name = field(above, "attribute").text()
        if name in _PLAIN:
            if early and parent_of(above).kind() != "call":
                yield f"it keeps `sys.stdout.{name}` before it reads its options"
        elif name in _RAW and not (early and _is_replaced(above)):
            yield f"it uses `sys.stdout.{name}`"
        elif not early:
            yield f"it uses `sys.stdout.{name}` after it has read its options"
    elif above.kind() == "assignment" and above.field("left") == stream:
        if not early:
            yield "it puts something else in the place of `sys.stdout`"
    elif early and not _is_replaced(stream):
        yield "it keeps `sys.stdout` before it reads its options"


def _is_replaced(node: SgNode) -> bool:
    """Whether a node stands in what is assigned to `sys.stdout`."""
    for child, parent in lineage(node):
        if parent.kind() == "assignment":
            return field(parent, "left").text() == "sys.stdout" and parent.field("right") == child
        if parent.kind() in {"block", "module"}:
            return False
    return False


def _statement(node: SgNode) -> SgNode:
    return next(parent for _, parent in lineage(node) if parent.kind().endswith("_statement"))
