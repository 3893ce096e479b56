"""Adding `TimeoutExpired` to a handler that does not catch it."""

import re

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._calls import with_items
from flake8_automation.rules.python._handlers import caught_by, escaped_clauses
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import end, field, parent_of, start, within
from flake8_automation.rules.python._timeouts.spellings import timeout_expired
from flake8_automation.source import Source

# Who catches these means "the command failed"; FileNotFoundError would say that it is missing.
_FAILURES = frozenset(
    {"subprocess.CalledProcessError", "builtins.OSError", "builtins.IOError",
     "builtins.EnvironmentError"}
)  # fmt: skip

# What both exceptions have. The output may be None, and bytes even where text was asked for.
_SHARED = frozenset({"add_note", "cmd", "with_traceback"})
_OUTPUT = frozenset({"output", "stderr", "stdout"})

# Calls that take any exception, or any value, for what it says.
_SHOWS = frozenset(
    {"builtins.Exception", "builtins.RuntimeError", "builtins.SystemExit", "builtins.ValueError",
     "builtins.bool", "builtins.isinstance", "builtins.print", "builtins.repr", "builtins.str",
     "builtins.type", "click.echo", "logging.log", "sys.exit"}
)  # fmt: skip
_SHOWING_METHOD = re.compile(r"debug|info|warn(ing)?|error|exception|critical|fatal|log|format")
_ALONG = frozenset(
    {"boolean_operator", "keyword_argument", "not_operator", "parenthesized_expression", "tuple"}
)
_TESTS = frozenset({"elif_clause", "if_statement", "interpolation", "raise_statement"})


def catch(source: Source, names: Names, call: SgNode) -> tuple[int, tuple[Edit, ...]] | None:
    """Let the handler for a failing command catch its timeout too.

    The line (1-based) of the handler and the edits. None where there is no such handler, or where
    what it does with the exception may not suit a `TimeoutExpired`.
    """
    clause = next(
        (c for c in escaped_clauses(names, call) if caught_by(names, c) & _FAILURES), None
    )
    if clause is None or not _suits(names, clause):
        return None
    spelling = timeout_expired(source, names, clause)
    if spelling is None:
        return None
    what = clause.named_children()[0]
    if what.kind() == "as_pattern":
        what = what.named_children()[0]
    if what.kind() == "tuple":
        added = with_items(source, what, (spelling.text,))
    else:
        first, last = start(what), end(what)
        added = (
            Edit(source.span(first, first), "("),
            Edit(source.span(last, last), f", {spelling.text})"),
        )
    return clause.range().start.line + 1, (*spelling.edits, *added)


def _suits(names: Names, clause: SgNode) -> bool:
    """Whether a handler only shows its exception, or asks what a `TimeoutExpired` has as well."""
    target = clause.find(kind="as_pattern_target")
    if target is None or not within(target, clause.named_children()[0]):
        return True
    return all(
        _is_shown(names, use)
        for use in names.occurrences(target.text())
        if within(use, clause) and not within(use, target)
    )


def _is_shown(names: Names, use: SgNode) -> bool:
    node, above = use, parent_of(use)
    if above.kind() == "attribute":
        if above.field("object") != use:
            return True  # another thing's attribute of this name
        attribute = field(above, "attribute").text()
        if attribute in _SHARED:
            return True
        if attribute not in _OUTPUT:
            return False
        node, above = above, parent_of(above)
    while above.kind() in _ALONG:
        node, above = above, parent_of(above)
    kind = above.kind()
    if kind == "binary_operator":
        return field(above, "operator").text() == "%" and above.field("right") == node
    if kind in _TESTS:
        return kind in {"interpolation", "raise_statement"} or above.field("condition") == node
    return kind == "argument_list" and _shows(names, field(parent_of(above), "function"))


def _shows(names: Names, function: SgNode) -> bool:
    if names.refers_to(function) in _SHOWS:
        return True
    is_method = function.kind() == "attribute"
    return is_method and bool(_SHOWING_METHOD.fullmatch(field(function, "attribute").text()))
