"""`gaps` itself: the counts."""

import argparse
import json
from functools import partial

from flake8_automation.cli import options
from flake8_automation.cli.run import go_through, status, tell_problems
from flake8_automation.cli.streams import write_results
from flake8_automation.files.visit import check_file
from flake8_automation.ledger.home import home
from flake8_automation.ledger.summary import summary
from flake8_automation.ledger.tally import tally


def run(argv: list[str]) -> int:
    """Exit status 0 whatever the gaps, 2: wrong usage or files that went wrong."""
    given = _parse(argv)
    settings = options.begin(given)
    visit = partial(check_file, settings=settings)
    results, problems = go_through(given, settings, visit, "counting")
    everything = sorted([*results, *problems])
    value = summary(tally(everything, home().shown_path_of), settings)
    write_results([json.dumps(value, indent=2) + "\n"], given.output_file)
    tell_problems(everything)
    return status(everything, settings, exit_zero=True)


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = options.parser("gaps", "Count what can run unattended, and what cannot.")
    options.add_run(parser)
    options.add_settings(parser, "gaps")
    options.add_output(parser, ("json",))
    return parser.parse_args(argv)
