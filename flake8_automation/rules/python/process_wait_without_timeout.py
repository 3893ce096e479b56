"""AUT102: `wait()` and `communicate()` of a `Popen` wait for the child as long as it takes."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.model import Fix, Priority, Safety
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._names import Names
from flake8_automation.rules.python._nodes import SCOPES, as_written, field, lineage, start
from flake8_automation.rules.python._scopes import How
from flake8_automation.rules.python.subprocess_without_timeout import timeout_fix

# Method -> where its timeout stands among the positional arguments (0-based).
_WAITS = {"wait": 0, "communicate": 1}
_ENDINGS = ("kill", "terminate", "communicate")


@rule(
    "AUT102",
    "process-wait-without-timeout",
    needles=((b"Popen", b"wait"), (b"Popen", b"communicate")),
    priority=Priority.P1,
)
def process_wait_without_timeout(case: Case) -> Iterator[Found]:
    """A site is every wait for a known `Popen`, but for one that only reaps a child already ended."""
    names = case.source.derive(Names)
    for call, method in _method_calls(names):
        process = field(field(call, "function"), "object")
        if names.instance_of(process) != "subprocess.Popen" or _only_reaps(process, call):
            continue
        given = arguments(names, call)
        timeout = given.get("timeout", _WAITS[method])
        if timeout is None and given.is_open:
            continue
        if timeout is not None and timeout.kind() != "none":
            yield Found(call, gap=False)
        else:
            fault = "has timeout=None" if timeout is not None else "has no timeout"
            message = (
                f"`{as_written(call)}` {fault} and waits for ever if the child hangs; "
                "pass timeout=SECONDS and end the child when it expires"
            )
            yield Found(call, gap=True, message=message, fix=_fix(case, names, call, timeout))


def _method_calls(names: Names) -> Iterator[tuple[SgNode, str]]:
    for method in _WAITS:
        for name in names.occurrences(method):
            attribute = name.parent()
            if (
                attribute is None
                or attribute.kind() != "attribute"
                or attribute.field("attribute") != name
            ):
                continue
            call = attribute.parent()
            if call is not None and call.kind() == "call" and call.field("function") == attribute:
                yield call, method


def _only_reaps(process: SgNode, call: SgNode) -> bool:
    """Whether the same process was ended or awaited before, in a block that leads here."""
    name = process.text()
    for child, parent in lineage(call):
        if parent.kind() in SCOPES:
            # the statements of a module are its children; those of a function stand in a block
            return parent.kind() == "module" and _ended_before(child, name)
        if parent.kind() == "block" and _ended_before(child, name):
            return True
    return False


def _ended_before(statement: SgNode, process: str) -> bool:
    for earlier in statement.prev_all():
        if _rebinds(earlier, process):
            return False
        if any(_ends(call, process) for call in earlier.find_all(kind="call")):
            return True
    return False


def _ends(call: SgNode, process: str) -> bool:
    function = field(call, "function")
    if function.kind() != "attribute" or field(function, "attribute").text() not in _ENDINGS:
        return False
    return field(function, "object").text() == process


def _rebinds(statement: SgNode, process: str) -> bool:
    return any(
        target.text() == process
        for node in statement.find_all(kind="assignment")
        if (target := node.field("left")) is not None
    )


def _fix(case: Case, names: Names, call: SgNode, timeout: SgNode | None) -> Fix:
    if _inside_with_popen(names, call):
        # leaving the `with` waits for the child again, without limit
        title = "Add a timeout and a handler that kills the child: leaving `with Popen` waits again"
        return Fix(title, (), Safety.DISPLAY)
    return timeout_fix(case, call, timeout)


def _inside_with_popen(names: Names, call: SgNode) -> bool:
    process = field(field(call, "function"), "object")
    if process.kind() != "identifier":
        return False
    return any(
        binding.how is How.WITH and start(binding.node) < start(call)
        for binding in names.bindings(process)
    )
