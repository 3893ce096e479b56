"""Small questions about nodes of the Python tree.

The grammar is tree-sitter-python's; the names of kinds and fields are its own.
"""

from collections.abc import Iterator

from ast_grep_py import SgNode

FUNCTIONS = frozenset({"function_definition", "lambda"})
COMPREHENSIONS = frozenset(
    {"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"}
)
SCOPES = FUNCTIONS | COMPREHENSIONS | {"class_definition", "module"}

# What the grammar allows between any two tokens.
EXTRAS = frozenset({"comment", "line_continuation"})

DEEPEST = 2000  # what CPython refuses to parse is hardly deeper


def field(node: SgNode, name: str) -> SgNode:
    """A field that the grammar promises. Raises LookupError where an error in the file took it."""
    child = node.field(name)
    if child is None:
        raise LookupError(f"{node.kind()} without {name}")
    return child


def parent_of(node: SgNode) -> SgNode:
    """The parent of a node that cannot be the root."""
    parent = node.parent()
    if parent is None:
        raise LookupError(f"{node.kind()} without a parent")
    return parent


def parts_of(node: SgNode) -> list[SgNode]:
    """The named children of a node, without comments and backslashes at the ends of lines."""
    return [child for child in node.named_children() if child.kind() not in EXTRAS]


def start(node: SgNode) -> int:
    """The offset (0-based, characters) of a node's first character."""
    return node.range().start.index


def end(node: SgNode) -> int:
    """The offset (0-based, characters) just behind a node's last character."""
    return node.range().end.index


def within(inner: SgNode, outer: SgNode) -> bool:
    """Whether a node is another, or stands in it."""
    one, other = inner.range(), outer.range()
    return other.start.index <= one.start.index and one.end.index <= other.end.index


def reachable(node: SgNode) -> list[SgNode]:
    """What a node stands in, innermost first.

    Raises RecursionError for a node so deep, since finding a parent takes time by the depth, that
    asking about it and all its neighbours would take minutes.
    """
    ancestors = node.ancestors()
    if len(ancestors) > DEEPEST:
        raise RecursionError
    return ancestors


def lineage(node: SgNode) -> Iterator[tuple[SgNode, SgNode]]:
    """Pairs of child and parent, from the node upwards to the module. Raises RecursionError."""
    child = node
    for parent in reachable(node):
        yield child, parent
        child = parent


def unwrapped(node: SgNode) -> SgNode:
    """The expression inside any number of parentheses and `await`s."""
    while node.kind() in {"parenthesized_expression", "await"}:
        inner = parts_of(node)
        if len(inner) != 1:
            break
        node = inner[0]
    return node


def dotted(node: SgNode) -> list[str] | None:
    """The parts of `a.b.c`, or None for any other expression."""
    parts: list[str] = []
    while node.kind() == "attribute":
        parts.append(field(node, "attribute").text())
        node = field(node, "object")
    if node.kind() != "identifier":
        return None
    return [node.text(), *reversed(parts)]


def alternatives(conditional: SgNode) -> list[SgNode]:
    """`a` and `b` of `a if test else b`."""
    parts = parts_of(conditional)
    return [parts[0], parts[-1]]


def enclosing_function(node: SgNode) -> SgNode | None:
    """The `def` in which a node stands; None at the level of the module."""
    ancestors = node.ancestors()
    return next((above for above in ancestors if above.kind() == "function_definition"), None)


def called(call: SgNode) -> SgNode:
    """The expression that is called. The grammar reads `f(x, *g())` as a call of `*g`."""
    function = field(call, "function")
    return function.named_children()[0] if function.kind() == "list_splat" else function


def is_splat(argument: SgNode) -> bool:
    """Whether an argument is `*values` or `**items`."""
    if argument.kind() == "call":  # *values(), see `called`
        return field(argument, "function").kind() == "list_splat"
    return argument.kind() in {"list_splat", "dictionary_splat"}


def positional(call: SgNode) -> list[SgNode]:
    """The positional arguments of a call, up to the first splat."""
    arguments = field(call, "arguments")
    if arguments.kind() != "argument_list":
        return [arguments]  # f(x for x in y)
    found = []
    for node in parts_of(arguments):
        if is_splat(node):
            break
        if node.kind() != "keyword_argument":
            found.append(node)
    return found


def string_value(node: SgNode) -> str | None:
    """What a plain string literal says, also one in several pieces; None for any other."""
    if node.kind() == "concatenated_string":
        parts = [string_value(child) for child in node.named_children() if child.kind() == "string"]
        return None if None in parts else "".join(part or "" for part in parts)
    if node.kind() != "string":
        return None
    children = node.named_children()
    if any(child.kind() == "interpolation" for child in children):
        return None
    if "b" in children[0].text().lower():
        return None
    return "".join(child.text() for child in children if child.kind() == "string_content")


def as_written(call: SgNode) -> str:
    """What a call calls, in its author's words on one line, for messages."""
    words = " ".join(called(call).text().split())
    return words if len(words) <= 40 else f"{words[:18]}…{words[-20:]}"
