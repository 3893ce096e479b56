"""AUT104: awaiting an asyncio child process stands still for as long as the child does."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.model import Edit, Fix, Priority, Safety
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    FUNCTIONS,
    as_written,
    end,
    field,
    lineage,
    parent_of,
    start,
)
from flake8_automation.rules.python._processes import only_reaps, waits

_CHILDREN = frozenset({"asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"})
_WAIT_FOR = frozenset({"asyncio.wait_for", "asyncio.tasks.wait_for"})

# What bounds its block -> the name of the argument that says how long.
_SCOPES = {
    "asyncio.timeout": "delay",
    "asyncio.timeout_at": "when",
    "async_timeout.timeout": "delay",
    "async_timeout.timeout_at": "deadline",
    "anyio.fail_after": "delay",
    "anyio.move_on_after": "delay",
    "trio.fail_after": "seconds",
    "trio.fail_at": "deadline",
    "trio.move_on_after": "seconds",
    "trio.move_on_at": "deadline",
}


@rule(
    "AUT104",
    "async-process-wait-without-timeout",
    needles=(
        (b"subprocess", b"create_subprocess_", b".wait"),
        (b"subprocess", b"create_subprocess_", b".communicate"),
    ),
    priority=Priority.P1,
)
def async_process_wait_without_timeout(case: Case) -> Iterator[Found]:
    """A site is every awaited wait for a known asyncio process that is not merely reaped."""
    names = case.source.derive(Names)
    for call, _ in waits(names):
        process = field(field(call, "function"), "object")
        if names.instance_of(process) not in _CHILDREN or only_reaps(process, call):
            continue
        bounded = _bounded_by_wait_for(names, call)
        if bounded is None and parent_of(call).kind() != "await":
            continue  # handed on: to gather, create_task …
        if bounded or _in_bounded_block(names, call):
            yield Found(call, gap=False)
        else:
            message = (
                f"`{as_written(call)}` waits for ever if the child hangs; await it inside "
                "asyncio.timeout(SECONDS) and end the child when it expires"
            )
            fix = _fix(case, names, call) if bounded is None else None
            yield Found(call, gap=True, message=message, fix=fix)


def _bounded_by_wait_for(names: Names, call: SgNode) -> bool | None:
    """Whether the `wait_for` around a call has a limit; None: there is no `wait_for`."""
    items = parent_of(call)
    outer = parent_of(items) if items.kind() == "argument_list" else None
    if outer is None or outer.kind() != "call":
        return None
    if names.refers_to(field(outer, "function")) not in _WAIT_FOR:
        return None
    given = arguments(names, outer)
    return given.is_open or _limits(given.get("timeout", 1))


def _in_bounded_block(names: Names, call: SgNode) -> bool:
    for _, parent in lineage(call):
        if parent.kind() in FUNCTIONS:
            break
        if parent.kind() == "with_statement":
            entered = parent.named_children()[0].find_all(kind="call")
            if any(_bounds_its_block(names, other) for other in entered):
                return True
    return False


def _bounds_its_block(names: Names, call: SgNode) -> bool:
    name = names.refers_to(field(call, "function"))
    if name not in _SCOPES:
        return False
    given = arguments(names, call)
    return given.is_open or _limits(given.get(_SCOPES[name], 0))


def _limits(value: SgNode | None) -> bool:
    return value is not None and value.kind() != "none"


def _fix(case: Case, names: Names, call: SgNode) -> Fix:
    """Unsafe: it can end work that is merely slow."""
    bindings = names.bindings_at(call, "asyncio")
    seconds = case.settings.timeout
    if not bindings or any(names.refers_to(binding.node) != "asyncio" for binding in bindings):
        return Fix(f"Await it inside asyncio.timeout({seconds})", (), Safety.DISPLAY)
    source = case.source
    edits = (
        Edit(source.span(start(call), start(call)), "asyncio.wait_for("),
        Edit(source.span(end(call), end(call)), f", timeout={seconds})"),
    )
    return Fix(f"Await it through asyncio.wait_for with timeout={seconds}", edits, Safety.UNSAFE)
