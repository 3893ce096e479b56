"""`suggest`: write a review whose suggestions can be clicked, for the lines of a pull request."""

import json
import os

from flake8_automation.cli import options
from flake8_automation.cli.accepted import accepted, with_accepted
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.run import (
    check_through,
    count,
    hunks_since_base,
    status,
    tell_problems,
)
from flake8_automation.cli.streams import note, write_results
from flake8_automation.cli.words import Given
from flake8_automation.files.visit import sources
from flake8_automation.output import Context
from flake8_automation.output.review import Review, review

_BASE = "the branch or commit to compare with (origin/$GITHUB_BASE_REF)"
_ABOUT = """\
Write a review with suggestions, for the lines that differ from a base.

It is the body of GitHub's request "create a review for a pull request":
  flake8-automation suggest --diff-base origin/main --output-file review.json
  gh api repos/OWNER/REPO/pulls/NUMBER/reviews --input review.json"""


def run(argv: list[str]) -> int:
    """Exit status 0 whatever there is to suggest, 2: wrong usage or files that went wrong."""
    given = _parse(argv)
    settings = options.begin(given)
    root, hunks = hunks_since_base(given.diff_base or _usual_base())
    entries = accepted() if settings.accepted else None
    results, problems = check_through(given, settings, "checking", marked=settings.accepted)
    everything = sorted([*results, *problems])
    if entries:
        everything = with_accepted(everything, entries)
    written = review(everything, hunks, Context(root=root, source=sources()))
    write_results([json.dumps(written.as_json(), indent=2) + "\n"], given.output_file)
    tell_problems(everything)
    if not given.quiet:
        note(_summary(written))
    return status(everything, settings, exit_zero=True)


def _parse(argv: list[str]) -> Given:
    parser = options.parser("suggest", _ABOUT)
    options.add_cache(options.add_files(parser))
    parser.add_argument("--diff-base", metavar="REF", help=_BASE)
    options.add_settings(parser, "check")
    options.add_output(parser, ("json",), default="json")
    return parser.parse_args(argv)


def _usual_base() -> str:
    """The branch that a pull request goes to, where GitHub runs us. Raises `Failure`."""
    branch = os.environ.get("GITHUB_BASE_REF")
    if not branch:
        raise Failure("what to compare with? --diff-base REF says it, such as origin/main")
    return f"origin/{branch}"


def _summary(written: Review) -> str:
    parts = [count(len(written.comments), "suggestion")]
    if written.unfixed:
        parts.append(f"{count(written.unfixed, 'gap')} in the diff without a fix to suggest")
    if written.beyond:
        parts.append(f"{count(written.beyond, 'fix', 'fixes')} beyond the lines of the diff")
    return ", ".join(parts)
