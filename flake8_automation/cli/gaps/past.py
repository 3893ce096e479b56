"""What the commands that look at commits share: the repository, the files that count, the store."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from flake8_automation.cli import options
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.progress import Line
from flake8_automation.cli.run import count
from flake8_automation.cli.streams import note
from flake8_automation.cli.words import Given, Parser
from flake8_automation.files.git import GitFailed, NoRepository, Repository, repository
from flake8_automation.files.pool import WorkerDied
from flake8_automation.history.judging import Judge, kind_of_run
from flake8_automation.history.scope import Outside, Scope, Unseen, parts_of
from flake8_automation.history.store import Store
from flake8_automation.settings import Settings


class Past(NamedTuple):
    """A repository, ready to be looked at."""

    repository: Repository
    scope: Scope
    judge: Judge


def add_run(to: Parser) -> None:
    """The options of commands that look at commits."""
    to.add_argument("paths", nargs="*", metavar="PATH", help="files and folders to count (.)")
    group = to.add_argument_group("run")
    options.add_cache(group)
    group.add_argument("--jobs", type=options.jobs, metavar="N", help="processes (one per core)")
    group.add_argument("-q", "--quiet", action="store_true", help="no remarks on stderr")
    group.add_argument(
        "-v", "--verbose", action="store_true", help="name the configuration and the time on stderr"
    )


@contextmanager
def past(given: Given, settings: Settings) -> Iterator[Past]:
    """What a command line is about. Turns what goes wrong within into `Failure`."""
    arguments = given.paths or [os.curdir]
    if "-" in arguments:
        raise Failure("'-' stands for standard input, which has no history")
    with Line(wanted=not given.quiet, verbose=False) as line, _failing():
        found = repository(_existing_folder(arguments[0]))
        scope = Scope(parts_of(arguments, found.top), settings)
        folder = None if given.no_cache else os.path.join(found.top, settings.cache_dir)
        tell = (lambda _: None) if given.quiet else note
        store = Store(folder, kind_of_run(settings) if folder else "", tell)
        judge = Judge(found.top, settings, store, given.jobs, _telling(line))
        yield Past(found, scope, judge)


def _telling(line: Line) -> Callable[[int], None]:
    return lambda done: line.say(f"{count(done, 'file version')} read for the first time")


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except (GitFailed, NoRepository, Outside, Unseen, WorkerDied) as error:
        raise Failure(str(error)) from None


def _existing_folder(path: str) -> str:
    """The folder of a path, or what there still is above it."""
    folder = os.path.abspath(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder
