"""Runs of pytest, and whether they leave a report that programs read."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from flake8_automation.rules.workflow._programs import Program, program
from flake8_automation.rules.workflow._shell import BLOT, Command

_NAMES = re.compile(r"(pytest|py\.test)(-?3(\.\d+)?)?")
# Reports of test results: of pytest itself, and of its plugins.
_REPORTS = re.compile(
    r"(^|[\s'\"=])--(junit-?xml|json-report|report-log|md-report|html|alluredir"
    r"|nunit-xml|ctrf|tap|csv|excelreport|cucumberjson|gherkin-terminal-reporter|reportportal"
    r"|make-reports)\b"
)
# What is asked instead of running tests.
_ASKS = frozenset(
    {
        *("--version", "-V", "--help", "-h", "--collect-only", "--co", "--collectonly"),
        *(
            "--fixtures",
            "--funcargs",
            "--markers",
            "--setup-plan",
            "--cache-show",
        ),
    }
)
_MAY_HOLD_OPTIONS = re.compile(r"arg|opt|flag|param|extra|cmd|command|\*|@", re.IGNORECASE)
_INNER = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


class Run(NamedTuple):
    """A run of tests. `behind` is the offset in the text at which an option can be added."""

    program: Program
    has_report: bool
    behind: int
    unknown: bool  # options may come from elsewhere


def run_of(command: Command, text: str, values: Mapping[str, str]) -> Run | None:
    """How a command of a text runs tests with pytest, if it does.

    `values` are expressions whose value is known: `matrix.args`, `env.ARGS`, `$ARGS`.
    """
    found = program(command)
    if found is None or not _NAMES.fullmatch(found.name):
        return None
    words = [word.text for word in found.arguments]
    if not _ASKS.isdisjoint(words):
        return None
    written = text[found.word.end : found.arguments[-1].end] if found.arguments else ""
    own = " ".join([*words, *(value for name, value in command.env if name == "PYTEST_ADDOPTS")])
    given, unknown = _filled_in(written, values)
    has_report = bool(_REPORTS.search(f"{own} {given}"))
    return Run(found, has_report, found.word.end, unknown and not has_report)


def names_report(options: str) -> bool:
    """Whether options have pytest write a report."""
    return bool(_REPORTS.search(options))


def _filled_in(written: str, values: Mapping[str, str]) -> tuple[str, bool]:
    """Arguments with what is known put in, and whether the rest may hold options."""
    unknown = False

    def known(name: str) -> str:
        nonlocal unknown
        if name in values:
            return values[name]
        unknown = unknown or bool(_MAY_HOLD_OPTIONS.search(name))
        return BLOT

    told = _INNER.sub(lambda match: known(match[1].strip()), written)
    told = re.sub(r"(?<!=)\$\{?([\w@*]+)(\[[@*]\])?\}?", lambda match: known(f"${match[1]}"), told)
    return told, unknown
