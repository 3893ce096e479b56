"""`gaps report`: where a team stands, how it got there and what to close next, as one document."""

import json
import os
import time
from typing import Any, NamedTuple

from flake8_automation.cli import options
from flake8_automation.cli.changing import number
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.gaps import past
from flake8_automation.cli.gaps.looking import look, refuse_input, telling
from flake8_automation.cli.run import count, status, tell_problems
from flake8_automation.cli.streams import note, write_results
from flake8_automation.cli.words import Given
from flake8_automation.files.git import NoRepository, Repository, git, repository
from flake8_automation.history.commits import EVERY, Commit, WrongDate, choose
from flake8_automation.history.series import Series, series
from flake8_automation.ledger.accepted import load
from flake8_automation.ledger.home import Home, home
from flake8_automation.model import BrokenKind, Checked
from flake8_automation.report import markdown, page
from flake8_automation.report.document import Gathered, LinkTo, document
from flake8_automation.report.links import Links
from flake8_automation.report.origin import hosted
from flake8_automation.settings import Settings

_DESCRIPTION = """\
Report where a project stands, how it got there, and what to close next.

The files are counted as they are, and beside them the history of HEAD, by the settings of today.
The oldest commit of it is what the report compares with. HTML is one page that needs no network;
its charts need the extra: pip install 'flake8-automation[report]'."""

_YEAR = 365 * 86400  # seconds
_FORMATS = ("markdown", "html", "json")
_NAMED = 5  # files that went wrong


def run(argv: list[str]) -> int:
    """Exit status 0 whatever the gaps; 2: wrong usage, a corrupt list, or files that went wrong."""
    given = _parse(argv)
    begun = time.monotonic()
    if given.output_format == "html":
        _insist_on_library()
    settings = options.begin(given)
    place = home()
    with telling():
        entries = load(place.list) or ()
        found = look(given, settings, place)
    memory = _remember(given, settings, place)
    of = Gathered(
        place,
        _places(given, place),
        tuple(found.results),
        found.against(entries),
        memory.commit,
        _is_changed(memory.repo, found.results),
        memory.past,
        memory.why,
        (*memory.notes, *_problems(found.results)),
    )
    told = document(of, settings, _links(given, place, memory.repo))
    write_results([_rendered(told, given)], given.output_file)
    tell_problems(found.results)
    if not given.quiet:
        _summarise(told, found.results)
    if given.verbose:
        note(f"{time.monotonic() - begun:.2f} seconds")
    return status(found.results, settings, exit_zero=True)


def _parse(argv: list[str]) -> Given:
    parser = options.parser("gaps report", _DESCRIPTION)
    past.add_run(parser)
    group = parser.add_argument_group("report")
    group.add_argument(
        "--since", metavar="DATE", help="look back to this, as git reads it (a year)"
    )
    group.add_argument("--every", choices=EVERY, default="auto", help="what makes a point (auto)")
    group.add_argument(
        "--top", type=number, default=25, metavar="N", help="steps that are shown as next (25)"
    )
    options.add_settings(parser, "gaps", "history")
    options.add_output(parser, _FORMATS)
    given = parser.parse_args(argv)
    given.stdin_filename = None
    refuse_input(given)
    return given


def _insist_on_library() -> None:
    try:
        page.insist()
    except page.Missing as error:
        raise Failure(str(error)) from None


class _Memory(NamedTuple):
    """What git remembers. All but `notes` is empty where there is no repository."""

    repo: Repository | None = None
    commit: Commit | None = None
    past: Series | None = None
    why: str = ""
    notes: tuple[str, ...] = ()


def _remember(given: Given, settings: Settings, place: Home) -> _Memory:
    try:
        repository(place.root)
    except NoRepository as error:
        return _Memory(notes=(f"There is no trend: {error}.",))
    with past.past(given, settings) as (repo, scope, judge):
        commit = _head(repo)
        since, why = given.since, f"the oldest since {given.since}"
        if since is None:
            since, why = commit._replace(time=commit.time - _YEAR).moment, "the oldest in a year"
        try:
            chosen = choose(repo.top, given.every, since)
        except WrongDate as error:
            raise Failure(str(error)) from None
        if not chosen.commits:
            raise Failure(f"--since: no commit is younger than {since}")
        found = series(repo, chosen, scope, settings, judge)
    notes = []
    if chosen.cut:
        oldest = chosen.commits[0].day
        notes.append(f"This is a shallow clone: what came before {oldest} is not known.")
    before = sum(1 for row in found.rows[:-1] if row.broken)
    if before:
        notes.append(f"{count(before, 'earlier point')} of the trend with files that went wrong.")
    return _Memory(repo, commit, found, why, tuple(notes))


def _head(repo: Repository) -> Commit:
    told = git(repo.top, "show", "-s", "--format=%ct", repo.head)
    return Commit(repo.head, int(told))


def _is_changed(repo: Repository | None, results: list[Checked]) -> bool:
    """Whether anything may have been counted that the commit does not have."""
    if repo is None:
        return False
    paths = {repo.path_of(checked.path) for checked in results}
    return bool(repo.modified()) or not paths.isdisjoint(repo.untracked())


def _problems(results: list[Checked]) -> tuple[str, ...]:
    """One line that names the files which went wrong, or nothing."""
    told = [f"{c.path} {c.broken.kind.value}" for c in results if c.broken]
    if not told:
        return ()
    more = [f"{len(told) - _NAMED} more"] if len(told) > _NAMED else []
    return (f"{count(len(told), 'file')} went wrong: {', '.join(told[:_NAMED] + more)}.",)


def _places(given: Given, place: Home) -> tuple[str, ...]:
    """What was counted, from the root of the project; nothing if that is all of it."""
    paths = tuple(map(place.path_of, given.paths or [os.curdir]))
    return () if os.curdir in paths else paths


def _summarise(told: dict[str, Any], results: list[Checked]) -> None:
    read = sum(1 for c in results if not c.broken or c.broken.kind is not BrokenKind.UNREADABLE)
    total = told["now"]["counts"]["total"]
    parts = [f"{count(read, 'file')} read", count(total["sites"], "site")]
    parts += [count(total["gap"], "gap")]
    parts += [
        f"{count(len(told['trend']), 'commit')} of history" if told["trend"] else "no history"
    ]
    note(", ".join(parts))


def _links(given: Given, place: Home, repo: Repository | None) -> LinkTo:
    start = (
        os.path.dirname(os.path.abspath(given.output_file)) if given.output_file else os.getcwd()
    )
    links = Links(start)
    if repo is not None:
        links = Links(start, repo.top, hosted(repo))
    return lambda path, line: links.to(os.path.join(place.root, path), line)


def _rendered(told: dict[str, Any], given: Given) -> str:
    if given.output_format == "json":
        return json.dumps(told, indent=2) + "\n"
    render = page.render if given.output_format == "html" else markdown.render
    return render(told, given.top)
