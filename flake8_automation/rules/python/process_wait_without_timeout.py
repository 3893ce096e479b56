"""AUT102: `wait()` and `communicate()` of a `Popen` wait for the child as long as it takes."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule


@rule(
    "AUT102",
    "process-wait-without-timeout",
    needles=(
        (b"subprocess", b"Popen", b".wait"),
        (b"subprocess", b"Popen", b".communicate"),
    ),
    priority=Priority.P1,
)
def process_wait_without_timeout(case: Case) -> Iterator[Found]:
    """A site is every wait for a known `Popen` but those that only reap a child already ended."""
    from flake8_automation.rules.python._unlimited_waits import unlimited_waits

    return unlimited_waits(case)
