"""A table of texts, and how it is written: plain, on a terminal, in Markdown and in HTML."""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Table(NamedTuple):
    """A heading for each column, rows, and perhaps a last row that sums them up.

    The columns named in `numbers` are set flush right. `note` is a sentence below it.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    note: str = ""

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """All rows, with the last one."""
        return (*self.rows, self.total) if self.total else self.rows

    def is_number(self, column: int) -> bool:
        """Whether a column (0-based) is set flush right."""
        return self.head[column] in self.numbers


def as_text(table: Table) -> str:
    """Columns of characters, for a pipe or a log."""
    from unicodedata import east_asian_width

    def width(text: str) -> int:
        return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)

    lines = [table.head, *table.lines]
    widths = [max(width(line[n]) for line in lines) for n in range(len(table.head))]

    def laid_out(line: tuple[str, ...]) -> str:
        cells = []
        for n, cell in enumerate(line):
            gap = " " * (widths[n] - width(cell))
            cells.append(gap + cell if table.is_number(n) else cell + gap)
        return "  ".join(cells).rstrip() + "\n"

    return "".join([*map(laid_out, lines), f"{table.note}\n" if table.note else ""])


def as_terminal_text(table: Table) -> str:
    """The table with colours, as wide as the terminal allows."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    drawn.title, drawn.title_justify, drawn.title_style = table.title, "left", "bold"
    for n, name in enumerate(table.head):
        drawn.add_column(
            name,
            justify="right" if table.is_number(n) else "left",
            min_width=max(map(len, (name, *(line[n] for line in table.lines))))
            if table.is_number(n)
            else None,
            overflow="fold",
        )
    for row in table.rows:
        drawn.add_row(*map(Text, row))
    if table.total:
        drawn.add_section()
        drawn.add_row(*map(Text, table.total), style="bold")
    console = Console(force_terminal=True)
    with console.capture() as captured:
        console.print(drawn)
        if table.note:
            console.print(Text(table.note, style="dim"))
    return captured.get()


def as_markdown(table: Table) -> str:
    """A table of GitHub's Markdown, below its title."""
    rule = ("---:" if table.is_number(n) else "---" for n in range(len(table.head)))
    total = [tuple(f"**{cell}**" if cell else "" for cell in map(_marked, table.total))]
    body = [tuple(map(_marked, row)) for row in table.rows]
    lines = [table.head, tuple(rule), *body, *(total if table.total else [])]
    text = f"### {table.title}\n\n" if table.title else ""
    text += "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return text + (f"\n{table.note}\n" if table.note else "")


def _marked(cell: str) -> str:
    from re import sub

    flat = " ".join(cell.split())
    return sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", flat)


def as_html(table: Table) -> str:
    """The elements of a table, without the page around it."""
    from html import escape

    def row(line: Iterable[str], tag: str) -> str:
        cells = []
        for n, cell in enumerate(line):
            style = ' class="number"' if table.is_number(n) else ""
            cells.append(f"<{tag}{style}>{escape(cell)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>\n"

    parts = ["<table>\n", f"<caption>{escape(table.title)}</caption>\n" if table.title else ""]
    parts += ["<thead>\n", row(table.head, "th"), "</thead>\n<tbody>\n"]
    parts += [row(line, "td") for line in table.rows]
    parts += ["</tbody>\n"]
    parts += ["<tfoot>\n", row(table.total, "td"), "</tfoot>\n"] if table.total else []
    parts += ["</table>\n", f"<p>{escape(table.note)}</p>\n" if table.note else ""]
    return "".join(parts)


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font-family: sans-serif; }}
table {{ border-collapse: collapse; margin: 1em 0; }}
caption {{ text-align: left; font-weight: bold; }}
th, td {{ padding: 0.2em 0.8em; border-bottom: 1px solid #8888; text-align: left; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
tfoot td {{ font-weight: bold; }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def page(title: str, tables: Iterable[Table], ahead: str = "") -> str:
    """A whole page of HTML with tables, and elements `ahead` of them; it needs nothing else."""
    from html import escape

    return _PAGE.format(title=escape(title), body=ahead + "".join(map(as_html, tables)))


def written(tables: Iterable[Table], how: Callable[[Table], str]) -> str:
    """Several tables, each written in the same way, with a line between them."""
    return "\n".join(how(table) for table in tables)
