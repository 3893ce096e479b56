"""`gaps` itself: the counts."""

import json
from typing import Any

from flake8_automation.cli import options
from flake8_automation.cli.changing import number
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.gaps import SUBCOMMANDS
from flake8_automation.cli.gaps.looking import refuse_input
from flake8_automation.cli.run import check_through, count, status, tell_problems
from flake8_automation.cli.streams import note, printable, write_results
from flake8_automation.cli.words import Given
from flake8_automation.ledger import table
from flake8_automation.ledger.home import Home, home
from flake8_automation.ledger.owners import Owners, owners
from flake8_automation.ledger.summary import summary
from flake8_automation.ledger.tally import Tally, tally
from flake8_automation.ledger.views import VIEWS, close_first
from flake8_automation.ledger.worklist import Step, worklist
from flake8_automation.settings import Settings


def run(argv: list[str]) -> int:
    """Exit status 0 whatever the gaps, 2: wrong usage or files that went wrong."""
    given = _parse(argv)
    settings = options.begin(given)
    place = home()
    named = _owners(given, place)
    results, problems = check_through(given, settings, "counting", counted=True)
    everything = sorted([*results, *problems])
    counted = tally(everything, place.shown_path_of)
    write_results([_shown(given, counted, settings, named)], given.output_file)
    tell_problems(everything)
    if not given.quiet:
        sites = count(counted.total.sites, "site")
        note(f"{count(len(results), 'file')} read, {sites}, {count(counted.total.gap, 'gap')}")
    return status(everything, settings, exit_zero=True)


def _parse(argv: list[str]) -> Given:
    parser = options.parser("gaps", "Count what can run unattended, and what cannot.")
    options.add_cache(options.add_run(parser))
    group = parser.add_argument_group("counting")
    group.add_argument(
        "--by", choices=tuple(VIEWS), default="rule", help="what to sum up by (rule)"
    )
    group.add_argument("--top", type=number, metavar="N", help="also the N things to close first")
    options.add_settings(parser, "gaps")
    options.add_output(parser, ("text", "json", "markdown", "html"))
    width = max(map(len, SUBCOMMANDS))
    rows = [f"  {word:{width}}  {what}" for word, what in SUBCOMMANDS.items()]
    parser.epilog = "\n".join(["sub-commands, each with a --help of its own:", *rows])
    given = parser.parse_args(argv)
    refuse_input(given)
    return given


def _owners(given: Given, place: Home) -> Owners | None:
    found = owners(place)
    if found is None and given.by == "owner":
        told = "no CODEOWNERS in .github, the root or docs of the repository"
        raise Failure(f"--by owner: {told}, so nobody is known to own anything")
    return found


def _shown(given: Given, counted: Tally, settings: Settings, named: Owners | None) -> str:
    steps = worklist(counted, settings)[: given.top] if given.top else None
    owners_of = named.of if named else None
    if given.output_format == "json":
        value = summary(counted, settings, owners_of)
        value["close_first"] = None if steps is None else [_as_row(step) for step in steps]
        return json.dumps(value, indent=2) + "\n"
    tables = [VIEWS[given.by](counted, settings, owners_of)]
    tables += [] if steps is None else [close_first(steps)]
    return printable(_written(given, tables))


def _as_row(step: Step) -> dict[str, Any]:
    row = step._asdict()
    hours = row.pop("hours")
    row["priority"] = step.priority.name
    return {**row, "hours_estimated": None if hours is None else round(hours, 2)}


def _written(given: Given, tables: list[table.Table]) -> str:
    if given.output_format == "html":
        return table.page("Gaps", tables)
    if given.output_format == "markdown":
        return table.written(tables, table.as_markdown)
    if options.wants_colour(given):
        return table.written(tables, table.as_terminal_text)
    return table.written(tables, table.as_text)
