"""Where a file calls its own functions, which calls ask somebody, and what stands around them."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.words import is_asking
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parent_of, parts_of


def calls_of(
    names: Names, function: SgNode, *, inside: bool = False, dispatched: bool = False
) -> list[SgNode | None]:
    """Every use of a function in its file: the call, or None where it is handed on or renamed.

    `inside`: those in the function itself as well. `dispatched`: where it is handed on so that its
    calls are plain (`set_defaults(func=f)`, a table of functions), these calls instead of None.
    """
    identifier = field(function, "name")
    if identifier.text() == "__init__" and names.scope_of(function).kind() == "class_definition":
        return calls_of(names, names.scope_of(function))  # of the class, which makes an object
    uses: list[SgNode | None] = []
    for use in names.occurrences(identifier.text()):
        if use == identifier or (not inside and _is_in(use, function)):
            continue
        whole = use
        above = parent_of(use)
        if above.kind() == "attribute" and above.field("attribute") == use:
            whole, above = above, parent_of(above)
            if names.definition_of(whole) != function and not _may_be_method(
                names, whole, function
            ):
                continue
        elif names.definition_of(use) != function:
            continue
        if above.kind() == "call" and above.field("function") == whole:
            uses.append(above)
        else:
            uses += (_dispatches(names, whole, above) if dispatched else None) or [None]
    return uses


def _dispatches(names: Names, use: SgNode, above: SgNode) -> list[SgNode] | None:
    """The calls of what a function was stored as: `args.func(…)`, `HANDLERS[name](…)`."""
    if above.kind() == "keyword_argument" and above.field("value") == use:
        call = parent_of(parent_of(above))
        if last_name(field(call, "function")) != "set_defaults":
            return None
        stored = [parent_of(node) for node in names.occurrences(field(above, "name").text())]
        places = [node for node in stored if node.kind() == "attribute"]
    elif above.kind() == "pair" and above.field("value") == use:
        table = parent_of(parent_of(above)).field("left")
        if table is None or table.kind() != "identifier":
            return None
        stored = [parent_of(node) for node in names.occurrences(table.text())]
        places = [node for node in stored if node.kind() == "subscript"]
    else:
        return None
    calls = [(place, parent_of(place)) for place in places]
    return [c for place, c in calls if c.kind() == "call" and c.field("function") == place]


def _may_be_method(names: Names, attribute: SgNode, function: SgNode) -> bool:
    """`wizard.ask()`, where only one function of the file is called `ask` and it is a method."""
    if names.scope_of(function).kind() != "class_definition":
        return False
    if names.owner(field(attribute, "object")) is not None:
        return False
    name = field(function, "name").text()
    same = [n for n in names.occurrences(name) if parent_of(n).kind() == "function_definition"]
    return len(same) == 1


def _is_in(node: SgNode, function: SgNode) -> bool:
    return any(ancestor == function for ancestor in node.ancestors())


def last_name(node: SgNode) -> str:
    """`c` of `a.b.c` or `c`; nothing for other expressions."""
    if node.kind() == "attribute":
        return field(node, "attribute").text()
    return node.text() if node.kind() == "identifier" else ""


def asks(value: SgNode) -> bool:
    """Whether an expression asks somebody: it calls a function whose name says so."""
    calls = [value] if value.kind() == "call" else []
    calls += value.find_all(kind="call")
    return any(is_asking(last_name(field(call, "function"))) for call in calls)


def branches(conditional: SgNode) -> tuple[SgNode, SgNode, SgNode] | None:
    """`a`, `test` and `b` of `a if test else b`; None where an error in the file is among them."""
    parts = parts_of(conditional)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None
