"""Scripts that build one object and print it: with `--json` that object is the document."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._json_fix.capture import NAME
from flake8_automation.rules.python._json_fix.changes import Changes
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    COMPREHENSIONS,
    enclosing_function,
    end,
    field,
    lineage,
    parent_of,
    positional,
    start,
    unwrapped,
    within,
)
from flake8_automation.rules.python._scripts.complaints import is_complaint
from flake8_automation.rules.python._scripts.outputs import Output, block_statement
from flake8_automation.rules.python._scripts.results import Results

_REPEATS = COMPREHENSIONS | {"for_statement", "while_statement", "lambda"}
_OBJECTS = frozenset({"dictionary", "list", "dictionary_comprehension", "list_comprehension"})
_MAKERS = frozenset({"builtins.dict", "builtins.list", "builtins.sorted"})
_DEEPEST = 4  # names and functions from what is printed to what makes it
_SHOWS = frozenset({"builtins.print", "pprint.pprint", "pprint.pp"})


def keep_document(
    changes: Changes,
    names: Names,
    outputs: list[Output],
    results: list[Output],
    machine: list[Output],
) -> str:
    """Write `document` around the object: how it is kept ("text", "object"), or nothing.

    What else is printed beside it is lost, so that may be no more than headings.
    """
    judge = Results(names)
    objects = [output.node for output in (*machine, *results)]
    beside = [output for output in outputs if output not in machine and output not in results]
    if any(judge.data(output) and not _ends_otherwise(output, objects) for output in beside):
        return ""
    if machine and not results:
        texts = [_json_text(names, output) for output in machine]
        if all(text is not None and _runs_once(names, text) for text in texts):
            for text in texts:
                if text is not None:
                    _keep_text(changes, names, text)
            return "text"
    if len(results) == 1 and not machine:
        shown = _object(names, results[0])
        if shown is not None and _runs_once(names, shown):
            changes.wrap(shown, f"{NAME}.document(", ")")
            return "object"
    return ""


def _ends_otherwise(output: Output, objects: list[SgNode]) -> bool:
    """Whether a run that prints this fails then, and comes to none of the objects."""
    suite = parent_of(block_statement(output.node))
    return is_complaint(output.node) and not any(within(node, suite) for node in objects)


def _json_text(names: Names, output: Output) -> SgNode | None:
    """The JSON that an output prints and nothing else: an expression, or a call of `json.dump`."""
    if output.writes == "json.dump":
        is_last = parent_of(output.node).kind() == "expression_statement"
        return output.node if is_last else None
    given = positional(output.node) if output.node.kind() == "call" else []
    if len(given) != 1:
        return None
    value = unwrapped(given[0])
    if value.kind() == "identifier":
        bound = names.bindings(value)
        made = unwrapped(bound[0].value) if len(bound) == 1 and bound[0].value else None
    else:
        made = value
    is_dump = made is not None and made.kind() == "call"
    if is_dump and made and names.refers_to(field(made, "function")) == "json.dumps":
        return value
    return None


def _keep_text(changes: Changes, names: Names, text: SgNode) -> None:
    function = text.field("function")
    if function is None or names.refers_to(function) != "json.dump":
        changes.wrap(text, f"{NAME}.document(", ")")
        return
    # json.dump(value, sys.stdout, indent=2)
    value, stream = positional(text)[:2]
    changes.insert(start(text), f"sys.stdout.write({NAME}.document(")
    changes.replace(function, f"{function.text()}s")
    changes.drop(end(value), end(stream))
    changes.insert(end(text), "))")


def _object(names: Names, output: Output) -> SgNode | None:
    """The dictionary or list that is printed as it is."""
    if output.writes not in _SHOWS or output.node.kind() != "call":
        return None
    given = field(output.node, "arguments").named_children()
    if len(given) != 1 or not _is_object(names, given[0]):
        return None
    return given[0]


def _is_object(names: Names, value: SgNode, depth: int = 0) -> bool:
    """Whether an expression surely makes a dictionary or a list."""
    value = unwrapped(value)
    if value.kind() == "identifier":
        bound = [b.value for b in names.bindings(value) if b.how is How.ASSIGNMENT]
        return len(bound) == len(names.bindings(value)) == 1 and _all(names, bound, depth)
    if value.kind() != "call":
        return value.kind() in _OBJECTS
    function = names.definition_of(field(value, "function"))
    if function is None:
        return names.refers_to(field(value, "function")) in _MAKERS
    if function.kind() != "function_definition" or function.text().startswith("async"):
        return False
    if any(enclosing_function(node) == function for node in function.find_all(kind="yield")):
        return False
    returns = [
        next(iter(node.named_children()), None)
        for node in function.find_all(kind="return_statement")
        if enclosing_function(node) == function
    ]
    return _all(names, returns, depth)


def _all(names: Names, values: list[SgNode | None], depth: int) -> bool:
    return bool(values) and all(
        value is not None and depth < _DEEPEST and _is_object(names, value, depth + 1)
        for value in values
    )


def _runs_once(names: Names, node: SgNode, depth: int = 0) -> bool:
    """Whether a node is evaluated once in a run, at most."""
    function = enclosing_function(node)
    for _, parent in lineage(node):
        if parent == function:
            break
        if parent.kind() in _REPEATS:
            return False
    if function is None:
        return True
    calls = [call for call in calls_of(names, function) if call is not None]
    return (
        len(calls) < 2 and depth < _DEEPEST and all(_runs_once(names, c, depth + 1) for c in calls)
    )
