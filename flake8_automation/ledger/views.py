"""The counts as tables for people: by rule, folder, owner or priority, and what to close first."""

from collections.abc import Callable, Iterable

from flake8_automation.ledger.summary import by_owner
from flake8_automation.ledger.table import Table
from flake8_automation.ledger.tally import Tally
from flake8_automation.ledger.worklist import Step
from flake8_automation.registry import all_rules
from flake8_automation.settings import Settings

OwnersOf = Callable[[str], Iterable[str]]

NOBODY = "(nobody)"
HOURS = "Est. hours"
_NUMBERS = ("Covered", "Gaps", "Waived", "Coverage", HOURS)
_NUMERIC = frozenset({*_NUMBERS, "Places"})
ESTIMATED = "Hours are estimates, in a month: gaps by the minutes on the page of their rule."


def percent(coverage: float | None) -> str:
    """A coverage as it is shown: rounded down, so that 100 % means all."""
    return "-" if coverage is None else f"{int(coverage * 1000 + 1e-9) / 10:.1f} %"


def shown_hours(hours: float | None) -> str:
    """Hours as they are shown."""
    return "-" if hours is None else f"{hours:.1f}"


def _cells(tally: Tally, settings: Settings) -> tuple[str, ...]:
    count = tally.total
    numbers = (str(count.covered), str(count.gap), str(count.waived))
    return (*numbers, percent(count.coverage), shown_hours(tally.hours(settings)))


def _table(
    title: str,
    head: tuple[str, ...],
    rows: Iterable[tuple[tuple[str, ...], Tally]],
    tally: Tally,
    settings: Settings,
) -> Table:
    return Table(
        title,
        (*head, *_NUMBERS),
        tuple((*names, *_cells(part, settings)) for names, part in rows),
        ("Total", *[""] * (len(head) - 1), *_cells(tally, settings)),
        _NUMERIC,
        ESTIMATED,
    )


def by_rule(tally: Tally, settings: Settings, _: OwnersOf | None = None) -> Table:
    """A row for each rule that has sites."""
    names = {rule.code: rule.name for rule in all_rules()}
    rows = (((code, names.get(code, "")), part) for code, part in tally.by_rule().items())
    return _table("Gaps by rule", ("Code", "Rule"), rows, tally, settings)


def by_folder(tally: Tally, settings: Settings, _: OwnersOf | None = None) -> Table:
    """A row for each folder that holds files with sites."""
    rows = (((folder,), part) for folder, part in tally.by_folder().items())
    return _table("Gaps by folder", ("Folder",), rows, tally, settings)


def by_priority(tally: Tally, settings: Settings, _: OwnersOf | None = None) -> Table:
    """A row for each priority."""
    rows = (((priority.name,), part) for priority, part in tally.by_priority().items())
    return _table("Gaps by priority", ("Priority",), rows, tally, settings)


def by_owners(tally: Tally, settings: Settings, owners_of: OwnersOf | None = None) -> Table:
    """A row for each owner, or for those that own files together."""
    assert owners_of is not None, "nobody says who owns what"
    rows = (((name or NOBODY,), part) for name, part in by_owner(tally, owners_of).items())
    return _table("Gaps by owner", ("Owner",), rows, tally, settings)


VIEWS = {"rule": by_rule, "folder": by_folder, "owner": by_owners, "priority": by_priority}


def close_first(steps: Iterable[Step]) -> Table:
    """What to close first, in the order of the steps."""
    rows = tuple(
        (
            step.path,
            step.code,
            step.priority.name,
            str(step.gaps),
            str(step.places),
            shown_hours(step.hours),
        )
        for step in steps
    )
    head = ("File", "Code", "Priority", "Gaps", "Places", HOURS)
    note = "Places are what must be touched. Hours are estimates, in a month."
    note = note if rows else "There is nothing to close."
    return Table("What to close first", head, rows, (), _NUMERIC, note)
