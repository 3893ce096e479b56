"""AUT403: a step that passes without doing what its name says, or that hides that it failed."""

from collections.abc import Iterator

from flake8_automation.model import Edit, Fix, Priority, Safety
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.workflow._marks import of_step
from flake8_automation.rules.workflow._model import Job, Step, workflows
from flake8_automation.rules.workflow._shell import Command, Where, blotted
from flake8_automation.rules.workflow._texts import offsets
from flake8_automation.rules.workflow._work import (
    explains,
    is_masked_work,
    is_unfinished,
    is_work,
    reports,
)


@rule("AUT403", "placeholder-step", needles=((b"run",),), priority=Priority.P1)
def placeholder_step(case: Case) -> Iterator[Found]:
    """A site is every step that is called like work; real commands whose failure counts cover."""
    for workflow in case.source.derive(workflows):
        for job, step in workflow.steps():
            done = step.commands
            if not step.run or done is None:
                continue
            masked = next((command for command in done if _is_masked(command)), None)
            if masked:
                fix = _unmask(case, step, masked)
                yield _gap(job, step, _masked_message(step, masked), fix)
            elif only_talks(job, step):
                yield _gap(job, step, _message(job, step), _fail(case, step))
            elif is_work(step.text("name") or step.text("id")) and _does_something(done):
                yield Found(step.place, gap=False)


def _gap(job: Job | None, step: Step, message: str, fix: Fix | None) -> Found:
    return Found(step.place, gap=True, message=message, fix=fix, mark=of_step(job, step))


def _is_masked(command: Command) -> bool:
    return command.fallback is not None and command.where is Where.PLAIN and is_masked_work(command)


def _does_something(done: tuple[Command, ...]) -> bool:
    return any(not command.is_talk for command in done)


def only_talks(job: Job | None, step: Step) -> bool:
    """Whether a step is a placeholder: it says something, or waits, where work is promised."""
    if not step.is_talk:
        return False
    told = blotted(step.run)
    name = step.text("name") or step.text("id")
    if is_unfinished(told):
        return not name or is_work(name) or is_unfinished(name)
    if explains(told):
        return False
    return is_work(name) if name else job is not None and _is_all_of(job, step)


def _is_all_of(job: Job, step: Step) -> bool:
    """Whether a step without a name is all that a job does which is called like work."""
    others = [other for other in job.steps if other is not step and not other.only_prepares]
    if reports(blotted(step.run)) or job.has(
        "environment"
    ):  # it may be there to ask for an approval
        return False
    name = job.text("name") or job.id
    return is_work(name) and all(other.is_talk for other in others)


def _message(job: Job | None, step: Step) -> str:
    name = step.text("name") or step.text("id")
    what = f"step `{' '.join(name.split())}`" if name else f"job `{job.id if job else ''}`"
    return f"{what} only talks, so it passes without any work; do the work, or let it fail"


def _masked_message(step: Step, masked: Command) -> str:
    start, end = masked.words[0].start, masked.words[min(len(masked.words), 3) - 1].end
    command = " ".join(step.run[start:end].split())
    return f"`|| echo` hides that `{command}` failed; let the step fail, or handle the failure"


def _unmask(case: Case, step: Step, masked: Command) -> Fix | None:
    node = step.value("run")
    places = offsets(case.source, node) if node else None
    if places is None or masked.fallback is None:
        return None
    start, end = masked.fallback
    start -= len(step.run[:start]) - len(step.run[:start].rstrip(" "))
    edit = Edit(case.source.span(places[start], places[end]), "")
    return Fix("Let the step fail", (edit,), Safety.DISPLAY)


def _fail(case: Case, step: Step) -> Fix | None:
    node = step.value("run")
    places = offsets(case.source, node) if node else None
    if node is None or places is None or not step.commands:
        return None
    end = len(node.value.rstrip())
    last = node.value.rfind("\n", 0, end) + 1
    margin = len(node.value[last:end]) - len(node.value[last:end].lstrip(" "))
    start = case.source.line_start(case.source.position(places[last]).line)
    indent = " " * (places[last] - start + margin)
    text = f"{case.source.newline}{indent}exit 1" if node.style == "|" else " && exit 1"
    edit = Edit(case.source.span(places[end], places[end]), text)
    return Fix("Let it fail until it does the work", (edit,), Safety.DISPLAY)
