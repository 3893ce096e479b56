"""Awaited waits for a child process of asyncio without a limit."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.model import Edit, Fix, Safety
from flake8_automation.rule import Case, Found
from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    FUNCTIONS,
    as_written,
    called,
    end,
    field,
    lineage,
    parent_of,
    start,
    unwrapped,
)
from flake8_automation.rules.python._processes import has_list_splat, only_reaps, waits

_CHILDREN = frozenset(
    {
        "asyncio.create_subprocess_exec",
        "asyncio.create_subprocess_shell",
        "asyncio.subprocess.Process",  # in an annotation
        "asyncio.subprocess.create_subprocess_exec",
        "asyncio.subprocess.create_subprocess_shell",
    }
)
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
_SPEAKS_OF_A_LIMIT = ("timeout", "deadline", "fail_after", "fail_at", "move_on", "time_limit")


def unlimited_awaits(case: Case) -> Iterator[Found]:
    """A site is every awaited wait for a known asyncio process that is not merely reaped."""
    names = case.source.derive(Names)
    for call, _ in waits(names):
        process = field(called(call), "object")
        if not _is_child(names, process) or only_reaps(process, call):
            continue
        bounded = _bounded_by_wait_for(names, call)
        if bounded is None and not _is_awaited(call):
            continue  # handed on: to gather, create_task …
        in_block = _in_bounded_block(names, call)
        if bounded or in_block:
            yield Found(call, gap=False)
        elif in_block is not None:
            message = (
                f"`{as_written(call)}` waits for ever if the child hangs; await it inside "
                "asyncio.timeout(SECONDS) and end the child when it expires"
            )
            fix = _fix(case, names, call) if case.wants_fixes and bounded is None else None
            yield Found(call, gap=True, message=message, fix=fix)


def _is_child(names: Names, process: SgNode) -> bool:
    if process.kind() != "identifier" or names.instance_of(process) in _CHILDREN:
        return names.instance_of(process) in _CHILDREN
    # made by the one function here and by the other there
    values = [b.value for b in names.bindings(process) if b.how is How.ASSIGNMENT]
    made = [value is not None and names.instance_of(value) in _CHILDREN for value in values]
    return bool(made) and all(made) and len(made) == len(names.bindings(process))


def _is_awaited(call: SgNode) -> bool:
    above = parent_of(call)
    while above.kind() == "parenthesized_expression":
        above = parent_of(above)
    return above.kind() == "await"


def _bounded_by_wait_for(names: Names, call: SgNode) -> bool | None:
    """Whether the `wait_for` around a call has a limit; None: there is no `wait_for`."""
    items = parent_of(call)
    if items.kind() == "keyword_argument":
        items = parent_of(items)
    outer = parent_of(items) if items.kind() == "argument_list" else None
    if outer is None or outer.kind() != "call":
        return None
    if names.refers_to(field(outer, "function")) not in _WAIT_FOR:
        return None
    given = arguments(names, outer)
    return given.may_hold("timeout") or has_list_splat(outer) or _limits(given.get("timeout", 1))


def _in_bounded_block(names: Names, call: SgNode) -> bool | None:
    """Whether a block around a call has a limit; None: it may have one, by a name not known."""
    answer: bool | None = False
    for _, parent in lineage(call):
        if parent.kind() in FUNCTIONS:
            break
        if parent.kind() == "with_statement":
            for entered in parent.find_all(kind="with_item"):
                if parent_of(parent_of(entered)) != parent:
                    continue  # of a `with` further inside
                bounds = _bounds_its_block(names, field(entered, "value"))
                if bounds:
                    return True
                answer = None if bounds is None else answer
    return answer


def _bounds_its_block(names: Names, entered: SgNode) -> bool | None:
    if entered.kind() == "as_pattern":
        entered = entered.named_children()[0]
    if entered.kind() == "identifier":
        values = [b.value for b in names.bindings(entered)]
        entered = values[0] if len(values) == 1 and values[0] is not None else entered
    name = names.refers_to(field(entered, "function")) if entered.kind() == "call" else None
    if name in _SCOPES:
        given = arguments(names, entered)
        return (
            given.may_hold(_SCOPES[name])
            or has_list_splat(entered)
            or _limits(given.get(_SCOPES[name], 0))
        )
    return None if any(word in entered.text().lower() for word in _SPEAKS_OF_A_LIMIT) else False


def _limits(value: SgNode | None) -> bool:
    return value is not None and unwrapped(value).kind() != "none"


def _fix(case: Case, names: Names, call: SgNode) -> Fix:
    """Unsafe: it can end work that is merely slow."""
    from flake8_automation.rules.python._timeouts.limits import limit_of_wait

    bindings = names.bindings_at(call, "asyncio")
    limit = limit_of_wait(case, names, call)
    if not bindings or any(names.refers_to(binding.node) != "asyncio" for binding in bindings):
        reason = "`asyncio` is not imported by that name here"
        title = f"Await it inside asyncio.timeout({limit.text}); only shown, since {reason}"
        return Fix(title, (), Safety.DISPLAY)
    source = case.source
    edits = (
        *limit.edits,
        Edit(source.span(start(call), start(call)), "asyncio.wait_for("),
        Edit(source.span(end(call), end(call)), f", timeout={limit.text})"),
    )
    return Fix(f"Await it through asyncio.wait_for with timeout={limit.text}", edits, Safety.UNSAFE)
