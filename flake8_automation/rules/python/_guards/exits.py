"""Whether a suite of statements always leaves: the function, the loop or the program."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parts_of, unwrapped

_LEAVES = frozenset(
    {"return_statement", "raise_statement", "continue_statement", "break_statement"}
)
_EXITS = frozenset(
    {"sys.exit", "builtins.exit", "builtins.quit", "os._exit", "os.abort", "os.execv", "os.execvp"}
)
# Imported or inherited, so known by name only.
_EXITS_BY_NAME = frozenset(
    "die fatal abort bail bail_out fail exit sys_exit error_exit exit_error exit_with_error "
    "fail_json exit_json usage".split()
)


_PARSERS = frozenset({"argparse.ArgumentParser", "optparse.OptionParser"})
_DEPTH = 2  # how far functions of the file that exit are followed


def ends(names: Names, suite: SgNode, *, outright: bool = False, depth: int = _DEPTH) -> bool:
    """Whether what stands behind a suite is never reached from it; `outright`: not by `return`."""
    statements = parts_of(suite)
    if not statements:
        return False
    last = statements[-1]
    kind = last.kind()
    if kind in _LEAVES:
        return not outright or kind == "raise_statement"
    if kind == "expression_statement":
        return exits(names, unwrapped(last.named_children()[0]), depth)
    if kind == "if_statement":
        suites = [field(last, "consequence")]
        clauses = last.field_children("alternative")
        suites += [c.field("consequence") or field(c, "body") for c in clauses]
        has_else = bool(clauses) and clauses[-1].kind() == "else_clause"
        return has_else and all(ends(names, s, outright=outright, depth=depth) for s in suites)
    if kind == "with_statement":
        return ends(names, field(last, "body"), outright=outright, depth=depth)
    return False


def exits(names: Names, call: SgNode, depth: int = _DEPTH) -> bool:
    """Whether an expression is a call that ends the program."""
    if call.kind() != "call":
        return False
    function = field(call, "function")
    if names.refers_to(function) in _EXITS:
        return True
    definition = names.definition_of(function)
    if definition is not None and definition.kind() == "function_definition":
        body = field(definition, "body")
        return depth > 0 and ends(names, body, outright=True, depth=depth - 1)
    if function.kind() == "attribute":
        method = field(function, "attribute").text()
        base = field(function, "object").text().lower()
        if method == "error":  # ends the program for a parser, not for a logger
            return "pars" in base or names.instance_of(field(function, "object")) in _PARSERS
        return method in _EXITS_BY_NAME
    return function.text() in _EXITS_BY_NAME
