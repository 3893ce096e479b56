"""Why a script cannot be given `--json` right: one table of questions, asked in its order."""

import re
from collections.abc import Callable, Iterator

from flake8_automation.rule import Case
from flake8_automation.rules.python._guards.guards import Guards
from flake8_automation.rules.python._guards.prompts import prompts
from flake8_automation.rules.python._json_fix.capture import CLASS, NAME
from flake8_automation.rules.python._json_fix.changes import Refused
from flake8_automation.rules.python._json_fix.children import inheriting
from flake8_automation.rules.python._json_fix.loops import endless
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parent_of, positional, start

_PROCESS = "a process of its own would print beside the document"
_GONE = "ends it before a document can be printed"
_ENDS = {
    "os._exit": f"`os._exit` {_GONE}",
    "os.abort": f"`os.abort` {_GONE}",
    **{
        f"os.exec{kind}": f"`os.exec{kind}` {_GONE}"
        for kind in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")
    },
    "os.fork": _PROCESS,
    "os.forkpty": _PROCESS,
    "multiprocessing.Process": _PROCESS,
    "multiprocessing.Pool": _PROCESS,
    "multiprocessing.pool.Pool": _PROCESS,
    "multiprocessing.get_context": _PROCESS,
    "concurrent.futures.ProcessPoolExecutor": _PROCESS,
    "concurrent.futures.process.ProcessPoolExecutor": _PROCESS,
    "joblib.Parallel": _PROCESS,
    "joblib.parallel.Parallel": _PROCESS,
    "atexit.register": "what `atexit` calls would print behind the document",
}
_DESCRIPTORS = frozenset(
    {"os.write", "os.fdopen", "os.dup", "os.dup2", "os.close", "os.sendfile", "builtins.open"}
)
_TERMINAL = re.compile(
    r"(?m)^\s*(?:import|from)\s+(?:curses|textual|urwid|blessed|asciimatics|prompt_toolkit|npyscreen)\b"
    r"|\becho_via_pager\(|\bpydoc\.pager\("
)
_TARGETS = re.compile(
    r"\bFileType\(\s*(?:mode\s*=\s*)?[rb]*[\"'][wa+]|\b(?:click|typer)\.(?:File\(\s*(?:mode\s*=\s*)?[\"'][wa]"
    r"|FileTextWrite|FileBinaryWrite)|\bget_(?:text|binary)_stream\(|[\"']/dev/(?:stdout|fd/1|tty)"
)
# One of these stands in all that the pattern finds; to look for a word is a hundred times as fast.
_TERMINAL_WORDS = (
    *("curses", "textual", "urwid", "blessed", "asciimatics", "prompt_toolkit", "npyscreen"),
    *("echo_via_pager(", "pydoc.pager("),
)
_TARGET_WORDS = ("FileType(", ".File", "_stream(", "/dev/")
_TESTS = frozenset(
    "if_statement elif_clause while_statement not_operator boolean_operator comparison_operator "
    "conditional_expression".split()
)
_JOINED = re.compile(r"\.join\(\s*(?:timeout\b[^)]*|[\d.]*)\)")


def check(case: Case, names: Names) -> None:
    """Raise Refused where the script does something that one document cannot stand for."""
    for question in _QUESTIONS:
        for reason in question(case, names):
            raise Refused(reason)


def _names_taken(_case: Case, names: Names) -> Iterator[str]:
    for name in (NAME, CLASS):
        if names.occurrences(name):
            yield f"it uses the name `{name}`"


def _children(case: Case, names: Names) -> Iterator[str]:
    for call in inheriting(names):
        line = case.source.position(start(call)).line
        yield f"a child process (line {line}) writes to its standard output"


def _abrupt_ends(case: Case, names: Names) -> Iterator[str]:
    for call, callee in names.calls_to(frozenset(_ENDS)):
        yield f"{_ENDS[callee.name]} (line {case.source.position(start(call)).line})"


def _descriptor(case: Case, names: Names) -> Iterator[str]:
    for call, callee in names.calls_to(_DESCRIPTORS):
        if any(node.text() == "1" for node in positional(call)[:2]):
            line = case.source.position(start(call)).line
            yield f"`{callee.name.removeprefix('builtins.')}` uses descriptor 1 (line {line})"
    text = case.source.text
    if any(word in text for word in _TARGET_WORDS) and _TARGETS.search(text):
        yield "one of its files can be standard output"


def _loops(case: Case, names: Names) -> Iterator[str]:
    for node in endless(case.source.tree, names):
        line = case.source.position(start(node)).line
        yield f"an endless loop (line {line}) would never come to the document"


def _questions(case: Case, names: Names) -> Iterator[str]:
    guards = Guards(names, case.settings.guard_names)
    for prompt in prompts(case.source, names):
        if not guards.is_guarded(prompt.call):
            line = case.source.position(start(prompt.call)).line
            name = prompt.name.removeprefix("builtins.")
            yield f"the question of `{name}` (line {line}) would not be seen"


def _arguments(case: Case, names: Names) -> Iterator[str]:
    """`if len(sys.argv) < 2:` would take `--json` for a word of the command."""
    for identifier in names.occurrences("argv"):
        node = parent_of(identifier)
        if node.kind() != "attribute" or names.refers_to(node) != "sys.argv":
            continue
        above = parent_of(node)
        if above.kind() == "subscript":
            index, node, above = field(above, "subscript").text(), above, parent_of(above)
            counts = index not in {"0", "1:"} or (index == "1:" and above.kind() in _TESTS)
        else:
            call = above.parent()
            counts = above.kind() in _TESTS or (
                call is not None and call.text().startswith("len(") and above.kind() != "block"
            )
        if counts:
            yield f"it looks at `sys.argv` itself (line {case.source.position(start(node)).line})"


def _threads(case: Case, names: Names) -> Iterator[str]:
    if names.occurrences("Thread") and not _JOINED.search(case.source.text):
        yield "a thread may print behind the document"


def _screens(case: Case, _names: Names) -> Iterator[str]:
    text = case.source.text
    if any(word in text for word in _TERMINAL_WORDS) and _TERMINAL.search(text):
        yield "it draws on the terminal"


_QUESTIONS: tuple[Callable[[Case, Names], Iterator[str]], ...] = (
    _names_taken,
    _children,
    _abrupt_ends,
    _descriptor,
    _loops,
    _questions,
    _screens,
    _arguments,
    _threads,
)
