"""`rules`: the table of rules."""

import json

from flake8_automation.cli import options
from flake8_automation.cli.streams import write_results
from flake8_automation.registry import all_rules, fix_kind, page_url, summary
from flake8_automation.rule import Rule


def run(argv: list[str]) -> int:
    """Always 0."""
    parser = options.parser("rules", "List the rules.")
    options.add_output(parser, ("text", "json"))
    given = parser.parse_args(argv)
    rows = [described(rule) for rule in all_rules()]
    if given.output_format == "json":
        text = json.dumps(rows, indent=2) + "\n"
    else:
        width = max(len(row["name"]) for row in rows)
        text = "".join(
            f"{row['code']}  {row['name']:{width}}  {row['priority']}  {row['summary']}\n"
            for row in rows
        )
    write_results([text], given.output_file)
    return 0


def described(rule: Rule) -> dict[str, str]:
    """What there is to say of a rule in a line."""
    return {
        "code": rule.code,
        "name": rule.name,
        "priority": rule.priority.name,
        "fix": fix_kind(rule),
        "summary": summary(rule),
        "url": page_url(rule.code) or "",
    }
