"""Command lines declared by signatures (fire, typer) or by a usage text (docopt)."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parts_of, positional, string_value
from flake8_automation.rules.python._scripts.options import CliOption, from_text, members

_TYPER_OPTIONS = frozenset({"typer.Option", "typer.Argument"})


def typer_run(_tree: SgNode, names: Names) -> tuple[list[SgNode], list[CliOption], bool]:
    """The calls of `typer.run(main)`, and what `main` offers."""
    return _from_components(names, frozenset({"typer.run"}), names_of_all=[])


def fire(tree: SgNode, names: Names) -> tuple[list[SgNode], list[CliOption], bool]:
    """The calls of `fire.Fire(component)`, the options, and whether these are all."""
    targets = frozenset({"fire.Fire"})
    if not names.calls_to(targets):
        return [], [], True
    functions = [
        node for node in tree.find_all(kind="function_definition") if _is_outermost(node, names)
    ]
    return _from_components(names, targets, names_of_all=functions)


def _from_components(
    names: Names, targets: frozenset[str], *, names_of_all: list[SgNode]
) -> tuple[list[SgNode], list[CliOption], bool]:
    calls, options, complete = [], [], True
    for call, _ in names.calls_to(targets):
        calls.append(call)
        components = positional(call)
        functions = [] if components else names_of_all
        for component in components[:1]:
            definition = names.definition_of(component)
            if definition is not None:
                functions = [definition, *definition.find_all(kind="function_definition")]
            elif component.kind() == "dictionary":
                values = [field(p, "value") for p in component.find_all(kind="pair")]
                own = [names.definition_of(value) for value in values]
                functions = [f for f in own if f is not None]
                complete &= len(functions) == len(values)
            else:
                complete = False
        for function in functions:
            if function.kind() == "function_definition":
                options += list(parameters(function, names))
    return calls, options, complete


def docopt(tree: SgNode, names: Names) -> tuple[list[SgNode], list[CliOption], bool]:
    """The calls of `docopt(text)`, the options that the text names, and whether these are all."""
    calls, options, complete = [], [], True
    for call, _ in names.calls_to(frozenset({"docopt.docopt"})):
        calls.append(call)
        arguments = positional(call)
        text = _usage(arguments[0], tree, names) if arguments else None
        complete &= text is not None
        options += from_text(text or "", call)
    return calls, options, complete


def _usage(node: SgNode, tree: SgNode, names: Names) -> str | None:
    if node.text() == "__doc__":
        return docstring(tree)
    if node.kind() == "identifier":
        bound = names.bindings(node)
        value = bound[0].value if len(bound) == 1 else None
        return string_value(value) if value is not None else None
    return string_value(node)


def docstring(tree: SgNode) -> str | None:
    """The docstring of a module."""
    statements = parts_of(tree)
    literal = statements[0].named_children()[:1] if statements else []
    return string_value(literal[0]) if literal else None


def parameters(function: SgNode, names: Names) -> Iterator[CliOption]:
    """The parameters of a function, as the options that typer and fire make of them."""
    for node in field(function, "parameters").named_children():
        identifier = node if node.kind() == "identifier" else node.find(kind="identifier")
        if identifier is None or identifier.text() in {"self", "cls"}:
            continue
        name = identifier.text()
        flags: tuple[str, ...] = (f"--{name.replace('_', '-')}",)
        for call in node.find_all(kind="call"):
            if names.refers_to(field(call, "function")) in _TYPER_OPTIONS:
                given = [string_value(argument) or "" for argument in positional(call)]
                own = [f for word in given for f in word.split("/") if f.startswith("-")]
                flags = tuple(own) or flags
        annotation = node.field("type")
        yield CliOption(
            flags,
            name,
            node,
            " ".join(node.text().split()),
            _choices(annotation, names),
            annotation is None or "bool" not in annotation.text(),
        )


def _choices(annotation: SgNode | None, names: Names) -> tuple[str, ...] | None:
    if annotation is None:
        return ()
    text = annotation.text()
    if "Literal[" in text:
        return tuple(re.findall(r"[\"'](\w+)[\"']", text))
    for identifier in annotation.find_all(kind="identifier"):
        found = members(identifier, names)
        if found:
            return found
        imported = names.definition_of(identifier) is None and bool(names.bindings(identifier))
        if imported and re.search(r"Format|Output", identifier.text()):
            return None
    return ()


def _is_outermost(function: SgNode, names: Names) -> bool:
    return names.scope_of(function).kind() == "module"
