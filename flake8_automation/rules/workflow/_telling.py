"""Whether the failure of a workflow is told to somebody: by a step or a job that runs then."""

import re
from collections.abc import Iterator

from flake8_automation.model import Project
from flake8_automation.rules.workflow._model import Job, Part, Step, Workflow, workflows
from flake8_automation.source import Source
from flake8_automation.yaml_nodes import Invalid

_WHEN_FAILED = re.compile(
    r"\bfailure\s*\(\)|\balways\s*\(\)|!\s*(cancelled|success)\s*\(\)"
    r"|\b(result|outcome|conclusion|status)\s*(==\s*'failure'|!=\s*'success')"
)
_CHANNEL = re.compile(
    r"slack|discord|teams|telegram|notif(y|ier|ication|y-)|\bmail|email|e-mail|ses\b|zulip|matrix-"
    r"|webhook|pagerduty|opsgenie|alert|mattermost|rocket\.?chat|irc\b|twilio|gitter|pushover|ntfy"
    r"|create-an-issue|create-issue|issue-bot|open-issue|report-failure|failed-build-issue|sns\b"
    r"|datadog|sentry|honeycomb|jira|linear|google-chat|webex|healthchecks|dingtalk|lark|feishu",
    re.IGNORECASE,
)
# An action that writes into an issue, whatever it calls itself; closing one tells nobody.
_ISSUE_ACTION = re.compile(r"(?<!close)(^|[-_/])issue([-_]|$)")
_SCRIPT = re.compile(r"issues\.(create|update)|createComment|issues\.\w*comment", re.IGNORECASE)
_COMMANDS = re.compile(
    r"\bgh\s+(issue|pr)\s+(create|comment)|\bgh\s+api\b.*\bissues\b|\bsendmail\b|\bmsmtp\b"
    r"|\bcurl\b[^\n]*(https?://|\$)|\bcurl\b(.|\\\n)*(hook|slack|discord|telegram|notify)",
    re.IGNORECASE,
)


def tells_failure(workflow: Workflow, project: Project) -> bool | None:
    """Whether somebody is told. None: that is up to what is called, and not known."""
    answers = [_job_tells(job, project) for job in workflow.jobs]
    if True in answers:
        return True
    return None if answers and all(answer is None for answer in answers) else False


def _job_tells(job: Job, project: Project) -> bool | None:
    if job.uses is None:
        steps = [step for step in job.steps if _when_failed(job) or _when_failed(step)]
        return any(_reports(step, project) for step in steps)
    if not job.uses.is_local:
        return True if _when_failed(job) and _CHANNEL.search(job.uses.name) else None
    inner = _called(job.uses.name, project)
    if inner is None:
        return None
    found = [tells_failure(workflow, project) for workflow in inner]
    if _when_failed(job):
        found += [_reports(step, project) for w in inner for _, step in w.steps()]
    return True in found


def _when_failed(part: Part) -> bool:
    return bool(_WHEN_FAILED.search(part.condition))


def _reports(step: Step, project: Project) -> bool:
    """Whether a step tells somebody something; what only prints tells nobody."""
    if step.is_talk:
        return False
    if step.uses is None:
        return bool(_COMMANDS.search(step.run) or _CHANNEL.search(step.run))
    if step.uses.is_local:
        return any(
            _reports(inner, project)
            for workflow in _called(step.uses.name, project) or ()
            for _, inner in workflow.steps()
        )
    if step.uses.name == "actions/github-script":
        return bool(_SCRIPT.search(step.inputs.get("script", "")))
    return bool(_CHANNEL.search(step.uses.name) or _ISSUE_ACTION.search(step.uses.name))


def _called(name: str, project: Project) -> tuple[Workflow, ...] | None:
    """A workflow or an action of the repository; None if it is not there or cannot be read.

    What it calls in turn is not followed: it stands in no project here.
    """
    for path, text in project.texts:
        if name in {path, path.rpartition("/")[0]}:
            try:
                return tuple(_readable(text))
            except Invalid:
                return None
    return None


def _readable(text: str) -> Iterator[Workflow]:
    yield from workflows(Source(".github/workflows/called.yml", text))
