"""How a file may call `subprocess.TimeoutExpired` at some place."""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._calls import with_items
from flake8_automation.rules.python._names.imports import Imported, imported, meaning
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import end, parent_of, start, within
from flake8_automation.source import Source

_MODULE = "subprocess"
_NAME = "TimeoutExpired"
_KINDS = ("import_from_statement", "import_statement")


class Spelling(NamedTuple):
    """An expression, and the edits without which it would have no meaning."""

    text: str
    edits: tuple[Edit, ...] = ()


def timeout_expired(source: Source, names: Names, place: SgNode) -> Spelling | None:
    """`subprocess.TimeoutExpired` in the file's own words, imported beside others if need be.

    None where the module is not imported in such a way that this can be told.
    """
    visible = [
        (statement, item)
        for statement in source.derive(_imports)
        if within(place, parent_of(statement)) and end(statement) <= start(place)
        for item in imported(statement)
        if _is_meant(names, place, item)
    ]
    for _, item in visible:
        if item.dotted == _MODULE:
            return Spelling(f"{item.local}.{_NAME}")
    for _, item in visible:
        if item.dotted == f"{_MODULE}.{_NAME}":
            return Spelling(item.local)
    if names.occurrences(_NAME):
        return None
    for statement, item in visible:
        if item.dotted.startswith(f"{_MODULE}."):
            return Spelling(_NAME, _extended(source, statement))
    return None


def _imports(source: Source) -> list[SgNode]:
    found = source.tree.find_all(any=[{"kind": kind} for kind in _KINDS])
    return [statement for statement in found if _MODULE in statement.text()]


def _is_meant(names: Names, place: SgNode, item: Imported) -> bool:
    """Whether a name that is imported means just that at the place."""
    bindings = names.bindings_at(place, item.local)
    return bool(bindings) and all(
        b.how is How.IMPORT and b.value is not None and meaning(b.node, b.value) == item.dotted
        for b in bindings
    )


def _extended(source: Source, statement: SgNode) -> tuple[Edit, ...]:
    if any(child.kind() == "(" for child in statement.children()):
        return with_items(source, statement, (_NAME,))
    behind = source.span(end(statement), end(statement))
    return (Edit(behind, f", {_NAME}"),)
