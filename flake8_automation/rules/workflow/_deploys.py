"""Which jobs deploy something that runs; to publish a package is another thing."""

import re

from flake8_automation.rules.workflow._caches import is_release
from flake8_automation.rules.workflow._model import Job, Workflow

_DEPLOYS = re.compile(r"deploy|\bprod(uction)?\b|\bstag(e|ing)\b|\blive\b|canary|roll-?out", re.I)
_PUBLISHES = re.compile(
    r"pypi|pages|\bdocs?\b|documentation|npm|docker|registry|publish|gems?\b|crates|marketplace"
    r"|preview|website|wheels?\b|\bci\b|\btests?\b|\bbuild\b",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"azure/(webapps-deploy|k8s-deploy|functions-action|aks-.*|container-apps-deploy.*)"
    r"|aws-actions/(amazon-ecs-deploy.*|aws-cloudformation.*|aws-lambda-deploy.*)"
    r"|google-github-actions/(deploy-.*)|superfly/flyctl-actions.*|akhileshns/heroku-deploy"
    r"|appleboy/(ssh|scp)-action|serverless/github-action|cloudflare/wrangler-action"
    r"|amondnet/vercel-action|digitalocean/app_action.*|easingthemes/ssh-deploy"
)
_COMMANDS = re.compile(
    r"\bkubectl\s+(apply|rollout\s+restart|set\s+image)|\bhelm\s+(upgrade|install)\b"
    r"|\bterraform\s+apply|\btofu\s+apply|\bpulumi\s+up\b|\bcdk\s+deploy|\bserverless\s+deploy"
    r"|\bfly(ctl)?\s+deploy|\bgcloud\s+(run|app|functions)\s+deploy|\baws\s+ecs\s+update-service"
    r"|\bsam\s+deploy|\baz\s+webapp\s+deploy|\bvercel\s+(deploy|--prod)"
    r"|\bcap\s+production\s+deploy|\bgit\s+push\s+(heroku|dokku)\b|\bwrangler\s+deploy"
    r"|(^|[\s/])deploy(-[\w-]+)?\.(sh|py)\b",
)
_REHEARSES = re.compile(
    r"\b(kind|minikube|k3s|k3d|localstack|microk8s)\b|--dry-run|terraform\s+plan", re.IGNORECASE
)
_REGISTRIES = re.compile(r"(actions/(deploy-pages|upload-pages-.*)|.*/.*gh-pages.*|pypa/.*)")


def deploys(workflow: Workflow, job: Job, *, named: bool) -> bool:
    """Whether a job deploys. `named`: only where it names an environment does it count."""
    environment = job.environment
    if environment is None and named:
        return False
    names = (job.id, job.text("name"), environment or "")
    if any(map(_PUBLISHES.search, names)) or is_release(workflow, job):
        return False
    if any(step.uses and _REGISTRIES.fullmatch(step.uses.name) for step in job.steps):
        return False
    if environment is None and _is_rehearsal(workflow, job):
        return False
    does = any(
        (step.uses and _ACTIONS.fullmatch(step.uses.name)) or _COMMANDS.search(step.run)
        for step in job.steps
    )
    return does or (environment is not None and any(map(_DEPLOYS.search, names)))


def _is_rehearsal(workflow: Workflow, job: Job) -> bool:
    """Whether a job without an environment only tries out how to deploy."""
    if workflow.triggers <= {"pull_request", "merge_group"}:
        return True
    return any(
        _REHEARSES.search(step.run) or (step.uses and _REHEARSES.search(step.uses.name))
        for step in job.steps
    )
