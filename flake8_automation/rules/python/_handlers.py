"""Which exceptions the `try` statements around a call catch."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import FUNCTIONS, lineage

_RELATED = frozenset(
    {
        "subprocess.CalledProcessError",
        "builtins.OSError",
        "builtins.IOError",
        "builtins.EnvironmentError",
        "builtins.FileNotFoundError",
        "builtins.PermissionError",
    }
)
_CATCHES_TIMEOUT = frozenset(
    {
        "subprocess.TimeoutExpired",
        "subprocess.SubprocessError",
        "builtins.Exception",
        "builtins.BaseException",
    }
)


def escape_line(names: Names, call: SgNode) -> int | None:
    """The line (1-based) of an `except` that handles a failing child but lets TimeoutExpired pass.

    None where there is no such handler, where another one around the call catches it, or where it
    cannot be told what the handlers catch.
    """
    clauses = escaped_clauses(names, call)
    return clauses[0].range().start.line + 1 if clauses else None


def escaped_clauses(names: Names, call: SgNode) -> list[SgNode]:
    """The `except` clauses of which `escape_line` names the first, innermost first."""
    found: list[SgNode] = []
    for child, parent in lineage(call):
        if parent.kind() in FUNCTIONS:
            break
        if parent.kind() != "try_statement" or parent.field("body") != child:
            continue
        for clause in parent.children():
            if clause.kind() != "except_clause":
                continue
            caught = caught_by(names, clause)
            if None in caught or caught & _CATCHES_TIMEOUT:
                return []
            if caught & _RELATED:
                found.append(clause)
    return found


def catches_timeout(names: Names, call: SgNode) -> bool:
    """Whether a `try` around a call may catch TimeoutExpired by name."""
    return any(
        "subprocess.TimeoutExpired" in caught_by(names, clause)
        for child, parent in lineage(call)
        if parent.kind() == "try_statement" and parent.field("body") == child
        for clause in parent.children()
        if clause.kind() == "except_clause"
    )


def caught_by(names: Names, clause: SgNode) -> set[str | None]:
    """The dotted names of what an `except` clause catches; None among them: something unknown."""
    what = clause.named_children()[0]
    if what.kind() == "block":
        return {"builtins.BaseException"}
    if what.kind() == "as_pattern":
        what = what.named_children()[0]
    items = what.named_children() if what.kind() == "tuple" else [what]
    return {names.refers_to(item) for item in items if item.kind() != "comment"}
