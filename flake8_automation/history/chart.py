"""Small charts of a series of numbers: bars of text, and lines of SVG."""

from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"
_PLAIN = "_.-=*#%@"
_GONE = " "
_WIDTH, _HEIGHT, _MARGIN = 720, 160, 6  # of an SVG, in its own units


def bars(values: Sequence[float | None], top: float, most: int, encoding: str = "utf-8") -> str:
    """One character for each value, the lowest for 0 and the highest for `top`.

    Of more than `most` values an even choice is shown. None, no value, is a space. The characters
    are such that `encoding` has them.
    """
    levels = _BLOCKS
    try:
        levels.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        levels = _PLAIN
    steps = (len(levels) - 1) / (top or 1)
    return "".join(
        _GONE if value is None else levels[round(value * steps)] for value in thinned(values, most)
    )


def thinned(values: Sequence[float | None], most: int) -> list[float | None]:
    """The values themselves if there are few, else `most` of them; first and last are kept."""
    if len(values) <= most:
        return list(values)
    last = len(values) - 1
    return [values[round(at * last / (most - 1))] for at in range(most)]


def line(values: Sequence[float | None], top: float, name: str) -> str:
    """An SVG element: a line from left to right, 0 at the bottom and `top` above; None is a gap."""
    across = (_WIDTH - 2 * _MARGIN) / max(len(values) - 1, 1)
    down = (_HEIGHT - 2 * _MARGIN) / (top or 1)
    pieces: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        pieces[-1].append(f"{_MARGIN + at * across:.1f},{_HEIGHT - _MARGIN - value * down:.1f}")
    shapes = "".join(
        f'<polyline points="{" ".join(points)}"/>'
        if len(points) > 1
        else f'<circle cx="{points[0].split(",")[0]}" cy="{points[0].split(",")[1]}" r="3"/>'
        for points in pieces
        if points
    )
    axis = f'<path stroke="#8888" d="M{_MARGIN},{_HEIGHT - _MARGIN}H{_WIDTH - _MARGIN}"/>'
    about = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{name}"'
    style = 'width="100%" fill="none" stroke="currentColor" stroke-width="2"'
    return (
        f"<figure><figcaption>{name}</figcaption><svg {about} {style}>{axis}{shapes}</svg></figure>"
    )
