"""What stands behind a deployment: something that undoes it, and something that tries it out."""

import re

from flake8_automation.model import Project
from flake8_automation.rules.workflow._model import Job, Step, Workflow, workflows
from flake8_automation.source import Source
from flake8_automation.yaml_nodes import Invalid

_UNDOES = re.compile(
    r"roll(ing)?[\s_-]?back|rollout\s+undo|--atomic\b|\brevert\b|--rollback-on-failure"
    r"|cleanup-on-fail|auto-?rollback|restore[\s_-](previous|last)|undo[\s_-]deploy",
    re.IGNORECASE,
)
_TRIES = re.compile(
    r"smoke|health[\s_-]?(check|z)|\bhealthz?\b|readiness|rollout\s+status|verify|verif(y|ication)"
    r"|e2e|end[\s_-]to[\s_-]end|post[\s_-]?deploy|\bcurl\b[^\n]*https?://|\bwait-for-(url|it)\b"
    r"|playwright|cypress|sanity|synthetic|acceptance|--wait\b|wait-for-service-stability",
    re.IGNORECASE,
)


def undoes(workflow: Workflow, job: Job, project: Project) -> bool:
    """Whether something undoes what a job deploys: a step of it, or of a job that waits for it."""
    return _holds(_UNDOES, workflow, job, project, job.steps)


def tries(workflow: Workflow, job: Job, project: Project) -> bool:
    """Whether something tries out what a job deploys, behind it."""
    return _holds(_TRIES, workflow, job, project, job.steps)


def _holds(
    wanted: re.Pattern[str],
    workflow: Workflow,
    job: Job,
    project: Project,
    steps: tuple[Step, ...],
) -> bool:
    later = [other for other in workflow.jobs if job.id in other.needs]
    if any(_says(wanted, step, project) for step in steps):
        return True
    for other in later:
        named = wanted.search(f"{other.id} {other.text('name')}")
        if other.uses and (named or wanted.search(other.uses.name)):
            return True
        if any(_says(wanted, step, project) or (named and _works(step)) for step in other.steps):
            return True
    return False


def _works(step: Step) -> bool:
    """Whether a step is more than a placeholder, and more than what prepares for others."""
    return not step.is_talk and not step.only_prepares


def _says(wanted: re.Pattern[str], step: Step, project: Project) -> bool:
    if step.is_talk:
        return False
    told = [step.text("name"), step.text("id"), step.run, step.uses.name if step.uses else ""]
    told += [f"{name}: {value}" for name, value in step.inputs.items()]
    if any(map(wanted.search, told)):
        return True
    if step.uses is None or not step.uses.is_local:
        return False
    return any(
        _says(wanted, inner, project)
        for path, text in project.texts
        if step.uses.name in {path, path.rpartition("/")[0]}
        for workflow in _read(text)
        for _, inner in workflow.steps()
    )


def _read(text: str) -> tuple[Workflow, ...]:
    try:
        return workflows(Source(".github/workflows/called.yml", text))
    except Invalid:
        return ()
