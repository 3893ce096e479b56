"""Waits for a `Popen` without a limit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ast_grep_py import SgNode

from flake8_automation.model import Fix, Safety
from flake8_automation.rule import Case, Found
from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import as_written, called, field, start, unwrapped
from flake8_automation.rules.python._processes import (
    SOME_TIMEOUT,
    WAITS,
    has_list_splat,
    only_reaps,
    waits,
)

if TYPE_CHECKING:
    from flake8_automation.rules.python._timeouts.fixes import Fixes


def unlimited_waits(case: Case) -> Iterator[Found]:
    """A site is every wait for a known `Popen` but those that only reap a child already ended."""
    names = case.source.derive(Names)
    for call, method in waits(names):
        process = field(called(call), "object")
        if names.instance_of(process) != "subprocess.Popen" or only_reaps(process, call):
            continue
        given = arguments(names, call)
        timeout = given.get("timeout", WAITS[method])
        if timeout is None and (given.may_hold("timeout") or has_list_splat(call)):
            continue
        if timeout is not None and unwrapped(timeout).kind() != "none":
            yield Found(call, gap=False)
        else:
            fault = "has timeout=None" if timeout is not None else "has no timeout"
            message = (
                f"`{as_written(call)}` {fault} and waits for ever if the child hangs; "
                "pass timeout=SECONDS and end the child when it expires"
            )
            fix, alternatives = _fixes(case, names, call, timeout)
            yield Found(call, gap=True, message=message, fix=fix, alternatives=alternatives)


def _fixes(case: Case, names: Names, call: SgNode, replaced: SgNode | None) -> "Fixes":
    if not case.wants_fixes:
        return None, ()
    is_with = _inside_with_popen(names, call)
    if case.counts_fixes and not is_with:
        return SOME_TIMEOUT, ()
    from flake8_automation.rules.python._timeouts.fixes import Timeout
    from flake8_automation.rules.python._timeouts.limits import limit_of_wait

    timeout = Timeout(case, names, call, replaced, limit_of_wait(case, names, call))
    if not is_with:
        return timeout.fixes_of_wait()
    # leaving the `with` waits for the child again, without limit
    title = (
        "Add a timeout and a handler that kills the child, for leaving `with Popen` waits again; "
        "only shown, since its statement does more than take the result"
    )
    return timeout.killing_fix() or Fix(title, (), Safety.DISPLAY), ()


def _inside_with_popen(names: Names, call: SgNode) -> bool:
    process = field(called(call), "object")
    if process.kind() != "identifier":
        return False
    return any(
        binding.how is How.WITH and start(binding.node) < start(call)
        for binding in names.bindings(process)
    )
