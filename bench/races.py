"""The races: who runs what on which files. In each of them the first entrant is ours."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

import alone
import lists
import peers
import trees
from peers import AST_GREP, BARE, FLAKE8, OURS, RUFF, Missing, Peer
from race import Entrant, Field, Race, Terms, run_rounds

ALL, TENTH = f"{OURS}, all files", f"{OURS}, a tenth"
TENTH_AND_LARGEST = f"{TENTH} and the largest"
ALONE = "flake8 alone"
LARGEST = 30  # files


class Scale(NamedTuple):
    """How much is measured: rounds that count, and numbers of files."""

    rounds: int
    short_rounds: int  # of runs that are short, and therefore noisy
    pairs: int  # of flake8 with and without the plugin
    sample: int  # files for flake8 with the plugin alone, which takes minutes for all
    plugin: int  # files for flake8 with and without the plugin
    hook: int  # files of one call
    seconds: float  # that a run may take


class Course(NamedTuple):
    """What all races have in common: the tools, the tree, and an empty folder for themselves."""

    found: dict[str, Peer]
    roots: list[str]
    files: list[str]
    held: dict[str, bool]  # whether a file holds what one of our rules looks for
    folder: str
    scale: Scale
    say: Callable[[str], None]

    def field(self, about: str, files: Sequence[str], notes: Sequence[str] = ()) -> Field:
        """The field of a race on some files of the tree."""
        needled = sum(self.held.get(path, False) for path in files)
        return Field(about, len(files), trees.size(files), needled, tuple(notes))

    def race(
        self, name: str, field: Field, entrants: Sequence[Entrant], rounds: int | None = None
    ) -> Race:
        """Run a race. It is told to the console as it goes on."""
        folder = self.made("runs")
        terms = Terms(self.scale.rounds if rounds is None else rounds, self.scale.seconds, folder)
        lanes = run_rounds(entrants, terms, lambda text: self.say(f"{name}, {text}"))
        return Race(name, field, lanes)

    def copied(self, name: str, files: Sequence[str]) -> str:
        """A folder with copies of these files of the tree."""
        into = os.path.join(self.folder, name)
        return into if os.path.isdir(into) else trees.copy_files(files, self.roots, into)

    def made(self, name: str) -> str:
        """A folder of this name."""
        into = os.path.join(self.folder, name)
        os.makedirs(into, exist_ok=True)
        return into

    def racing(self, *names: str) -> list[Peer]:
        """Ours, and those of the named tools that are there."""
        return [self.found[name] for name in (OURS, *names) if name in self.found]


def tree(course: Course) -> Race:
    """The whole tree, without a cache."""
    racing = course.racing(RUFF, AST_GREP)
    notes = lists.compared(racing, course.roots, course.files, course.held)
    entrants = [Entrant(peer.name, (*peer.command, *course.roots)) for peer in racing]
    return course.race("tree", course.field("the tree, no cache", course.files, notes), entrants)


def bare(course: Course) -> Race:
    """The whole tree, without a cache, of which no Python has left bytecode."""
    racing = course.racing(RUFF)
    folder = course.copied("bare", course.files)
    entrants = [Entrant(peer.name, (*peer.command, folder)) for peer in racing]
    return course.race("bare", course.field("the tree without bytecode", course.files), entrants)


def cached(course: Course) -> Race:
    """The second run, of which the first one has left a cache."""
    racing = [peer for peer in course.racing(RUFF) if peer.cached]
    if OURS not in [peer.name for peer in racing]:
        raise Missing(f"this {OURS} has no cache")
    folders = [course.made(f"cache-{peer.name}") for peer in racing]
    entrants = [
        Entrant(peer.name, (*peer.cached, folder, *course.roots), cache=folder)
        for peer, folder in zip(racing, folders, strict=True)
    ]
    field = course.field("the tree, once more, with the cache of the first run", course.files)
    return course.race("cached", field, entrants, course.scale.short_rounds)


def sample(course: Course) -> Race:
    """Some of the files, spread over the tree."""
    files = trees.spread(course.files, course.scale.sample)
    folder = course.copied("sample", files)
    entrants = [Entrant(peer.name, (*peer.command, folder)) for peer in course.racing(FLAKE8)]
    return course.race("sample", course.field("files spread over the tree", files), entrants)


def hook(course: Course) -> Race:
    """One call with the files of a commit."""
    files = trees.with_share(course.files, course.held, course.scale.hook, percent=10)
    entrants = [Entrant(peer.name, (*peer.command, *files)) for peer in course.racing(RUFF, FLAKE8)]
    field = course.field("one call with some files, as a hook makes it", files)
    return course.race("hook", field, entrants, course.scale.short_rounds)


def start_up(course: Course) -> Race:
    """One small file, which an editor asks about."""
    small = trees.write_small_file(course.made("small"))
    field = Field("one small file", 1, trees.size([small]), 1, peers.start_up_notes())
    entrants = [
        Entrant(peer.name, peer.command if peer.name == BARE else (*peer.command, small))
        for peer in course.racing(BARE, RUFF, FLAKE8)
    ]
    entrants.append(Entrant(ALONE, (_alone(course), "-m", "flake8", "--isolated", small)))
    return course.race("start-up", field, entrants, course.scale.short_rounds)


def plugin(course: Course) -> Race:
    """What our plugin adds to flake8 as it is by itself: user and system time of one process."""
    files = trees.spread(course.files, course.scale.plugin)
    words = ("-m", "flake8", "--isolated", "-j1", course.copied("plugin", files))
    entrants = [
        Entrant(FLAKE8, (sys.executable, *words)),
        Entrant(ALONE, (_alone(course), *words)),
    ]
    field = course.field("flake8 as it is by default, one process", files)
    return course.race("plugin", field, entrants, course.scale.pairs)


def tenfold(course: Course) -> Race:
    """All files against a tenth of them: time must not grow faster than the tree."""
    about = "the tree without bytecode, and every tenth file of it"
    return _sizes(course, "tenfold", about, TENTH, _tenth(course))


def memory(course: Course) -> Race:
    """One process, which alone sees all files: memory must not grow with their number.

    It does with their size, so the tenth has the largest files too.
    """
    about = "the tree without bytecode in one process, and a tenth of it with the largest files"
    largest = sorted(course.files, key=os.path.getsize)[-LARGEST:]
    files = sorted({*_tenth(course), *largest})
    return _sizes(course, "memory", about, TENTH_AND_LARGEST, files, "--jobs", "1")


def _tenth(course: Course) -> list[str]:
    return trees.spread(course.files, max(1, len(course.files) // 10))


def _sizes(
    course: Course, name: str, about: str, other: str, files: list[str], *words: str
) -> Race:
    # Both without bytecode, which no copy has, so that no file takes longer in one of them.
    command = (*course.found[OURS].command, *words)
    entrants = [
        Entrant(ALL, (*command, course.copied("bare", course.files))),
        Entrant(other, (*command, course.copied(name, files))),
    ]
    return course.race(name, course.field(about, course.files), entrants)


def _alone(course: Course) -> str:
    """A Python with flake8 and nothing else. Raises Missing."""
    folder = os.path.join(course.folder, "alone")
    script = os.path.join(folder, "bin", "python")
    if os.path.exists(script):
        return script
    try:
        return alone.make(folder)
    except (OSError, ModuleNotFoundError, subprocess.SubprocessError) as error:
        raise Missing(f"no environment with flake8 alone: {error}") from None


RACES: dict[str, Callable[[Course], Race]] = {
    "tree": tree,
    "bare": bare,
    "cached": cached,
    "sample": sample,
    "hook": hook,
    "start-up": start_up,
    "plugin": plugin,
    "tenfold": tenfold,
    "memory": memory,
}
