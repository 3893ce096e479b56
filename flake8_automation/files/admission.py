"""Who decides which files of a folder count: git, or else the `.gitignore` files on the way."""

import os
from collections.abc import Container
from typing import Protocol

from flake8_automation.files.git import GitFailed, git, split


class Admission(Protocol):
    """A judge of what stands below one folder. Folders are relative to it and end in a slash."""

    def enter(self, folder: str, names: Container[str]) -> None:
        """Be told of a folder, before it is asked about, and of the names in it."""

    def admits(self, folder: str, name: str, is_folder: bool) -> bool:
        """Whether something in a folder counts."""


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

    def enter(self, folder: str, names: Container[str]) -> None:
        """See `Admission`."""

    def admits(self, folder: str, name: str, is_folder: bool) -> bool:  # noqa: ARG002 - as asked
        """See `Admission`."""
        return name in self._names.get(folder[:-1], ())

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
        self._lists: dict[str, Listed] = {}  # by the folder, with a slash, whose content they list

    def enter(self, folder: str, names: Container[str]) -> None:
        """See `Admission`."""
        # A virtual environment says of itself that all of it is to be ignored.
        if ".gitignore" not in names or (not folder and "pyvenv.cfg" in names):
            return
        if not any(folder.startswith(listed) for listed in self._lists):
            here = os.path.join(self._top, folder)
            paths = _listed_without_repository(here, here)
            if paths is not None:
                self._lists[folder] = Listed(paths)

    def admits(self, folder: str, name: str, is_folder: bool) -> bool:
        """See `Admission`."""
        if is_folder and name[0] == "." and name != ".github":
            return False
        for listed, names in self._lists.items():
            if folder.startswith(listed):
                return names.admits(folder[len(listed) :], name, is_folder)
        return True


def admission_to(folder: str) -> Admission:
    """Who decides below a folder, an absolute path.

    In a repository that is git, unless it ignores all that is there. A repository that git refuses
    to open, for whose owner it is, still has its `.gitignore` files.
    """
    real = os.path.realpath(folder)
    repository = _repository_of(real)
    if repository is None:
        return Walked(folder)
    paths = _listed_by_git(real, "--cached", "--others", "--exclude-standard")
    if paths is None:
        paths = _listed_without_repository(real, repository)
    return Listed(paths) if paths else Walked(folder)


def _repository_of(folder: str) -> str | None:
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder


def _listed_without_repository(folder: str, root: str) -> list[str] | None:
    """What the `.gitignore` files from `root` down do not ignore below a folder.

    Nobody reads these files as git does, so it is asked, with an empty repository made for that.
    None: there is no git, and then they are not read.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="flake8-automation-") as empty:
        try:
            git(empty, "init", "--quiet", "--bare", empty)
        except GitFailed:
            return None
        where = (f"--git-dir={empty}", f"--work-tree={root}")
        return _listed_by_git(folder, "--others", "--exclude-per-directory=.gitignore", where=where)


def _listed_by_git(folder: str, *which: str, where: tuple[str, ...] = ()) -> list[str] | None:
    """Paths below a folder as git lists them. None: git is not there, or does not work.

    Submodules stand in the list as a name without content, so they are not entered.
    """
    try:
        return split(git(folder, *where, "-c", "core.fsmonitor=false", "ls-files", "-z", *which))
    except GitFailed:
        return None
