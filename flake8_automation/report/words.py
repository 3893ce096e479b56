"""How the report words what it shows, whatever the format: numbers, changes, names, messages."""

import re

from flake8_automation.ledger.views import percent
from flake8_automation.registry import page_url

NOTHING = "–"  # where there is no figure
LEGEND = (
    "Coverage is covered ÷ (covered + gaps + waived), rounded down; – stands where there is no "
    "figure. Hours at stake are estimates: each gap counts the minutes a month that the page of "
    "its rule gives, from a published figure, or that the settings give; a rule that has none "
    "counts nothing."
)
ORDER = (
    "What closes the most hours at stake for each place that must be touched comes first; these "
    "are estimates."
)
_SURROGATES = range(0xDC80, 0xDD00)  # bytes of a file name that are no UTF-8, as Python reads them
_UNITS = {"": (1, 0), "hours": (1, 1), "points": (100, 1)}  # what to multiply by, decimals
_CODE = re.compile(r"`([^`]+)`")


def visible(text: str) -> str:
    """A text in one line whose every character can be seen: control characters are spelled."""
    return "".join(char if char.isprintable() else _spelled(char) for char in text)


def _spelled(char: str) -> str:
    if ord(char) in _SURROGATES:
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape", "backslashreplace").decode()


def pieces(message: str) -> list[tuple[bool, str]]:
    """A message cut up where it speaks in code, which stands between backticks: (is code, text)."""
    parts = _CODE.split(visible(message))
    return [(bool(i % 2), part) for i, part in enumerate(parts) if part]


def whole(number: int) -> str:
    """A count, in groups of three digits."""
    return f"{number:,}"


def several(number: int, what: str) -> str:
    """`1 gap`, `2 gaps`."""
    return f"{whole(number)} {what}{'' if number == 1 else 's'}"


def share(coverage: float | None) -> str:
    """Coverage as a percentage."""
    return NOTHING if coverage is None else percent(coverage)


def hours(estimate: float | None) -> str:
    """Hours per month."""
    return NOTHING if estimate is None else f"{estimate:,.1f}"


def change(before: float | None, now: float | None) -> float | None:
    """By how much a number changed. None: there is nothing to compare."""
    return None if before is None or now is None else now - before


def signed(difference: float | None, unit: str = "") -> str:
    """A change, with its sign: of a count, of hours, or in points of a percentage."""
    if difference is None:
        return NOTHING
    scale, digits = _UNITS[unit]
    number = f"{difference * scale:+,.{digits}f}".replace("-", "\N{MINUS SIGN}")
    if not any(digit in number for digit in "123456789"):
        number = f"±{number[1:]}"
    return f"{number} {unit}".rstrip()


def rule_url(code: str) -> str:
    """Where the page of a rule can be read; empty for a rule that there is not, or no longer."""
    return page_url(code) or ""


def folder(path: str) -> str:
    """A folder, from the root of the project."""
    return "(the root)" if path == "." else visible(path)


def more(number: int, what: str) -> str:
    """What stands below a list that was cut; its command stands between backticks."""
    return f"{whole(number)} more {what}: `flake8-automation gaps report --json` has them all."
