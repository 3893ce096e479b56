"""Who decides which files of a folder count: git, or else the `.gitignore` files on the way."""

import os
from collections.abc import Container
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple, Protocol

from flake8_automation.files.git import GitFailed, git, split

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory


class Admission(Protocol):
    """A judge of what stands below one folder. Folders are relative to it and end in a slash."""

    def among(self, folder: str, marks: Container[str], *, has_files: bool) -> "Among":
        """What counts in a folder. `marks` are those of `discover.MARKS` in it.

        `has_files`: files are asked about. If not, more folders may be said to count than do.
        Folders are asked about from the top, and all that is below one before the next.
        """

    def close(self) -> None:
        """Be told that nothing more is asked."""


class Among(NamedTuple):
    """What counts in one folder."""

    names: Container[str] | None  # None: all
    hidden: bool  # whether hidden folders, other than `.github`, are among it


_ALL_BUT_HIDDEN = Among(None, hidden=False)
_FEW_FOLDERS = 20  # to look into them takes no longer than to ask git


class Listed:
    """Admits what is on a list of files, and the folders on the way to it."""

    def __init__(self, paths: list[str]) -> None:
        self._names: dict[str, set[str]] = {"": set()}
        last, names = "", self._names[""]
        for path in paths:
            folder, _, name = path.rpartition("/")
            if folder != last:
                last, names = folder, self._folder(folder)
            names.add(name)  # empty where another repository stands inside this one

    def among(
        self,
        folder: str,
        marks: Container[str],  # noqa: ARG002 - as asked
        *,
        has_files: bool,  # noqa: ARG002
    ) -> Among:
        """See `Admission`."""
        return Among(self._names.get(folder[:-1], ()), hidden=True)

    def close(self) -> None:
        """See `Admission`."""

    def _folder(self, folder: str) -> set[str]:
        names = self._names.get(folder)
        if names is None:
            names = self._names[folder] = set()
            above, _, name = folder.rpartition("/")
            self._folder(above).add(name)
        return names


class Walked:
    """Admits no hidden folder but `.github`; from a `.gitignore` on, only what git would list."""

    def __init__(self, top: str) -> None:
        self._top = top
        # The folder, with a slash, whose `.gitignore` was met last. What is below a folder is asked
        # about in one go, so that no other one can be meant.
        self._from: str | None = None
        self._listed: Listed | None = None
        self._is_due = False  # whether git is still to be asked
        self._entered = 0  # folders since then
        self._git = _NoRepository()

    def among(self, folder: str, marks: Container[str], *, has_files: bool) -> Among:
        """See `Admission`."""
        if self._from is None or not folder.startswith(self._from):
            # A virtual environment says of itself that all of it is to be ignored.
            if ".gitignore" not in marks or (not folder and "pyvenv.cfg" in marks):
                return _ALL_BUT_HIDDEN
            self._from, self._listed = folder, None
            self._is_due, self._entered = True, 0
        # There often is nothing below that is of interest.
        self._entered += 1
        if self._is_due and (has_files or self._entered > _FEW_FOLDERS):
            here = os.path.join(self._top, self._from)
            paths = self._git.listed(here, here)
            self._listed = None if paths is None else Listed(paths)
            self._is_due = False
        if self._listed is None:
            return _ALL_BUT_HIDDEN
        inside = folder[len(self._from) :]
        return self._listed.among(inside, marks, has_files=True)._replace(hidden=False)

    def close(self) -> None:
        """See `Admission`."""
        self._git.close()


def admission_to(folder: str) -> Admission:
    """Who decides below a folder, an absolute path.

    In a repository that is git, unless it ignores all that is there. A repository that git refuses
    to open, for whose owner it is, still has its `.gitignore` files.
    """
    real = os.path.realpath(folder)
    repository = repository_of(real)
    if repository is None:
        return Walked(folder)
    paths = _listed_by_git(real, "--cached", "--others", "--exclude-standard")
    if paths is None:
        with closing(_NoRepository()) as nothing:
            paths = nothing.listed(real, repository)
    return Listed(paths) if paths else Walked(folder)


def repository_of(folder: str) -> str | None:
    """The nearest folder, going up from an absolute path, that is a repository by its looks."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder


class _NoRepository:
    """What the `.gitignore` files of a folder mean that is in no repository, or in a broken one.

    Nobody reads these files as git does, so it is asked, with an empty repository made for that.
    """

    def __init__(self) -> None:
        self._empty: TemporaryDirectory[str] | None = None

    def listed(self, folder: str, root: str) -> list[str] | None:
        """What the files from `root` down do not ignore below a folder.

        None: there is no git, and then they are not read.
        """
        if self._empty is None:
            from tempfile import TemporaryDirectory

            self._empty = TemporaryDirectory(prefix="flake8-automation-")
            # What `git init` would make, as far as git insists on it.
            for name in ("objects", "refs"):
                os.mkdir(os.path.join(self._empty.name, name))
            with open(os.path.join(self._empty.name, "HEAD"), "w", encoding="ascii") as file:
                file.write("ref: refs/heads/main\n")
        where = (f"--git-dir={self._empty.name}", f"--work-tree={root}")
        return _listed_by_git(folder, "--others", "--exclude-per-directory=.gitignore", where=where)

    def close(self) -> None:
        """Remove the empty repository."""
        if self._empty is not None:
            self._empty.cleanup()


def _listed_by_git(folder: str, *which: str, where: tuple[str, ...] = ()) -> list[str] | None:
    """Paths below a folder as git lists them. None: git is not there, or does not work.

    Submodules stand in the list as a name without content, so they are not entered.
    """
    try:
        return split(git(folder, *where, "-c", "core.fsmonitor=false", "ls-files", "-z", *which))
    except GitFailed:
        return None
