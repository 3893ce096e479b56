"""Having a module of the standard library at hand, with an import where there is none yet."""

import sys

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._guards.edits import Unclear, line_before, line_behind
from flake8_automation.rules.python._names.imports import imported
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import field
from flake8_automation.source import Source

_DEFINITIONS = frozenset({"function_definition", "class_definition", "decorated_definition"})
_KINDS = frozenset({"import_statement", "import_from_statement"})


def with_modules(source: Source, names: Names, modules: tuple[str, ...]) -> tuple[Edit, ...]:
    """The edits after which all of the file can call these modules by their names.

    Raises Unclear where a name stands for something else, or there is no place for an import.
    """
    missing = [module for module in sorted(modules) if not _is_at_hand(source, names, module)]
    if not missing:
        return ()
    statements = [n for n in _head(source) if n.kind() in _KINDS]
    plain = [n for n in statements if n.kind() == "import_statement" and _is_standard(n)]
    edits: list[Edit] = []
    for module in missing:
        later = next((n for n in plain if field(n, "name").text() > module), None)
        if later is not None:
            edits.append(line_before(source, later, f"import {module}"))
        elif plain:
            edits.append(line_behind(source, plain[-1], f"import {module}"))
        elif statements:
            gap = "" if _is_standard(statements[0]) else "\n"
            edits.append(line_before(source, statements[0], f"import {module}{gap}"))
        else:
            raise Unclear("it imports nothing where an import could be added")
    return tuple(edits)


def _head(source: Source) -> list[SgNode]:
    """The statements at the top of a file, before the first that defines or calls something."""
    head = []
    for statement in source.tree.named_children():
        if statement.kind() in _DEFINITIONS or statement.find(kind="call") is not None:
            break
        head.append(statement)
    return head


def _is_standard(statement: SgNode) -> bool:
    """Whether an import statement is about the standard library."""
    kind = "name" if statement.kind() == "import_statement" else "module_name"
    return field(statement, kind).text().partition(".")[0] in sys.stdlib_module_names


def _is_at_hand(source: Source, names: Names, module: str) -> bool:
    bindings = names.bindings_at(source.tree, module)
    statements = [b.value for b in bindings if b.how is How.IMPORT and b.value is not None]
    if len(statements) < len(bindings) or not all(_imports(one, module) for one in statements):
        raise Unclear(f"`{module}` stands for something else in this file")
    return any(statement in _head(source) for statement in statements)


def _imports(statement: SgNode, module: str) -> bool:
    return statement.kind() == "import_statement" and any(
        item.local == item.dotted == module for item in imported(statement)
    )
