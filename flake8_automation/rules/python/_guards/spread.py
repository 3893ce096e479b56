"""Whether a program shows or hands on all of its parsed options at once: `print(vars(args))`."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.namespaces import parameter_name, targets_of
from flake8_automation.rules.python._guards.uses import last_name
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parent_of, positional

_SHOWING = frozenset(
    "vars print pprint pformat repr str dict asdict dump dumps format "
    "debug info log warning".split()
)
_HOLDING = frozenset({"interpolation", "dictionary_splat", "binary_operator"})


def spreads(names: Names, parsing: SgNode) -> bool:
    """Whether the namespace of a `parse_args()` is used other than option by option."""
    above = parent_of(parsing)
    if above.kind() == "argument_list" and _shows(parent_of(above)):
        return True
    known = {target.text() for target in targets_of(names, parsing)}
    if above.kind() == "assignment":  # self.args = parser.parse_args()
        known.add(field(above, "left").text().rpartition(".")[2])
    seen: set[str] = set()
    while known - seen:
        name = min(known - seen)
        seen.add(name)
        for use in names.occurrences(name):
            more = _used(names, use)
            if more is None:
                return True
            known |= more
    return False


def _used(names: Names, use: SgNode) -> set[str] | None:
    """Further names of a namespace that one use gives it; None: all of it is shown."""
    whole, above = use, parent_of(use)
    if above.kind() == "attribute" and above.field("attribute") == use:  # self.args
        whole, above = above, parent_of(above)
    if above.kind() in _HOLDING:
        return None
    if above.kind() == "attribute" and field(above, "attribute").text() == "__dict__":
        return None
    if above.kind() == "assignment" and above.field("right") == whole:
        return {field(above, "left").text().rpartition(".")[2]}
    if above.kind() != "argument_list":
        return set()
    call = parent_of(above)
    return None if _shows(call) else _received(names, call, whole)


def _shows(call: SgNode) -> bool:
    return call.kind() == "call" and last_name(field(call, "function")) in _SHOWING


def _received(names: Names, call: SgNode, use: SgNode) -> set[str]:
    """The parameter that takes a namespace in a function of this file."""
    definition = names.definition_of(field(call, "function")) if call.kind() == "call" else None
    if definition is None or definition.kind() != "function_definition":
        return set()
    parameters = [parameter_name(p) for p in field(definition, "parameters").named_children()]
    given = positional(call)
    index = given.index(use) if use in given else len(parameters)
    return {parameters[index]} if index < len(parameters) else set()
