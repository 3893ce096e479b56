"""AUT301: a command-line script prints its result as text only, so no program can read it."""

from collections.abc import Iterator

from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.python._hints import may_have_result

# What a file must hold to declare a command line and to print something.
_NEEDLES = (
    (b"ArgumentParser", b"print"),
    (b"ArgumentParser", b"stdout"),
    (b"OptionParser", b"print"),
    (b"OptionParser", b"stdout"),
    (b"configargparse", b"print"),
    (b"add_parser(", b"print"),
    (b"add_parser(", b"stdout"),
    (b"set_defaults(", b"print"),
    (b"set_defaults(", b"stdout"),
    (b"@click.", b"echo"),
    (b"@click.", b"print"),
    (b"from click import", b"echo"),
    (b"typer", b"echo"),
    (b"typer", b"print"),
    (b"docopt(", b"print"),
    (b"Fire(", b"print"),
)


@rule(
    "AUT301",
    "cli-without-json",
    needles=_NEEDLES,
    hint=may_have_result,
    priority=Priority.P2,
    once=True,
)
def cli_without_json(case: Case) -> Iterator[Found]:
    """One site per command line that prints a result: covered where it can be had as JSON."""
    if not case.is_minor:
        # A hundred patterns stand behind this import, and most runs do without.
        from flake8_automation.rules.python._text_results import text_results

        yield from text_results(case)
