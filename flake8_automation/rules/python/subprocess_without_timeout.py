"""AUT101: `subprocess.run` and its kin wait for the child as long as it takes."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.python._hints import uses_of_subprocess


@rule(
    "AUT101",
    "subprocess-without-timeout",
    needles=(
        (b"subprocess", b"run"),
        (b"subprocess", b"call"),
        (b"subprocess", b"check_output"),
    ),
    hint=uses_of_subprocess("run", "call", "check_call", "check_output"),
    priority=Priority.P1,
)
def subprocess_without_timeout(case: Case) -> Iterator[Found]:
    """A site is every call that waits; it is covered by any timeout that is not None."""
    from flake8_automation.rules.python._unlimited_runs import unlimited_runs

    return unlimited_runs(case)
