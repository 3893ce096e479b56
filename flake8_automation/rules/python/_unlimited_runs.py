"""Calls of subprocess that wait for a child without a limit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ast_grep_py import SgNode

from flake8_automation.rule import Case, Found
from flake8_automation.rules.python._calls import Arguments, arguments
from flake8_automation.rules.python._handlers import escape_line
from flake8_automation.rules.python._names.names import Callee, Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import as_written, unwrapped
from flake8_automation.rules.python._processes import SOME_TIMEOUT
from flake8_automation.rules.python._programs import hands_over_terminal, is_whole_argument_of

if TYPE_CHECKING:
    from flake8_automation.rules.python._timeouts.fixes import Fixes

_WAITING = frozenset(
    {"subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output"}
)
_EXITS = frozenset({"sys.exit", "builtins.SystemExit", "builtins.exit", "builtins.quit"})


def unlimited_runs(case: Case) -> Iterator[Found]:
    """A site is every call that waits; it is covered by any timeout that is not None."""
    names = case.source.derive(Names)
    for call, callee in names.calls_to(_WAITING):
        given = arguments(names, call, callee)
        timeout = given.get("timeout")
        command = given.get("args", 0)
        if timeout is None and given.may_hold("timeout"):
            continue
        if is_whole_argument_of(names, call, _EXITS):
            continue
        if command is not None and hands_over_terminal(names, command):
            continue
        if timeout is not None and unwrapped(timeout).kind() != "none":
            yield Found(call, gap=False)
        else:
            message = _message(names, call, given, command)
            fix, alternatives = _fixes(case, names, call, callee, timeout)
            yield Found(call, gap=True, message=message, fix=fix, alternatives=alternatives)


def _fixes(
    case: Case, names: Names, call: SgNode, callee: Callee, replaced: SgNode | None
) -> "Fixes":
    if not case.wants_fixes:
        return None, ()
    if case.counts_fixes:
        return SOME_TIMEOUT, ()
    from flake8_automation.rules.python._timeouts.fixes import Timeout
    from flake8_automation.rules.python._timeouts.limits import limit_of_start

    limit = limit_of_start(case, names, call, callee)
    return Timeout(case, names, call, replaced, limit).fixes()


def _message(names: Names, call: SgNode, given: Arguments, command: SgNode | None) -> str:
    written = as_written(call)
    fault = "has timeout=None" if "timeout" in given.named else "has no timeout"
    advice = "pass timeout=SECONDS"
    if command is not None and command.kind() == "identifier":
        bindings = names.bindings(command)
        if bindings and all(b.how is How.PARAMETER for b in bindings):
            advice = "accept a timeout parameter and pass it on"
    message = f"`{written}` {fault} and waits for ever if the child hangs; {advice}"
    line = escape_line(names, call)
    return message + (
        f" (the `except` on line {line} would not catch TimeoutExpired)" if line else ""
    )
