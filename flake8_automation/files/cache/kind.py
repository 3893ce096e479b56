"""Which runs may share results: those by the same settings, with the same programs."""

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from flake8_automation import __version__
from flake8_automation.settings import Settings

# These decide which files are read, what is fixed, and what is made of the results. A setting that
# is not named here counts.
_IRRELEVANT = (
    *("exclude", "extend_exclude", "cache_dir"),
    *("unsafe_fixes", "extend_safe_fixes", "unparsed", "accepted", "minutes"),
)
_PACKAGES = ("ahocorasick_rs", "ast_grep_py", "flake8", "yaml")  # that have a say in what is found


def kind_of_run(settings: Settings, *, marked: bool, counted: bool = False) -> str:
    """What results depend on beside a file and its facts, as a text.

    `marked`: so are the gaps. `counted`: the fixes are no more than that.
    """
    told: dict[str, Any] = {
        name: value for name, value in settings._asdict().items() if name not in _IRRELEVANT
    }
    return repr((sorted(told.items()), marked, counted, programs()))


def programs() -> tuple[object, ...]:
    """What identifies the programs that judge: this one, Python, and the packages they need.

    Between two releases our own modules change too, so their sizes and times belong to it.
    """
    ours = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    packages = tuple(tuple(_of_package(name)) for name in _PACKAGES)
    return (__version__, sys.version, tuple(sorted(_modules(ours, ""))), packages)


def _modules(folder: str, below: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as scan:
        for entry in scan:
            if entry.name.endswith((".py", ".md")):  # a page makes a rule
                status = entry.stat()
                yield below + entry.name, status.st_size, status.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(entry.path, f"{below}{entry.name}/")


def _of_package(name: str) -> Iterator[object]:
    """What tells one version of an installed package from another, without loading anything.

    To ask `importlib.metadata` takes longer than to look at a thousand files. The names of the
    `.dist-info` folders hold the version, the files of the package tell what was changed by hand.
    """
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return
    folder = os.path.dirname(spec.origin)
    yield folder
    with os.scandir(folder) as scan:
        files = [entry for entry in scan if entry.is_file()]
        yield sorted((e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in files)
    for other in sorted(os.listdir(os.path.dirname(folder))):
        project = other.partition("-")[0].lower()
        if project.removeprefix("py") == name and other.endswith("-info"):
            yield other
