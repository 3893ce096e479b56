"""Importing the modules that inserted code needs, where the imports of the file are sorted."""

import sys

from ast_grep_py import SgNode

from flake8_automation.rules.python._json_fix.changes import IMPORT, Changes, Refused
from flake8_automation.rules.python._names.imports import imported
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import Binding, How
from flake8_automation.rules.python._nodes import parent_of, start

_IMPORTS = frozenset({"import_statement", "import_from_statement"})


def add_imports(
    changes: Changes, names: Names, tree: SgNode, modules: frozenset[str]
) -> dict[str, str]:
    """Import what is not imported yet; returns under which other names, where theirs are taken.

    Raises Refused.
    """
    missing = [module for module in sorted(modules) if not _is_imported(names, tree, module)]
    aliases = {module: f"_{module}" for module in missing if _is_taken(names, tree, module)}
    for module, alias in aliases.items():
        if names.occurrences(alias):
            raise Refused(f"`{module}` and `{alias}` are no modules in it")
    lines = {m: f"import {m} as {aliases[m]}" if m in aliases else f"import {m}" for m in missing}
    if missing:
        _add(changes, tree, lines)
    return aliases


def _add(changes: Changes, tree: SgNode, lines: dict[str, str]) -> None:
    group = _first_group(changes, tree)
    plain = [node for node in group if node.kind() == "import_statement"]
    if not group:
        at, blank = _behind_head(changes, tree)
        changes.insert(at, "".join(f"{line}\n" for line in lines.values()) + blank, IMPORT)
        return
    first = _first_name(group[0])
    if first not in sys.stdlib_module_names:
        above = "".join(f"{line}\n" for line in lines.values())
        changes.insert(changes.line_start(group[0]), f"{above}\n")
        return
    for module, line in lines.items():
        later = [node for node in plain if _first_name(node).lower() > module]
        if later:
            changes.insert(changes.line_start(later[0]), f"{line}\n")
        elif plain:
            changes.insert(changes.line_end(plain[-1]), f"\n{line}")
        else:
            changes.insert(changes.line_start(group[0]), f"{line}\n")


def _is_imported(names: Names, tree: SgNode, module: str) -> bool:
    return any(
        _imports(binding, module) and parent_of(binding.value or tree).kind() == "module"
        for binding in _at_module_level(names, tree, module)
    ) and not _is_taken(names, tree, module)


def _is_taken(names: Names, tree: SgNode, module: str) -> bool:
    """Whether the name of a module means something else as well in this one."""
    return not all(_imports(b, module) for b in _at_module_level(names, tree, module))


def _at_module_level(names: Names, tree: SgNode, module: str) -> list[Binding]:
    return [b for b in names.bindings_at(tree, module) if b.scope.kind() == "module"]


def _imports(binding: Binding, module: str) -> bool:
    if binding.how is not How.IMPORT or binding.value is None:
        return False
    means = [item.dotted for item in imported(binding.value) if item.local == module]
    return module in means


def _first_name(statement: SgNode) -> str:
    if statement.kind() == "import_from_statement":
        module = statement.field("module_name")
        return module.text().partition(".")[0] if module is not None else ""
    return imported(statement)[0].dotted.partition(".")[0]


def _first_group(changes: Changes, tree: SgNode) -> list[SgNode]:
    """The first imports of a module that follow each other without a blank line."""
    group: list[SgNode] = []
    for node in tree.named_children():
        if node.kind() in _IMPORTS:
            if group and _has_blank_line(changes, group[-1], node):
                break
            group.append(node)
        elif group and node.kind() != "comment":
            break
    return group


def _has_blank_line(changes: Changes, one: SgNode, other: SgNode) -> bool:
    between = changes.source.text[changes.line_end(one) : start(other)]
    lines = between.replace("\r\n", "\n").split("\n")[1:-1]
    return any(not line.strip() for line in lines)


def _behind_head(changes: Changes, tree: SgNode) -> tuple[int, str]:
    """Where a first import belongs: behind the docstring and `from __future__`."""
    for node in tree.named_children():
        is_docstring = (
            node.kind() == "expression_statement" and node.named_children()[0].kind() == "string"
        )
        if node.kind() not in {"comment", "future_import_statement"} and not is_docstring:
            return changes.line_start(node), "\n"
    raise Refused("it is empty")
