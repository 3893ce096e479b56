"""AUT202: a command-line script asks questions and offers no way to run it without."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.python._hints import asks
from flake8_automation.rules.python.prompt_without_guard import NEEDLES

_PARSERS = (b"argparse", b"optparse", b"click", b"typer", b"docopt(", b"Fire(")

_NEEDLES = tuple((*prompt, parser) for prompt in NEEDLES for parser in _PARSERS)


@rule(
    "AUT202",
    "cli-without-non-interactive",
    needles=_NEEDLES,
    hint=asks(NEEDLES, beside=_PARSERS),
    priority=Priority.P2,
    once=True,
)
def cli_without_non_interactive(case: Case) -> Iterator[Found]:
    """One site per command line that prompts: covered by an option, or if no prompt is open."""
    from flake8_automation.rules.python._asking_scripts import asking_scripts

    return asking_scripts(case)
