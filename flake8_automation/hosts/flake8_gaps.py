"""The flake8 formatter `automation-gaps`: the gaps of a run as a table, below what else was found.

It runs in flake8's main process, where the results of all workers come together. Only gaps travel
through flake8: neither covered sites nor waivers, so there is no coverage.
"""

from collections import Counter

from flake8.formatting.base import BaseFormatter
from flake8.violation import Violation

from flake8_automation.hosts.flake8_plugin import Plugin
from flake8_automation.ledger.hours import hours_of
from flake8_automation.ledger.table import Table, as_terminal_text, as_text
from flake8_automation.ledger.views import ESTIMATED, HOURS, shown_hours
from flake8_automation.registry import all_rules

_ONLY_GAPS = (
    "flake8 sees gaps only: 'flake8-automation gaps' counts what is covered and waived too."
)


class GapsFormatter(BaseFormatter):
    """Counts our gaps, and prints what other plugins found as flake8 does."""

    def after_init(self) -> None:
        """See `BaseFormatter`."""
        self._gaps: Counter[str] = Counter()
        self._names = {rule.code: rule.name for rule in all_rules()}

    def format(self, error: Violation) -> str | None:
        """The line of what is no gap of ours; a gap is counted instead."""
        if error.code in self._names:
            self._gaps[error.code] += 1
            return None
        place = f"{error.filename}:{error.line_number}:{error.column_number}"
        return f"{place}: {error.code} {error.text}"

    def show_source(self, error: Violation) -> str | None:
        """See `BaseFormatter`."""
        return None if error.code in self._names else super().show_source(error)

    def stop(self) -> None:
        """Print the table."""
        draw = as_terminal_text if self.color and not self.filename else as_text
        self._write(draw(self._table()).rstrip("\n"))
        super().stop()

    def _table(self) -> Table:
        settings = Plugin.settings

        def cells(gaps: dict[str, int]) -> tuple[str, str]:
            return str(sum(gaps.values())), shown_hours(hours_of(gaps, settings))

        found = dict(sorted(self._gaps.items()))
        rows = [(code, self._names[code], *cells({code: number})) for code, number in found.items()]
        return Table(
            "Gaps by rule",
            ("Code", "Rule", "Gaps", HOURS),
            tuple(rows),
            ("Total", "", *cells(found)),
            frozenset({"Gaps", HOURS}),
            f"{ESTIMATED}\n{_ONLY_GAPS}",
        )
