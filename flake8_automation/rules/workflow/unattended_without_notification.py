"""AUT406: a workflow that nobody watches, and whose failure nobody is told.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
"""

import re
from collections.abc import Iterator

from flake8_automation.model import Edit, Fix, Mark, Priority, Safety
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.workflow._deploys import deploys
from flake8_automation.rules.workflow._edits import append_entry
from flake8_automation.rules.workflow._model import Job, Workflow, workflows
from flake8_automation.rules.workflow._telling import tells_failure

_HOUSEKEEPING = re.compile(
    r".*/(stale|close-stale.*|.*-stale-.*|labeler|lock(-threads)?|first-interaction|issue-labeler"
    r"|no-response|lockbot|.*lock-closed.*|delete-workflow-runs|retention-.*|label-sync(er)?)"
)
_NAMES = re.compile(r"stale|\block\b|label(er|s)?\b|no[- _]?response", re.IGNORECASE)

_MINDS = re.compile(
    r"(auto[-_])?(close|lock|label|mark|triage)[-_](\w+[-_])*"
    r"(issues?|prs?|pull[-_]requests?|threads?)"
)
# What a job may write that does nothing else.
_TALK = frozenset({"issues", "pull-requests", "discussions"})

_JOB = """\
{name}:
  if: {when}
  needs: [{needs}]
  runs-on: ubuntu-latest
  timeout-minutes: 5
  permissions:
    issues: write
  steps:
    - run: gh issue create --repo "$GITHUB_REPOSITORY" --title "$TITLE" --body "$RUN"
      env:
        GH_TOKEN: ${{{{ github.token }}}}
        TITLE: ${{{{ github.workflow }}}} failed
        RUN: {run}"""
_RUN = "${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}"


@rule(
    "AUT406",
    "unattended-without-notification",
    needles=((b"schedule",), (b"environment",)),
    priority=Priority.P1,
)
def unattended_without_notification(case: Case) -> Iterator[Found]:
    """A site is every file with a workflow that runs on a schedule or deploys somewhere."""
    for workflow in case.source.derive(workflows):
        why = _unattended(workflow)
        tells = tells_failure(workflow, case.facts.project) if why else None
        if tells is not None:
            start = (0, min(1, len(case.source.text)))
            if tells:
                yield Found(start, gap=False)
            else:
                message = f"the workflow {why}, and nobody is told when it fails; {_ADVICE}"
                fix = _fix(case, workflow)
                yield Found(start, gap=True, message=message, fix=fix, mark=Mark("", "workflow"))
            return


_ADVICE = "add a job or a step under `if: failure()` that tells somebody"


def _unattended(workflow: Workflow) -> str:
    """Why nobody looks at its runs; empty if somebody may."""
    if "schedule" in workflow.triggers and not all(
        _keeps_house(workflow, job) for job in workflow.jobs
    ):
        return "runs on a schedule"
    deploying = [job.id for job in workflow.jobs if deploys(workflow, job, named=True)]
    return f"deploys in job `{deploying[0]}`" if deploying else ""


def _keeps_house(workflow: Workflow, job: Job) -> bool:
    """Whether a job only minds issues and pull requests."""
    permissions = job if job.has("permissions") else workflow
    written = {key for key, value in permissions.texts("permissions").items() if value == "write"}
    # What also runs for every push has other work, whatever it may write.
    if written and written <= _TALK and "push" not in workflow.triggers:
        return True
    if any(step.uses and _HOUSEKEEPING.fullmatch(step.uses.name) for step in job.steps):
        return True
    if _MINDS.fullmatch(job.id):
        return True
    return not job.steps and job.uses is not None and bool(_NAMES.search(job.id))


def _fix(case: Case, workflow: Workflow) -> Fix | None:
    jobs = workflow.value("jobs")
    taken = {job.id for job in workflow.jobs}
    name = "notify"
    while name in taken:
        name += "-again"
    is_mixed = "schedule" in workflow.triggers and len(workflow.triggers) > 1
    when = "failure() && github.event_name == 'schedule'" if is_mixed else "failure()"
    text = _JOB.format(
        when=when, name=name, needs=", ".join(job.id for job in workflow.jobs), run=_RUN
    )
    edit: Edit | None = append_entry(case.source, jobs, text) if jobs else None
    return Fix(f"Add a job `{name}`", (edit,), Safety.DISPLAY) if edit else None
