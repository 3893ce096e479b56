"""Calls that run a command and take no limit."""

from collections.abc import Iterator
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit, Fix, Safety
from flake8_automation.rule import Case, Found
from flake8_automation.rules.python._calls import arguments, with_keywords
from flake8_automation.rules.python._names.imports import imported
from flake8_automation.rules.python._names.names import Callee, Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    as_written,
    called,
    end,
    field,
    is_splat,
    parent_of,
    start,
)
from flake8_automation.source import Source

_SHELLS = frozenset({"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"})
_SPAWNS = frozenset(
    f"os.spawn{how}{kind}{env}" for how in "lv" for kind in ("", "p") for env in ("", "e")
)


def unlimitable_calls(case: Case) -> Iterator[Found]:
    """Every such call is a gap; `os.spawn*` only with `P_WAIT`."""
    names = case.source.derive(Names)
    for call, callee in names.calls_to(_SHELLS | _SPAWNS):
        if callee.name in _SPAWNS and not _waits(names, call):
            continue
        message = (
            f"`{as_written(call)}` cannot be given a timeout and waits for ever if the command "
            "hangs; use subprocess.run with timeout=SECONDS"
        )
        fix = _fix(case, names, call, callee) if case.wants_fixes else None
        yield Found(call, gap=True, message=message, fix=fix)


def _waits(names: Names, call: SgNode) -> bool:
    mode = arguments(names, call).get("mode", 0)
    return mode is not None and names.refers_to(mode) == "os.P_WAIT"


class _Rewrite(NamedTuple):
    """The bounded call that means the same: what is added to the arguments, and what follows it.

    `replaced` is the expression that it stands for: the call, or the chain that reads its output.
    """

    keywords: tuple[str, ...]
    suffix: str
    replaced: SgNode


def _fix(case: Case, names: Names, call: SgNode, callee: Callee) -> Fix:
    """Unsafe: it can end work that is merely slow. Shown only where no exact rewrite is known."""
    from flake8_automation.rules.python._timeouts.limits import limit_of_start

    rewrite = _rewrite(names, call, callee.name)
    if rewrite is None:
        return _shown("the use of its arguments and its result cannot be kept exactly")
    where = _subprocess(case.source, names, call)
    if where is None:
        return _shown("`subprocess` cannot be named here")
    module, imports = where
    source = case.source
    limit = limit_of_start(case, names, call, callee)
    keywords = (
        *(k.replace("@", module) for k in rewrite.keywords),
        f"timeout={limit.text}",
    )
    edits = (
        *imports,
        *limit.edits,
        Edit(source.span_of(called(call)), f"{module}.run"),
        *with_keywords(source, call, keywords),
        Edit(source.span(end(call), end(rewrite.replaced)), rewrite.suffix),
    )
    changed = tuple(e for e in edits if e.text or e.span.start != e.span.end)
    return Fix(f"Use {module}.run with timeout={limit.text}", changed, Safety.UNSAFE)


def _shown(reason: str) -> Fix:
    title = f"Use subprocess.run with a timeout; only shown, since {reason}"
    return Fix(title, (), Safety.DISPLAY)


def _rewrite(names: Names, call: SgNode, name: str) -> _Rewrite | None:
    given = arguments(names, call)
    if (
        len(given.positional) != 1
        or given.named
        or given.is_open
        or given.possible
        or _has_splat(call)
    ):
        return None
    if name == "os.system":
        if parent_of(call).kind() == "expression_statement":
            return _Rewrite(("shell=True",), "", call)
        if _only_success_counts(call):
            return _Rewrite(("shell=True",), ".returncode", call)
        return None
    if name == "subprocess.getoutput":
        keywords = ("shell=True", "text=True", "stdout=@.PIPE", "stderr=@.STDOUT")
        return _Rewrite(keywords, '.stdout.removesuffix("\\n")', call)
    if name == "os.popen":
        read = _read_at_once(call)
        piped = ("shell=True", "text=True", "stdout=@.PIPE")
        return _Rewrite(piped, ".stdout", read) if read is not None else None
    return None


def _has_splat(call: SgNode) -> bool:
    return any(is_splat(item) for item in field(call, "arguments").named_children())


def _only_success_counts(call: SgNode) -> bool:
    """Whether the result is only compared with zero: wait status and exit code agree there."""
    node, parent = call, parent_of(call)
    while parent.kind() == "parenthesized_expression":
        node, parent = parent, parent_of(parent)
    if parent.kind() == "comparison_operator":
        operands = parent.named_children()
        operators = [child.text() for child in parent.children() if child not in operands]
        zero = len(operands) == 2 and "0" in (operands[0].text(), operands[1].text())
        return zero and operators in (["=="], ["!="])
    if parent.kind() == "not_operator":
        return True
    return parent.kind() in {"if_statement", "while_statement", "elif_clause"} and (
        parent.field("condition") == node
    )


def _read_at_once(call: SgNode) -> SgNode | None:
    """The chain `os.popen(...).read()`."""
    attribute = parent_of(call)
    if attribute.kind() != "attribute" or field(attribute, "attribute").text() != "read":
        return None
    read = parent_of(attribute)
    is_plain = read.kind() == "call" and not field(read, "arguments").named_children()
    return read if is_plain else None


def _subprocess(source: Source, names: Names, call: SgNode) -> tuple[str, tuple[Edit, ...]] | None:
    """How this call may name the module `subprocess`, and the edit that imports it, if any."""
    root = call
    while root.kind() in {"call", "attribute"}:
        root = field(root, "function" if root.kind() == "call" else "object")
    if root.kind() != "identifier":
        return None
    if names.refers_to(root) == "subprocess":
        return root.text(), ()
    known = [b for b in names.bindings_at(call, "subprocess") if b.value is not None]
    if any(b.value is not None and _imports_subprocess(b.value) for b in known) and len(known) == 1:
        return "subprocess", ()
    if names.occurrences("subprocess"):
        return None  # bound to something else, or imported where this call does not see it
    statements = [b.value for b in names.bindings(root) if b.how is How.IMPORT]
    if len(statements) != 1 or statements[0] is None:
        return None
    return _import_below(source, statements[0])


def _imports_subprocess(statement: SgNode) -> bool:
    if statement.kind() != "import_statement":
        return False
    return any(item.local == item.dotted == "subprocess" for item in imported(statement))


def _import_below(source: Source, statement: SgNode) -> tuple[str, tuple[Edit, ...]] | None:
    line = source.position(start(statement)).line
    indent = source.text[source.line_start(line) : start(statement)]
    behind = end(statement)
    rest = source.text[behind:].split("\n", 1)[0].rstrip("\r")
    if indent.strip() or rest.strip() or "\n" not in source.text[behind:]:
        return None
    added = f"{source.newline}{indent}import subprocess"
    return "subprocess", (Edit(source.span(behind, behind), added),)
