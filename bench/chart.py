"""The chart of the races as an SVG of its own, for light and dark pages."""

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap
from typing import NamedTuple

WIDTH, LEFT, LONGEST = 760, 206, 440  # pixels; bars begin at LEFT
_BAR, _STEP, _GAP = 18, 25, 20
_CHARACTERS = 124  # in a line of the small print

_STYLE = """\
.card { fill: #ffffff; stroke: #d0d7de }
text { fill: #1f2328; font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif }
.title { font-size: 17px; font-weight: 600 }
.group { font-weight: 600 }
.small { font-size: 11px; fill: #59636e }
.bar { fill: #b4bcc6 }
.ours { fill: #0969da }
text.mine { font-weight: 600 }
@media (prefers-color-scheme: dark) {
  .card { fill: #0d1117; stroke: #3d444d }
  text { fill: #f0f6fc }
  .small { fill: #9198a1 }
  .bar { fill: #59636e }
  .ours { fill: #4493f8 }
}
"""


class Bar(NamedTuple):
    """One bar: who, how long in seconds, and whether it is ours."""

    name: str
    seconds: float
    ours: bool = False


class Group(NamedTuple):
    """Bars that share a scale, below a heading."""

    heading: str
    bars: tuple[Bar, ...]


def in_words(seconds: float) -> str:
    """A time with three digits at most."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def svg(title: str, groups: Sequence[Group], small_print: Sequence[str], text: str) -> str:
    """The chart. `text` says the same for who cannot see it."""
    body, y = [], 38.0
    body.append(_text(24, y, title, "title"))
    y += 8
    for group in groups:
        y += _GAP + 6
        body.append(_text(24, y, group.heading, "group"))
        y += 8
        longest = max(bar.seconds for bar in group.bars)
        for bar in group.bars:
            body += _bar(bar, y, LONGEST * bar.seconds / longest)
            y += _STEP
    y += _GAP
    for line in (part for words in small_print for part in wrap(words, _CHARACTERS)):
        body.append(_text(24, y, line, "small"))
        y += 16
    height = round(y + 4)
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    inner = f'width="{WIDTH - 1}" height="{height - 1}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d">',
            f'<title id="t">{escape(title)}</title>',
            f'<desc id="d">{escape(text)}</desc>',
            f"<style>\n{_STYLE}</style>",
            f'<rect class="card" x="0.5" y="0.5" {inner} rx="8"/>',
            *body,
            "</svg>\n",
        ]
    )


def _bar(bar: Bar, y: float, length: float) -> Iterator[str]:
    middle = y + _BAR - 5
    mine = " mine" if bar.ours else ""
    yield _text(LEFT - 10, middle, bar.name, f"name{mine}", 'text-anchor="end"')
    width = max(length, 1.5)  # or the shortest could not be seen at all
    kind = "ours" if bar.ours else "bar"
    yield f'<rect class="{kind}" x="{LEFT}" y="{y:g}" width="{width:.1f}" height="{_BAR}" rx="2"/>'
    yield _text(LEFT + width + 8, middle, in_words(bar.seconds), f"value{mine}")


def _text(x: float, y: float, words: str, kind: str, more: str = "") -> str:
    space = " " * bool(more)
    return f'<text class="{kind}" x="{x:.1f}" y="{y:g}"{space}{more}>{escape(words)}</text>'
