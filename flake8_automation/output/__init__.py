"""The formats in which gaps are reported: one table, a module each, loaded when it is asked for."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import NamedTuple

from flake8_automation.model import Checked


class Style(NamedTuple):
    """What a renderer must know beyond the results."""

    colour: bool = False


Render = Callable[[Iterable[Checked], Style], Iterator[str]]

# Name on the command line -> module of this package that has `render`.
RENDERERS = {"text": "text", "json": "json_array"}


def renderer(name: str) -> Render:
    """The function that turns results, sorted by path, into pieces of text of the format `name`."""
    render: Render = import_module(f"{__name__}.{RENDERERS[name]}").render
    return render
