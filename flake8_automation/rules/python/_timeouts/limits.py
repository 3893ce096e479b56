"""The limit that a fix writes: a number by command, or the constant that the settings name."""

from collections.abc import Iterable
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rule import Case
from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._names.names import Callee, Names
from flake8_automation.rules.python._nodes import field, start, unwrapped
from flake8_automation.rules.python._processes import waits
from flake8_automation.rules.python._timeouts.command_lines import Command, known_as
from flake8_automation.rules.python._timeouts.commands import commands, of_words, values
from flake8_automation.rules.python._timeouts.constants import number_at, place_for
from flake8_automation.rules.python._timeouts.seconds import seconds_for
from flake8_automation.source import Source

_BY_ARGUMENTS = frozenset(
    {"asyncio.create_subprocess_exec", "asyncio.subprocess.create_subprocess_exec"}
)
_STARTS = _BY_ARGUMENTS | {
    "asyncio.create_subprocess_shell",
    "asyncio.subprocess.create_subprocess_shell",
    "os.popen",
    "os.system",
    "subprocess.Popen",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "subprocess.run",
}


class Limit(NamedTuple):
    """What a fix writes as the timeout, and the edits without which that would have no meaning."""

    text: str
    edits: tuple[Edit, ...] = ()


def limit_of_start(case: Case, names: Names, call: SgNode, callee: Callee) -> Limit:
    """The limit of a call that starts a process and waits for it."""
    return _limit(case, names, call, _started(names, call, callee))


def limit_of_wait(case: Case, names: Names, wait: SgNode) -> Limit:
    """The limit of the process whose method waits for it."""
    process = unwrapped(field(field(wait, "function"), "object"))
    made = [process] if process.kind() == "call" else values(names, process)
    return _limit(case, names, wait, [each for value in made for each in _made(names, value)])


def _made(names: Names, value: SgNode | None) -> list[Command]:
    """What is started by the expression that a process comes from."""
    call = unwrapped(value) if value is not None else None
    callee = names.callee(field(call, "function")) if call and call.kind() == "call" else None
    if call is None or callee is None or callee.name not in _STARTS:
        return [()]
    return _started(names, call, callee)


def _started(names: Names, call: SgNode, callee: Callee) -> list[Command]:
    given = arguments(names, call, callee)
    if callee.name in _BY_ARGUMENTS:
        return [of_words(names, list(given.positional))]
    told = (given.get(name, 0) for name in ("args", "cmd", "command"))
    command = next((node for node in told if node is not None), None)
    return [()] if command is None else commands(names, command)


def _limit(case: Case, names: Names, call: SgNode, started: Iterable[Command]) -> Limit:
    name = case.settings.timeout_constant
    if name:
        if number_at(names, call, name):
            return Limit(name)
        place = place_for(case.source, name, case.source.derive(_first_process))
        if place is not None and place.offset < start(call):
            most = seconds_for(case.settings, case.source.derive(_unlimited))
            return Limit(name, (place.insert(f"{name} = {most}  # seconds"),))
    return Limit(str(seconds_for(case.settings, map(known_as, started))))


# These two are the same for all gaps of a file, whichever rule finds them and in whichever round.


def _first_process(source: Source) -> int:
    """Where (0-based) the first process is started or, it may be, awaited."""
    names = source.derive(Names)
    return min(start(call) for call, _ in (*names.calls_to(_STARTS), *waits(names)))


def _unlimited(source: Source) -> list[tuple[str, ...]]:
    """What a file starts in calls that have no timeout, by the names of the programs."""
    names = source.derive(Names)
    return [
        known_as(each)
        for call, callee in names.calls_to(_STARTS)
        if (timeout := arguments(names, call, callee).get("timeout")) is None
        or unwrapped(timeout).kind() == "none"
        for each in _started(names, call, callee)
    ]
