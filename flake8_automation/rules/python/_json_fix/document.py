"""Scripts that build one object and print it: with `--json` that object is the document."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._json_fix.capture import NAME
from flake8_automation.rules.python._json_fix.changes import Changes
from flake8_automation.rules.python._names.names import Names
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
)
from flake8_automation.rules.python._scripts.outputs import Output

_REPEATS = COMPREHENSIONS | {"for_statement", "while_statement", "lambda"}
_OBJECTS = frozenset({"dictionary", "list", "dictionary_comprehension", "list_comprehension"})
_SHOWS = frozenset({"builtins.print", "pprint.pprint", "pprint.pp"})


def keep_document(
    changes: Changes, names: Names, results: list[Output], machine: list[Output]
) -> str:
    """Write `document` around the object: how it is kept ("text", "object"), or nothing."""
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
    """The name of a dictionary or list that is printed as it is."""
    if output.writes not in _SHOWS or output.node.kind() != "call":
        return None
    given = field(output.node, "arguments").named_children()
    if len(given) != 1 or given[0].kind() != "identifier":
        return None
    bound = names.bindings(given[0])
    made = unwrapped(bound[0].value) if len(bound) == 1 and bound[0].value else None
    return given[0] if made is not None and made.kind() in _OBJECTS else None


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
    return len(calls) < 2 and depth < 4 and all(_runs_once(names, c, depth + 1) for c in calls)
