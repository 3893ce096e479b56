"""Rules about what has to stand behind a deployment: they differ in what that is."""

from collections.abc import Callable, Iterator

from flake8_automation.model import Fix, Project, Safety
from flake8_automation.rule import Case, Found
from flake8_automation.rules.workflow._deploys import deploys
from flake8_automation.rules.workflow._edits import append_item
from flake8_automation.rules.workflow._marks import of_job
from flake8_automation.rules.workflow._model import Job, Workflow, workflows

Covers = Callable[[Workflow, Job, Project], bool]


def deploying_jobs(
    case: Case, covers: Covers, message: str, title: str, lines: tuple[str, ...]
) -> Iterator[Found]:
    """A site for each job that deploys: covered, or a gap with a step that is suggested for it.

    `message` has a place for the name of the job. A job whose steps stand elsewhere is no site.
    """
    for workflow in case.source.derive(workflows):
        for job in workflow.jobs:
            if not job.steps or not deploys(workflow, job, named=False):
                continue
            if covers(workflow, job, case.facts.project):
                yield Found(job.place, gap=False)
                continue
            edit = None if job.is_alias else append_item(case.source, job.steps[-1].node, lines)
            fix = Fix(title, (edit,), Safety.DISPLAY) if edit else None
            told = message.format(job.id)
            yield Found(job.place, gap=True, message=told, fix=fix, mark=of_job(job))
