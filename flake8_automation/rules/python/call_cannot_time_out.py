"""AUT103: `os.system` and others that take no timeout at all."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule


@rule(
    "AUT103",
    "call-cannot-time-out",
    needles=(
        (b"os.system",),
        (b"os as ", b"system("),
        (b"from os import", b"system("),
        (b"from os import", b"system as"),
        (b'"os"', b"import_", b".system("),  # __import__("os"), import_module("os")
        (b"'os'", b"import_", b".system("),
        (b"os.popen",),
        (b"popen", b"os as "),
        (b"popen", b"from os import"),
        (b"subprocess", b"getoutput"),
        (b"subprocess", b"getstatusoutput"),
        (b"P_WAIT", b"spawn"),
    ),
    priority=Priority.P2,
)
def call_cannot_time_out(case: Case) -> Iterator[Found]:
    """Every such call is a gap; `os.spawn*` only with `P_WAIT`."""
    from flake8_automation.rules.python._unlimitable_calls import unlimitable_calls

    return unlimitable_calls(case)
