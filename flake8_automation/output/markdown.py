"""Writing text into GitHub's Markdown so that it is shown as it is.

https://github.github.com/gfm/
"""

import re

_SPECIAL = re.compile(r"[\\*_{}\[\]<>#~&`]")
_TICKED = re.compile(r"(`[^`]+`)")


def row(*cells: str) -> str:
    """A line of a table. A pipe is escaped even inside code, which tables need."""
    told = " | ".join(cell.replace("|", "\\|") for cell in cells)
    return f"| {told} |\n"


def prose(text: str) -> str:
    """A message on one line, what stands in backticks as code."""
    return "".join(
        code(part[1:-1]) if _TICKED.fullmatch(part) else _SPECIAL.sub(r"\\\g<0>", _one_line(part))
        for part in _TICKED.split(text)
    )


def code(text: str) -> str:
    """A code span that holds any text."""
    text = _one_line(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _one_line(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")
