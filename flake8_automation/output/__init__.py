"""The formats in which gaps are reported: a module each, loaded when it is asked for."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from flake8_automation.model import Checked

if TYPE_CHECKING:
    from flake8_automation.files.hunks import Hunks
    from flake8_automation.source import Source


def _no_source(path: str) -> "Source | None":  # noqa: ARG001
    return None


class Context(NamedTuple):
    """What a renderer must know beyond the results.

    `root` is the absolute path of the folder that hosts take paths relative to: the root of the
    repository. `source` gives the text of a file as it was judged, or None where it is not at hand.
    `hunks` are the lines, by path from the root, to which suggestions are limited; None: no limit.
    `ratchet` says whether the run knows which gaps are accepted, so that all others are new.
    """

    colour: bool = False
    root: str = ""
    source: "Callable[[str], Source | None]" = _no_source
    hunks: "Hunks | None" = None
    ratchet: bool = False


Render = Callable[[Iterable[Checked], Context], Iterator[str]]


@cache
def format_names() -> tuple[str, ...]:
    """The names of the formats, `text` first. A format is a module of `formats` with `render`."""
    files = os.listdir(os.path.join(__path__[0], "formats"))
    stems = sorted(file.removesuffix(".py") for file in files if file.endswith(".py"))
    names = [stem.replace("_", "-") for stem in stems if not stem.startswith("_")]
    return tuple(sorted(names, key=lambda name: name != "text"))


def renderer(name: str) -> Render:
    """The function that turns results, sorted by path, into pieces of text of the format `name`."""
    render: Render = _module(name).render
    return render


def wants_marks(name: str) -> bool:
    """Whether a format tells what identifies a gap: its module then says `MARKED = True`."""
    return bool(getattr(_module(name), "MARKED", False))


def reads_fixes(name: str) -> bool:
    """Whether a format tells how gaps are fixed: its module then says `FIXES = True`."""
    return bool(getattr(_module(name), "FIXES", False))


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.formats.{name.replace('-', '_')}")
