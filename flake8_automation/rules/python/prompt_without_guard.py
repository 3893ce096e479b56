"""AUT201: `input` and its kin wait for an answer that nobody gives in an unattended run."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.python._hints import asks

NEEDLES = (
    (b"input(",),
    (b" input (",),
    (b"= input\n",),
    (b"__builtins__", b"input"),
    (b"getpass(",),
    (b"getpass as",),
    (b"click", b"confirm("),
    (b"click", b"prompt("),
    (b"click", b"prompt="),
    (b"click", b"pause("),
    (b"click", b"edit("),
    (b"typer", b"confirm("),
    (b"typer", b"prompt("),
    (b"typer", b"prompt="),
    (b"rich.prompt",),
    (b"from rich import", b"prompt"),
    (b"prompt_toolkit", b"prompt("),
    (b"prompt_toolkit", b"confirm("),
    (b"questionary",),
    (b"nquirer",),
)


@rule(
    "AUT201",
    "prompt-without-guard",
    needles=NEEDLES,
    hint=asks(NEEDLES),
    priority=Priority.P1,
)
def prompt_without_guard(case: Case) -> Iterator[Found]:
    """A site is every prompt; it is covered where a guard decides whether it is reached."""
    from flake8_automation.rules.python._open_prompts import open_prompts

    return open_prompts(case)
