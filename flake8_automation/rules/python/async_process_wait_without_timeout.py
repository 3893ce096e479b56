"""AUT104: awaiting an asyncio child process stands still for as long as the child does."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule


@rule(
    "AUT104",
    "async-process-wait-without-timeout",
    needles=(
        (b"subprocess", b"create_subprocess_", b".wait"),
        (b"subprocess", b"create_subprocess_", b".communicate"),
        (b"subprocess", b"asyncio", b"Process", b".wait"),  # in an annotation
        (b"subprocess", b"asyncio", b"Process", b".communicate"),
    ),
    priority=Priority.P1,
)
def async_process_wait_without_timeout(case: Case) -> Iterator[Found]:
    """A site is every awaited wait for a known asyncio process that is not merely reaped."""
    from flake8_automation.rules.python._unlimited_awaits import unlimited_awaits

    return unlimited_awaits(case)
