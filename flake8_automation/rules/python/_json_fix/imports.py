"""Importing the modules that inserted code needs, where the imports of the file are sorted."""

import sys

from ast_grep_py import SgNode

from flake8_automation.rules.python._json_fix.changes import Changes, Refused
from flake8_automation.rules.python._names.imports import imported
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import parent_of, start

_IMPORTS = frozenset({"import_statement", "import_from_statement"})


def add_imports(changes: Changes, names: Names, tree: SgNode, modules: frozenset[str]) -> None:
    """Import what is not imported yet. Raises Refused where a name is taken."""
    missing = [module for module in sorted(modules) if not _is_imported(names, tree, module)]
    if not missing:
        return
    group = _first_group(changes, tree)
    plain = [node for node in group if node.kind() == "import_statement"]
    if not group:
        at, blank = _behind_head(changes, tree)
        changes.insert(at, "".join(f"import {module}\n" for module in missing) + blank)
        return
    first = _first_name(group[0])
    if first not in sys.stdlib_module_names:
        lines = "".join(f"import {module}\n" for module in missing)
        changes.insert(changes.line_start(group[0]), f"{lines}\n")
        return
    for module in missing:
        later = [node for node in plain if _first_name(node).lower() > module]
        if later:
            changes.insert(changes.line_start(later[0]), f"import {module}\n")
        elif plain:
            changes.insert(changes.line_end(plain[-1]), f"\nimport {module}")
        else:
            changes.insert(changes.line_start(group[0]), f"import {module}\n")


def _is_imported(names: Names, tree: SgNode, module: str) -> bool:
    bindings = [b for b in names.bindings_at(tree, module) if b.scope.kind() == "module"]
    if any(b.how is not How.IMPORT for b in bindings):
        raise Refused(f"`{module}` is no module in it")
    for binding in bindings:
        statement = binding.value
        means = imported(statement) if statement is not None else []
        if statement is None or all(
            item.dotted != module for item in means if item.local == module
        ):
            raise Refused(f"`{module}` is another module in it")
        if parent_of(statement).kind() == "module":
            return True
    return False


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
