"""What `check` and `fix` share: going through files, and saying what went wrong with them."""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from flake8_automation.cli.failure import Failure
from flake8_automation.cli.progress import Bar
from flake8_automation.cli.streams import note
from flake8_automation.cli.words import Given
from flake8_automation.files.discover import Search, discover
from flake8_automation.files.visit import check_file
from flake8_automation.languages import language_of
from flake8_automation.model import BrokenKind, Checked
from flake8_automation.settings import Settings

if TYPE_CHECKING:
    from flake8_automation.files.hunks import Hunks

T = TypeVar("T")

# To read a table of more bytes takes longer than to check these files.
_SMALL = 50_000
_WORTH = 12_000  # for each file

_MANY = 1000  # files that tell which languages there are


def go_through(
    given: Given, settings: Settings, visit: Callable[[str], T], what: str
) -> tuple[list[T], list[Checked]]:
    """Visit every file that the command line names; also what is known to be unreadable."""
    found = discover(given.paths or ["."], settings)
    return _visited(visit, found.paths, given, settings, what), found.problems


def check_through(
    given: Given, settings: Settings, what: str, *, marked: bool = False, counted: bool = False
) -> tuple[list[Checked], list[Checked]]:
    """Check every file that the command line names, unless it is known what that gives."""
    arguments = given.paths or ["."]
    visit = partial(check_file, settings=settings, marked=marked, counted=counted)
    if given.no_cache:
        search = Search(arguments, settings)
        results = _visited(visit, search.paths(), given, settings, what)
        return sorted(results), search.result().problems
    from flake8_automation.files.cache.judging import judge
    from flake8_automation.files.cache.store import store_of

    begun = time.time_ns()
    found = discover(arguments, settings, stamped=True)
    store = store_of(arguments, settings, marked=marked, counted=counted)
    if store is None or store.size > _SMALL + _WORTH * len(found.paths):
        return _visited(visit, found.paths, given, settings, what), found.problems
    results, table = judge(
        found,
        settings,
        store.load(),
        lambda visit, paths: _visited(visit, paths, given, settings, what),
        marked=marked,
        counted=counted,
        now=begun,
    )
    if table is not None:
        store.keep(table, note if given.verbose else lambda _: None)
    return results, found.problems


def _visited(
    visit: Callable[[str], T],
    paths: Iterable[str],
    given: Given,
    settings: Settings,
    what: str,
) -> list[T]:
    paths = iter(paths)
    first = list(islice(paths, _MANY))
    if not first:
        return []
    from flake8_automation import engine  # noqa: F401 - see below
    from flake8_automation.files.pool import WorkerDied, each
    from flake8_automation.registry import selected_rules

    for language in {language_of(path) for path in first}:
        # loaded once, here: processes that are forked have them already
        selected_rules(settings, language)
    seen: list[str] = []
    found = _noted(chain(first, paths), seen)
    with Bar(lambda: len(seen), what, wanted=not given.quiet) as bar:
        try:
            return each(visit, found, given.jobs, bar)
        except WorkerDied as error:
            raise Failure(str(error)) from None


def _noted(paths: Iterable[str], seen: list[str]) -> Iterator[str]:
    for path in paths:
        seen.append(path)
        yield path


def reads_input(given: Given) -> bool:
    """Whether standard input is what is meant. Raises `Failure` for what makes no sense."""
    if "-" in given.paths and len(given.paths) > 1:
        raise Failure("'-' stands for standard input and cannot be mixed with paths")
    if given.stdin_filename and given.paths != ["-"]:
        raise Failure("--stdin-filename goes with '-'")
    return bool(given.paths == ["-"])


def hunks_since_base(base: str) -> "tuple[str, Hunks]":
    """The top of the repository, and what differs there from a base. Raises `Failure`."""
    from flake8_automation.files.diff import NoBase, hunks_since
    from flake8_automation.files.git import NoRepository, repository

    try:
        top = repository().top
        return top, hunks_since(base, top)
    except (NoRepository, NoBase) as error:
        raise Failure(str(error)) from None


def tell_problems(results: Iterable[Checked]) -> None:
    """One line for each file with which something went wrong."""
    for checked in results:
        broken = checked.broken
        if broken is not None:
            place = f":{broken.line}" if broken.line else ""
            place += f":{broken.column}" if broken.line and broken.column else ""
            note(f"{checked.path}{place}: {broken.kind.value}: {broken.reason}")


def status(results: Iterable[Checked], settings: Settings, *, exit_zero: bool) -> int:
    """The exit status: 2 if a file went wrong, else 1 if there are gaps, else 0."""
    results = list(results)
    if any(checked.broken and _counts(checked.broken.kind, settings) for checked in results):
        return 2
    return int(not exit_zero and any(checked.gaps() for checked in results))


def _counts(kind: BrokenKind, settings: Settings) -> bool:
    return kind is not BrokenKind.UNPARSED or settings.unparsed == "error"


def count(number: int, what: str, several: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number} {what if number == 1 else several or f'{what}s'}"
