"""Prompts, and whether something decides that they are reached."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ast_grep_py import SgNode

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found
from flake8_automation.rules.python._guards.guards import Guards
from flake8_automation.rules.python._guards.prompts import Kind, Prompt, option_prompts, prompts
from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    as_written,
    enclosing_function,
    field,
    lineage,
    parent_of,
)

if TYPE_CHECKING:
    from flake8_automation.rules.python._guards.fix import Guarded

_PRIORITY = {Kind.CONFIRMATION: Priority.P1, Kind.SECRET: Priority.P1, Kind.QUESTION: Priority.P3}
_ADVICE = {
    Kind.CONFIRMATION: "take the answer from a flag such as --yes, or ask only on a terminal",
    Kind.SECRET: "take the secret from an option or the environment as well",
    Kind.QUESTION: "take the answer from an option, or ask only on a terminal",
}


def open_prompts(case: Case) -> Iterator[Found]:
    """A site is every prompt; it is covered where a guard decides whether it is reached."""
    names = case.source.derive(Names)
    covered = option_prompts(case.source, names)
    yield from (Found(call, gap=False) for call in covered)
    found = prompts(case.source, names)
    if not found:
        return
    guards = Guards(names, case.settings.guard_names)
    unguarded = [prompt for prompt in found if not guards.is_guarded(prompt.call)]
    guarded_calls = [prompt.call for prompt in found if prompt not in unguarded]
    yield from (Found(call, gap=False) for call in guarded_calls)
    fixes: list[Guarded | None] = [None] * len(unguarded)
    if case.wants_fixes and unguarded:
        from flake8_automation.rules.python._guards.fix import guard_fixes

        fixes = guard_fixes(case.source, names, unguarded, [*covered, *guarded_calls])
    for prompt, guarded in zip(unguarded, fixes, strict=True):
        helps = _is_helper(names, prompt.call, case.facts.entry_points)
        priority = Priority.P3 if helps else _PRIORITY[prompt.kind]
        fix = guarded.fix if guarded is not None else None
        yield Found(prompt.call, gap=True, message=_message(prompt), fix=fix, priority=priority)


def _message(prompt: Prompt) -> str:
    written = as_written(prompt.call)
    return f"`{written}` waits for a person and hangs an unattended run; {_ADVICE[prompt.kind]}"


def _is_helper(names: Names, call: SgNode, entry_points: frozenset[str]) -> bool:
    """Whether a prompt stands in a function that others call: in no command, nor the script."""
    function = enclosing_function(call)
    if function is None:
        return False
    above = parent_of(function)
    if above.kind() == "decorated_definition":
        decorators = " ".join(n.text() for n in above.children() if n.kind() == "decorator")
        if any(
            word in decorators for word in ("command", "group", "option", "argument", "callback")
        ):
            return False
    name = field(function, "name").text()
    if name == "main" or name in entry_points:
        return False
    return not any(use is not None and _runs_at_once(use) for use in calls_of(names, function))


def _runs_at_once(call: SgNode) -> bool:
    return all(p.kind() not in {"function_definition", "lambda"} for _, p in lineage(call))
