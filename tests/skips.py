"""Where FLAKE8_AUTOMATION_NO_SKIPS is set, a skip is a failure.

A test may skip, naming what it lacks, on a machine without some program. `.ci/run` installs them
all and sets the variable, so that no test goes silently unused there.
"""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

VARIABLE = "FLAKE8_AUTOMATION_NO_SKIPS"

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that skips, or whose fixture does."""
    return _judged((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that skips as a whole."""
    return _judged((yield))


def _judged(report: Report) -> Report:
    if os.environ.get(VARIABLE) and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{VARIABLE} is set, but: {reason}"
    return report
