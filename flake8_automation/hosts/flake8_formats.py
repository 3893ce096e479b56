"""Our formats as formatters of flake8: `flake8 --format=automation-sarif`.

flake8 gives a formatter what every plugin reports, without ends and fixes. Files with gaps of ours
are therefore checked once more here, in the main process, and what others report becomes a site
without an end. flake8 opens the file of `--output-file` to append; a document must replace it.
"""

import os
import sys
from collections.abc import Iterator

from flake8.formatting.base import BaseFormatter
from flake8.statistics import Statistics
from flake8.violation import Violation

from flake8_automation.files.visit import check_file, sources
from flake8_automation.hosts.flake8_plugin import Plugin
from flake8_automation.model import Checked, Position, Priority, Site, Span, Status
from flake8_automation.output import Context, renderer
from flake8_automation.output.paths import repository_root

_ERRORS = ("E9", "F")  # what flake8's own plugins say of code that cannot work


class Formatter(BaseFormatter):
    """Collects what flake8 reports, and writes it when the run is over."""

    form = "text"

    def after_init(self) -> None:
        """Begin with nothing."""
        self._found: dict[str, list[Violation]] = {}

    def start(self) -> None:
        """Open the output file, if there is one, anew."""
        if self.filename:
            os.makedirs(os.path.dirname(os.path.abspath(self.filename)), exist_ok=True)
            self.output_fd = open(  # noqa: SIM115 - flake8 closes it, in stop()
                self.filename, "w", encoding="utf-8", errors="backslashreplace"
            )

    def handle(self, error: Violation) -> None:
        """Keep one report."""
        self._found.setdefault(error.filename, []).append(error)

    def show_statistics(self, statistics: Statistics) -> None:
        """Leave them out: a document has no place for them."""

    def show_benchmarks(self, benchmarks: list[tuple[str, float]]) -> None:
        """Leave them out as well."""

    def stop(self) -> None:
        """Write the document."""
        context = Context(root=repository_root(), source=sources())
        for piece in renderer(self.form)(self._results(), context):
            if self.output_fd is not None:
                self.output_fd.write(piece)
            if self.output_fd is None or self.options.tee:
                sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace"))
        super().stop()

    def _results(self) -> Iterator[Checked]:
        for path, violations in self._found.items():
            ours = _sites(path) if any(v.code.startswith("AUT") for v in violations) else {}
            found = (ours.get(_key(violation)) or _bare(violation) for violation in violations)
            yield Checked(path.removeprefix("./"), tuple(found))


def formatter(form: str) -> type[Formatter]:
    """The formatter that writes the format of this name."""
    return type(f"{form.title()}Formatter", (Formatter,), {"form": form})


def _sites(path: str) -> dict[tuple[str, int, int], Site]:
    checked = check_file(path, Plugin.settings, marked=True)
    return {
        (site.code, site.span.start.line, site.span.start.column): site._replace(status=Status.GAP)
        for site in checked.sites
    }


def _key(violation: Violation) -> tuple[str, int, int]:
    return violation.code, violation.line_number, violation.column_number


def _bare(violation: Violation) -> Site:
    """What is known of a report of another plugin, or of a file that is not at hand."""
    column = max(1, violation.column_number)
    place = Position(0, max(1, violation.line_number), column, column, column)
    priority = Priority.P1 if violation.code.startswith(_ERRORS) else Priority.P2
    where = Span(place, place)
    return Site(violation.code, "", Status.GAP, where, violation.text, priority)


AZURE = formatter("azure")
GITHUB = formatter("github")
GITLAB = formatter("gitlab")
JSON = formatter("json")
JSON_LINES = formatter("json-lines")
JUNIT = formatter("junit")
MARKDOWN = formatter("markdown")
RDJSON = formatter("rdjson")
RDJSONL = formatter("rdjsonl")
SARIF = formatter("sarif")
TEAMCITY = formatter("teamcity")
