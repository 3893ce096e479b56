"""Which files a run reads: those that were named, and Python and workflow files below folders."""

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_automation.files.access import reason_of, what_it_is
from flake8_automation.files.patterns import Patterns
from flake8_automation.languages import is_workflow
from flake8_automation.model import Broken, BrokenKind, Checked
from flake8_automation.settings import Settings

if TYPE_CHECKING:
    from flake8_automation.files.admission import Admission

MARKS = frozenset({".gitignore", "pyvenv.cfg"})  # names that mean something for a folder

# What tells whether a file is still the same: its size, the times (ns) at which its content and its
# inode changed, and the number of the inode.
Stamp = tuple[int, int, int, int]


class Discovered(NamedTuple):
    """The files to read, and a result for everything that is known to be unreadable.

    Both are sorted by path and without duplicates. A path is spelled like the argument that led to
    it, without a leading `./`, with forward slashes. `absolutes` are the same paths as the system
    knows them. `stamps` are empty unless they are asked for; None: the file has just vanished.
    """

    paths: list[str]
    problems: list[Checked]
    absolutes: list[str]
    stamps: list[Stamp | None]


# The path as it is shown, why it cannot be read, the absolute path and the stamp of a file. A plain
# tuple: with tens of thousands of them, to make named ones takes longer than to read the folders.
_Found = tuple[str, str, str, Stamp | None]


class Search:
    """A search for the files that the arguments, paths of files and folders, stand for.

    A file that is itself an argument is always read. Below a folder those count that end in `.py`,
    are workflows, or have no suffix and a first line that names Python, if they are not excluded
    and are admitted: by git, or where git has no say, by the `.gitignore` files on the way. Folders
    that are symbolic links, and virtual environments, are entered only when they are arguments; a
    file that is reached by its own name is not read again by a link.
    """

    def __init__(
        self, arguments: Iterable[str], settings: Settings, *, stamped: bool = False
    ) -> None:
        self._arguments = arguments
        self._exclude = Patterns(settings.exclude + settings.extend_exclude)
        self._stamped = stamped
        self._found: dict[str, _Found] = {}  # by absolute path
        self._links: dict[str, str] = {}  # where those lead that were come across
        self._late: list[str] = []  # what may turn out to be a link to another file

    def paths(self) -> Iterator[str]:
        """Each file that is to be read, mostly as soon as it is found."""
        for argument in self._arguments:
            yield from map(_with_slashes, self._start(argument))
        for link, target in self._links.items():
            if target in self._found and link != target:
                del self._found[link]
        late = (self._found.get(path) for path in dict.fromkeys(self._late))
        yield from (_with_slashes(one[0]) for one in late if one and not one[1])

    def result(self) -> Discovered:
        """All that was found, once the last of the paths was given."""
        everything = sorted((_with_slashes(one[0]), *one[1:]) for one in self._found.values())
        good = [one for one in everything if not one[1]]
        columns = map(list, zip(*good, strict=True)) if good else ([], [], [], [])
        paths, _, absolutes, stamps = columns
        return Discovered(
            paths,
            [_unreadable(one[0], one[1]) for one in everything if one[1]],
            absolutes,
            stamps if self._stamped else [],
        )

    def _start(self, argument: str) -> Iterator[str]:
        """Find a file, or what is below a folder."""
        shown = os.path.normpath(argument) if argument else argument
        absolute = os.path.abspath(argument)
        problem = _problem(argument)
        if problem or not os.path.isdir(argument):
            stamp = None if problem or not self._stamped else _stamp_of(argument)
            if absolute not in self._found:
                self._found[absolute] = (shown, problem, absolute, stamp)
                self._late.append(absolute)
        else:
            yield from self._below(absolute, shown)

    def _below(self, top: str, shown_top: str) -> Iterator[str]:
        from flake8_automation.files.admission import admission_to

        admission = admission_to(top)
        try:
            yield from self._walk(top, shown_top, admission)
        finally:
            admission.close()

    def _walk(self, top: str, shown_top: str, admission: "Admission") -> Iterator[str]:
        root = os.path.join(top, "")
        prefix = "" if shown_top == "." else os.path.join(shown_top, "")
        found, match, stamped = self._found, self._exclude.match, self._stamped
        waiting = [""]
        while waiting:
            folder = waiting.pop()  # relative to the top, with a slash at its end
            here, shown = root + folder, prefix + folder
            try:
                inside = _listing(here)
            except OSError as error:
                above, _, name = folder[:-1].rpartition("/")
                names, _ = admission.among(f"{above}/" if above else "", (), has_files=True)
                if folder and names is not None and name not in names:
                    continue
                path, shown = (here[:-1], shown[:-1]) if folder else (top, shown_top)
                found.setdefault(path, (shown, reason_of(error), path, None))
                continue
            if not any(inside[:3]) or (folder and "pyvenv.cfg" in inside.marks):
                continue
            has_files = bool(inside.named or inside.bare)
            names, hidden = admission.among(folder, inside.marks, has_files=has_files)
            for name in inside.folders:
                if not hidden and name[0] == "." and name != ".github":
                    continue
                if (names is None or name in names) and not match(name, here + name):
                    waiting.append(f"{folder}{name}/")
            for files, is_named in ((inside.named, True), (inside.bare, False)):
                for entry in files:
                    name = entry.name
                    path = here + name
                    if not (names is None or name in names) or match(name, path):
                        continue
                    if not entry.is_file(follow_symlinks=False):
                        self._look_at(path, shown + name, is_named)
                    elif path not in found and (is_named or _names_python(path)):
                        stamp = _stamp_of(entry) if stamped else None
                        found[path] = (shown + name, "", path, stamp)
                        yield shown + name

    def _look_at(self, path: str, shown: str, is_named: bool) -> None:
        """Add what is neither a folder nor a regular file, if it counts."""
        problem = _problem(path)
        if problem:
            if is_named:
                self._found.setdefault(path, (shown, problem, path, None))
        elif os.path.isfile(path) and (is_named or _names_python(path)):
            stamp = _stamp_of(path) if self._stamped else None
            if path not in self._found:
                self._found[path] = (shown, "", path, stamp)
                self._late.append(path)
            self._links[path] = os.path.realpath(path)


def discover(arguments: Iterable[str], settings: Settings, *, stamped: bool = False) -> Discovered:
    """Find all files that the arguments stand for: see `Search`."""
    search = Search(arguments, settings, stamped=stamped)
    deque(search.paths(), maxlen=0)
    return search.result()


def _unreadable(path: str, problem: str) -> Checked:
    return Checked(path, broken=Broken(BrokenKind.UNREADABLE, problem))


def _with_slashes(path: str) -> str:
    return path if os.sep == "/" else path.replace(os.sep, "/")


class _Inside(NamedTuple):
    """What stands in a folder, as far as it can count."""

    folders: list[str]
    named: list["os.DirEntry[str]"]  # named like something that we read
    bare: list["os.DirEntry[str]"]  # without a suffix
    marks: set[str]


def _listing(folder: str) -> _Inside:
    """Raises OSError. The folder is an absolute path that ends in a slash."""
    inside = _Inside([], [], [], set())
    folders, named, bare, marks = inside
    can_hold_workflows = ".github" in folder
    with os.scandir(folder) as scan:
        for entry in scan:
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(name)
            elif name.endswith(".py"):
                named.append(entry)
            elif "." not in name:
                bare.append(entry)
            elif name in MARKS:
                marks.add(name)
            elif can_hold_workflows and is_workflow(folder + name):
                named.append(entry)
    marks.update(MARKS.intersection(folders))
    return inside


def _stamp_of(file: "os.DirEntry[str] | str") -> Stamp | None:
    try:
        status = os.stat(file) if isinstance(file, str) else file.stat()  # follows links
    except (OSError, ValueError):
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


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


def _names_python(path: str) -> bool:
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    try:
        return names_python(os.read(file, 128))
    except OSError:
        return False
    finally:
        os.close(file)


def names_python(start: bytes) -> bool:
    """Whether the first line is `#!` and an interpreter called python, by a file's first bytes."""
    start = start[:128]
    return start.startswith(b"#!") and b"python" in start.partition(b"\n")[0]
