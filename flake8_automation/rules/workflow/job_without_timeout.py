"""AUT402: a job that hangs holds its runner for six hours, the limit of the platform.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
"""

from collections.abc import Iterator

from flake8_automation.model import Edit, Fix, Priority, Safety
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.workflow._edits import insert_entry
from flake8_automation.rules.workflow._marks import of_job
from flake8_automation.rules.workflow._model import Job, workflows

_KEY = "timeout-minutes"


@rule("AUT402", "job-without-timeout", needles=((b"runs-on",),), priority=Priority.P2)
def job_without_timeout(case: Case) -> Iterator[Found]:
    """A site is every job that runs on a runner; its own limit covers it, or those of all steps."""
    for workflow in case.source.derive(workflows):
        for job in workflow.jobs:
            if "uses" in job.entries or not job.has("runs-on"):
                continue
            if _is_limited(job):
                yield Found(job.place, gap=False)
                continue
            told, fix = _message(job), _fix(case, job)
            yield Found(job.place, gap=True, message=told, fix=fix, mark=of_job(job))


def _is_limited(job: Job) -> bool:
    return job.has(_KEY) or (bool(job.steps) and all(step.has(_KEY) for step in job.steps))


def _message(job: Job) -> str:
    return f"job `{job.id}` has no {_KEY} and can hang for six hours; set {_KEY}"


def _fix(case: Case, job: Job) -> Fix | None:
    if job.is_alias:  # it is fixed where it is written
        return None
    minutes = case.settings.timeout_minutes
    edit = _edit(case, job, minutes)
    title = f"Add {_KEY}: {minutes}"
    return Fix(title, (edit,), Safety.UNSAFE) if edit else None


def _edit(case: Case, job: Job, minutes: int) -> Edit | None:
    empty = job.value(_KEY)
    if empty is None:
        return insert_entry(case.source, job.node, f"{_KEY}: {minutes}", behind="runs-on")
    if empty.value:  # `null`, or what YAML has for it
        return Edit(case.source.span(empty.start, empty.end), str(minutes))
    colon = case.source.text.index(":", job.entries[_KEY][0].end) + 1
    return Edit(case.source.span(colon, colon), f" {minutes}")
