"""The summary of a job of GitHub Actions: the counts, what to close first, what the branch changed.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

import os

from flake8_automation.cli.failure import Failure
from flake8_automation.cli.streams import note, printable
from flake8_automation.cli.words import Given
from flake8_automation.model import Checked
from flake8_automation.settings import Settings

# The ledger and the history are imported inside of functions: most runs of `check` do without.

SUMMARY = "GITHUB_STEP_SUMMARY"  # names the file to which a step appends its Markdown
_FIRST = 10  # things to close


def add_summary(given: Given, settings: Settings, results: list[Checked]) -> None:
    """Append what a run of `check` found to the summary. That this fails changes no status."""
    text = f"## Automation gaps\n\n{_counts(settings, results)}\n{_change(given, settings)}"
    try:
        with open(os.environ[SUMMARY], "a", encoding="utf-8") as file:
            file.write(printable(text))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        note(f"the summary of the job cannot be written: {reason}")


def _counts(settings: Settings, results: list[Checked]) -> str:
    from flake8_automation.ledger import table
    from flake8_automation.ledger.home import home
    from flake8_automation.ledger.tally import tally
    from flake8_automation.ledger.views import VIEWS, close_first
    from flake8_automation.ledger.worklist import worklist

    counted = tally(results, home().shown_path_of)
    tables = [VIEWS["rule"](counted, settings, None)]
    steps = worklist(counted, settings)[:_FIRST]
    tables += [close_first(steps)] if steps else []
    return table.written(tables, table.as_markdown)


def _change(given: Given, settings: Settings) -> str:
    """What the branch of a pull request opens and closes; outside of one, nothing."""
    branch = os.environ.get("GITHUB_BASE_REF")
    if not branch or given.paths == ["-"]:
        return ""
    from flake8_automation.cli.gaps.compare import compare
    from flake8_automation.history.differences import markdown

    wanted = {"paths": given.paths, "ref": f"origin/{branch}", "merge_base": True}
    run = {"jobs": given.jobs, "no_cache": True, "quiet": True}
    try:
        found, _ = compare(Given(**wanted, **run), settings)
    except Failure as failure:
        return f"No comparison: {failure}\n"
    return markdown(found)
