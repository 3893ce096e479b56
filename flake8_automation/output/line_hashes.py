"""GitHub's hash of a line, by which code scanning knows an alert again when lines have moved.

The value is `primaryLocationLineHash` of SARIF's `partialFingerprints`. The action that uploads a
document computes it (github/codeql-action, `fingerprints.ts`) where it is missing, the REST API
does not. A line is hashed with what follows it: its first 100 UTF-16 code units that are neither
space nor tab, over the ends of lines, as the digits of a number to the base of 37, of which 64 bits
are kept. Equal lines of a file are numbered from 1.
"""

from collections import Counter
from collections.abc import Collection

from flake8_automation.source import Source

_WINDOW = 100
_BASE = 37
_BITS = (1 << 64) - 1
_END = "\uffff"


def line_hashes(source: Source, lines: Collection[int]) -> dict[int, str]:
    """The hashes of some lines, by their number (1-based)."""
    text = ("\ufeff" if source.bom else "") + source.text
    units = _units(text).replace("\r\n", "\n").replace("\r", "\n")
    units = units.replace(" ", "").replace("\t", "") + _END
    seen: Counter[str] = Counter()
    found: dict[int, str] = {}
    start = 0
    for number, line in enumerate(units.split("\n"), 1):
        window = units[start : start + _WINDOW]
        seen[window] += 1
        if number in lines:
            found[number] = f"{_number(window):x}:{seen[window]}"
        start += len(line) + 1
    return found


def _number(window: str) -> int:
    value = 0
    for unit in window.ljust(_WINDOW, "\0"):
        value = value * _BASE + ord(unit)
    return value & _BITS


def _units(text: str) -> str:
    """The text with a character for each UTF-16 code unit."""
    if not text or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))
