"""What identifies a gap in a workflow, wherever it moves and however it is laid out."""

from flake8_automation.model import Mark
from flake8_automation.rules.workflow._model import Job, Step
from flake8_automation.yaml_nodes import digest

_SHORT = 16  # hexadecimal digits, as in the marks of Python


def of_job(job: Job) -> Mark:
    """A job is the one of its name, whatever its steps become."""
    return Mark(job.id, digest(job.key)[:_SHORT])


def of_step(job: Job | None, step: Step) -> Mark:
    """A step is what it does, in its job."""
    return Mark(job.id if job else "", digest(step.node)[:_SHORT])
