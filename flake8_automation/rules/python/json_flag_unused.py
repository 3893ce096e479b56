"""AUT302: `--json` is declared and never looked at, so it promises what it does not do."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.python._hints import declares_json


@rule(
    "AUT302",
    "json-flag-unused",
    needles=(
        (b"-json", b"arser"),
        (b'"-J"', b"arser"),
        (b"'-J'", b"arser"),
        (b"-json", b"click"),
        (b"-json", b"typer"),
    ),
    hint=declares_json,
    priority=Priority.P3,
)
def json_flag_unused(case: Case) -> Iterator[Found]:
    """One site per command line that declares `--json`: covered if its value is read."""
    from flake8_automation.rules.python._unused_json_flags import unused_json_flags

    return unused_json_flags(case)
