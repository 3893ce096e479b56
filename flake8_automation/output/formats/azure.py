"""Logging commands of Azure Pipelines, which knows errors and warnings.

https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

from collections.abc import Iterable, Iterator

from flake8_automation.model import Checked
from flake8_automation.output import Context
from flake8_automation.output.levels import LEVELS
from flake8_automation.output.paths import relative

_DATA = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"})


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """One command per gap; columns count characters."""
    for checked in results:
        path = relative(checked.path, context.root)
        for site in checked.gaps():
            start = site.span.start
            place = {
                "type": LEVELS[site.priority].azure,
                "sourcepath": path,
                "linenumber": start.line,
                "columnnumber": start.column,
                "code": site.code,
            }
            yield _issue(place, site.message)
        if checked.broken:
            told = f"{path} {checked.broken.kind.value}: {checked.broken.reason}"
            place = {"type": "error", "sourcepath": path}
            line = {"linenumber": checked.broken.line} if checked.broken.line else {}
            yield _issue(place | line, told)


def _issue(properties: dict[str, object], message: str) -> str:
    told = "".join(f"{name}={_escaped(value)};" for name, value in properties.items())
    return f"##vso[task.logissue {told}]{message.translate(_DATA)}\n"


def _escaped(value: object) -> str:
    return str(value).translate(_PROPERTY)
