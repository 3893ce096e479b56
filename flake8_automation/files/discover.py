"""Which files a run reads: those that were named, and Python and workflow files below folders."""

import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_automation.files.access import reason_of, what_it_is
from flake8_automation.files.patterns import Patterns
from flake8_automation.languages import is_workflow
from flake8_automation.model import Broken, BrokenKind, Checked
from flake8_automation.settings import Settings

if TYPE_CHECKING:
    from flake8_automation.files.admission import Admission


class _Entry(NamedTuple):
    path: str  # relative to the argument; empty for the argument itself
    problem: str = ""  # why it cannot be read, if so
    target: str = ""  # where it leads, if it is a symbolic link that was come across


class Discovered(NamedTuple):
    """The files to read, and a result for everything that is known to be unreadable.

    Both are sorted by path and without duplicates. A path is spelled like the argument that led to
    it, without a leading `./`, with forward slashes.
    """

    paths: list[str]
    problems: list[Checked]


def discover(arguments: Iterable[str], settings: Settings) -> Discovered:
    """Find the files that the arguments, paths of files and folders, stand for.

    A file that is itself an argument is always read. Below a folder those count that end in `.py`,
    are workflows, or have no suffix and a first line that names Python, if they are not excluded
    and are admitted: by git, or where git has no say, by the `.gitignore` files on the way. Folders
    that are symbolic links, and virtual environments, are entered only when they are arguments; a
    file that is reached by its own name is not read again by a link.
    """
    exclude = Patterns(settings.exclude + settings.extend_exclude)
    found: dict[str, tuple[str, str]] = {}
    links: dict[str, str] = {}
    for argument in arguments:
        shown = os.path.normpath(argument) if argument else argument
        absolute = os.path.abspath(argument)
        prefix = "" if shown == "." else os.path.join(shown, "")
        root = os.path.join(absolute, "")
        for rest, problem, target in _entries(argument, absolute, exclude):
            if rest:
                found.setdefault(root + rest, (prefix + rest, problem))
            else:
                found.setdefault(absolute, (shown, problem))
            if target:
                links[root + rest] = target
    for link, target in links.items():
        if target in found and link != target:
            del found[link]
    if os.sep != "/":
        found = {key: (path.replace(os.sep, "/"), why) for key, (path, why) in found.items()}
    everything = sorted(found.values())
    return Discovered(
        [path for path, problem in everything if not problem],
        [_unreadable(path, problem) for path, problem in everything if problem],
    )


def _unreadable(path: str, problem: str) -> Checked:
    return Checked(path, broken=Broken(BrokenKind.UNREADABLE, problem))


def _entries(argument: str, absolute: str, exclude: Patterns) -> Iterator[_Entry]:
    problem = _problem(argument)
    if problem or not os.path.isdir(argument):
        yield _Entry("", problem)
    else:
        from flake8_automation.files.admission import admission_to

        yield from _below(absolute, admission_to(absolute), exclude)


def _problem(path: str) -> str:
    """Why something is neither a folder nor a file that can be read, if so."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        if os.path.islink(path):
            return "it is a symbolic link that leads nowhere"
        return "no such file or folder"
    except (OSError, ValueError) as error:
        return reason_of(error)
    return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else what_it_is(mode)


def _below(top: str, admission: "Admission", exclude: Patterns) -> Iterator[_Entry]:
    root = os.path.join(top, "")
    waiting = [""]
    while waiting:
        folder = waiting.pop()  # relative to the top, with a slash at its end
        try:
            with os.scandir(root + folder) as scan:
                entries = {entry.name: entry for entry in scan}
        except OSError as error:
            yield _Entry(folder.rstrip("/"), reason_of(error))
            continue
        if folder and "pyvenv.cfg" in entries:
            continue
        admission.enter(folder, entries)
        for name, entry in entries.items():
            path = folder + name
            if entry.is_dir(follow_symlinks=False):
                if admission.admits(folder, name, True) and not exclude.match(name, root + path):
                    waiting.append(f"{path}/")
                continue
            is_named = name.endswith(".py") or is_workflow(root + path)
            if not is_named and "." in name:
                continue
            if not admission.admits(folder, name, False) or exclude.match(name, root + path):
                continue
            problem = "" if entry.is_file(follow_symlinks=False) else _problem(root + path)
            if problem:
                if is_named:
                    yield _Entry(path, problem)
            elif entry.is_file() and (is_named or _names_python(root + path)):
                target = os.path.realpath(root + path) if entry.is_symlink() else ""
                yield _Entry(path, target=target)


def _names_python(path: str) -> bool:
    try:
        with open(path, "rb", buffering=0) as file:
            return names_python(file.read(128))
    except OSError:
        return False


def names_python(start: bytes) -> bool:
    """Whether the first line is `#!` and an interpreter called python, by a file's first bytes."""
    start = start[:128]
    return start.startswith(b"#!") and b"python" in start.partition(b"\n")[0]
