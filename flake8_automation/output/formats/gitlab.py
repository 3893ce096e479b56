"""GitLab's Code Quality report: an array that a merge request shows as a widget.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

Of gaps with equal fingerprints GitLab shows only the first, and it does not show `check_name`.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flake8_automation.model import Checked, Site
from flake8_automation.output import Context
from flake8_automation.output.fingerprints import fingerprints
from flake8_automation.output.levels import LEVELS
from flake8_automation.output.paths import relative

MARKED = True


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """The array, an element at a time; lines are 1-based."""
    separator = "[\n"
    for checked in results:
        path = relative(checked.path, context.root)
        gaps = checked.gaps()
        for site, fingerprint in zip(gaps, fingerprints(path, gaps), strict=True):
            yield separator + json.dumps(_issue(path, site, fingerprint))
            separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _issue(path: str, site: Site, fingerprint: str) -> dict[str, Any]:
    start, end = site.span
    return {
        "description": f"{site.code} {site.message}",
        "check_name": site.title,
        "fingerprint": fingerprint,
        "severity": LEVELS[site.priority].gitlab,
        "location": {
            "path": path,
            "positions": {
                "begin": {"line": start.line, "column": start.column},
                "end": {"line": end.line, "column": end.column},
            },
        },
    }
