"""AUT405: a deployment that counts as done although nobody has tried whether it answers."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.workflow._covering import tries
from flake8_automation.rules.workflow._jobs import deploying_jobs

_MESSAGE = (
    "job `{}` deploys and does not try the result out, so it is green while the service is down; "
    "add a step that asks it something"
)
_STEP = (
    "name: Smoke test",
    'run: curl --fail --silent --show-error --retry 5 --max-time 60 "$URL"',
    "env:",
    "  URL: https://example.org/health",
)


@rule(
    "AUT405",
    "deploy-without-smoke-test",
    needles=((b"environment",), (b"deploy",)),
    priority=Priority.P1,
)
def deploy_without_smoke_test(case: Case) -> Iterator[Found]:
    """A site is every job that deploys; a check of what it deployed, behind it, covers."""
    yield from deploying_jobs(case, tries, _MESSAGE, "Add a step that tries it out", _STEP)
