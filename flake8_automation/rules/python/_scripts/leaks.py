"""Whether other files may add options to a parser, because it is given to them."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import field, parent_of, parts_of, positional
from flake8_automation.rules.python._scripts.options import keyword

# Given a parser, these add nothing to it that a program reads.
_HARMLESS = frozenset(
    {
        "argcomplete.autocomplete",
        "optparse.OptionGroup",
        "argparse.ArgumentParser",
        "shtab.add_argument_to",
        "builtins.print",
        "builtins.isinstance",
        "builtins.type",
        "builtins.setattr",
        "builtins.getattr",
        "builtins.hasattr",
        "builtins.id",
        "builtins.len",
    }
)
_METHODS_OF_PARSERS = frozenset(
    {
        "add_argument",
        "add_option",
        "add_option_group",
        "add_parser",
        "add_subparsers",
        "add_argument_group",
        "add_mutually_exclusive_group",
        "append",
    }
)


def leaks(makers: list[SgNode], classes: frozenset[str], names: Names) -> bool:
    """Whether one of the parsers (or groups of them) that these calls make is filled elsewhere.

    `classes` are the dotted names of the classes of parsers.
    """
    known: set[str] = set()
    for call in makers:
        known |= _assigned(call)
        parents = keyword(call, "parents")
        if parents is not None and not _are_own(parents, known, classes, names):
            return True
    seen: set[str] = set()
    while known - seen:
        name = min(known - seen)
        seen.add(name)
        for node in names.occurrences(name):
            if _is_a_namesake(node, names):
                continue
            receiver = _receiving_call(node)
            more = _received(*receiver, names) if receiver is not None else set()
            if more is None:
                return True
            known |= more
    return False


def _are_own(parents: SgNode, known: set[str], classes: frozenset[str], names: Names) -> bool:
    if parents.kind() not in {"list", "tuple"}:
        return False
    return all(
        item.text().rpartition(".")[2] in known or names.instance_of(item) in classes
        for item in parts_of(parents)
    )


def _received(call: SgNode, argument: SgNode, names: Names) -> set[str] | None:
    """The parameters that take a parser in a function of this file; None: in another file's."""
    function = field(call, "function")
    method = function.field("attribute")
    if names.refers_to(function) in _HARMLESS or (
        method is not None and method.text() in _METHODS_OF_PARSERS
    ):
        return set()
    definition = names.definition_of(function)
    if names.refers_to(function) == "functools.partial" and positional(call):
        # what a handler of this file is given later
        return set() if names.definition_of(positional(call)[0]) is not None else None
    if definition is None:
        return None
    if definition.kind() == "class_definition":
        return set()
    parameters = [_parameter_name(p) for p in field(definition, "parameters").named_children()]
    if argument.kind() == "keyword_argument":
        return {field(argument, "name").text()} & set(parameters)
    parameters = parameters[1:] if parameters[:1] in (["self"], ["cls"]) else parameters
    given = positional(call)
    if argument not in given or given.index(argument) >= len(parameters):
        return set()
    return {parameters[given.index(argument)]}


def _is_a_namesake(node: SgNode, names: Names) -> bool:
    """Whether a name is that of a loop or a handler, so no parser was assigned to it."""
    if parent_of(node).kind() == "attribute":
        return False
    bindings = names.bindings(node)
    return bool(bindings) and all(binding.how is How.OTHER for binding in bindings)


def _assigned(call: SgNode) -> set[str]:
    """The last words of the names that a call's value is assigned to."""
    above = call.parent()
    names = set()
    while above is not None and above.kind() in {"assignment", "named_expression"}:
        target = above.field("left") or above.field("name")
        if target is not None:
            names.add(target.text().rpartition(".")[2])
        above = above.parent()
    if above is not None and above.kind() in {"default_parameter", "typed_default_parameter"}:
        names.add(field(above, "name").text())
    if above is not None and above.kind() == "as_pattern":
        names.add(above.named_children()[-1].text())
    return names


def _receiving_call(node: SgNode) -> tuple[SgNode, SgNode] | None:
    """The call that a name (or attribute of that name) is an argument of, and the argument."""
    above = parent_of(node)
    if above.kind() == "attribute":
        if above.field("attribute") != node:
            return None
        node, above = above, parent_of(above)
    if above.kind() == "keyword_argument":
        if above.field("value") != node:
            return None
        node, above = above, parent_of(above)
    if above.kind() != "argument_list":
        return None
    call = parent_of(above)
    return (call, node) if call.kind() == "call" else None


def _parameter_name(parameter: SgNode) -> str:
    if parameter.kind() == "identifier":
        return parameter.text()
    name = parameter.find(kind="identifier")
    return name.text() if name is not None else ""
