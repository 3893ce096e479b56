"""AUT404: a deployment that fails halfway, and leaves things as they are then."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.workflow._covering import undoes
from flake8_automation.rules.workflow._jobs import deploying_jobs

_MESSAGE = (
    "job `{}` deploys and has no way back, so a bad deployment stays until somebody comes; "
    "add a step under `if: failure()` that rolls back"
)
_STEP = ("name: Roll back", "if: failure()", "run: ./rollback.sh")


@rule(
    "AUT404",
    "deploy-without-rollback",
    needles=((b"environment",), (b"deploy",)),
    priority=Priority.P1,
)
def deploy_without_rollback(case: Case) -> Iterator[Found]:
    """A site is every job that deploys; what undoes that, in it or behind it, covers."""
    yield from deploying_jobs(case, undoes, _MESSAGE, "Add a step that rolls back", _STEP)
