"""`rule CODE`: the page of one rule."""

import json

from flake8_automation.cli import options
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.rules import described
from flake8_automation.cli.streams import write_results
from flake8_automation.registry import all_rules, page
from flake8_automation.rule import Rule


def run(argv: list[str]) -> int:
    """0, or 2 if there is no such rule."""
    parser = options.parser("rule", "Show the page of one rule.")
    parser.add_argument("rule", metavar="CODE", help="a code such as AUT101, or a name")
    options.add_output(parser, ("text", "json"))
    given = parser.parse_args(argv)
    rule = _named(given.rule)
    if given.output_format == "json":
        text = json.dumps(described(rule) | {"page": page(rule)}, indent=2) + "\n"
    elif options.wants_colour(given):
        text = _drawn(page(rule))
    else:
        text = page(rule)
    write_results([text], given.output_file)
    return 0


def _named(word: str) -> Rule:
    for rule in all_rules():
        if word.upper() == rule.code or word == rule.name:
            return rule
    raise Failure(f"no rule {word!r}; the rules are {', '.join(r.code for r in all_rules())}")


def _drawn(markdown: str) -> str:
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(force_terminal=True, width=min(Console().width, 100))
    with console.capture() as captured:
        console.print(Markdown(markdown))
    return captured.get()
