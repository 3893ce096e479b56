"""Who decides which files of a folder count: git, or else the `.gitignore` files on the way."""

import os
from collections.abc import Container
from typing import Any, Protocol

_GIT_TIMEOUT = 60  # seconds


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
        for path in paths:
            if path.endswith("/"):  # another repository inside this one
                continue
            head, slash, name = path.rpartition("/")
            self._folder(head + slash).add(name)

    def enter(self, folder: str, names: Container[str]) -> None:
        """See `Admission`."""

    def admits(self, folder: str, name: str, is_folder: bool) -> bool:  # noqa: ARG002 - as asked
        """See `Admission`."""
        return name in self._names.get(folder, ())

    def _folder(self, folder: str) -> set[str]:
        names = self._names.get(folder)
        if names is None:
            names = self._names[folder] = set()
            head, slash, name = folder[:-1].rpartition("/")
            self._folder(head + slash).add(name)
        return names


class Ignoring:
    """Admits what no `.gitignore` names, and no hidden folder but `.github`.

    The `.gitignore` files of `folder` and below count; those above it, up to `root`, count as well,
    unless by them all of `folder` is ignored: it was asked for.
    """

    def __init__(self, folder: str, root: str | None = None) -> None:
        self._root = root or folder
        self._specs: dict[str, Any] = {}  # by folder, from the root
        self._prefix = ""
        if self._root != folder:
            for name in os.path.relpath(folder, self._root).split(os.sep):
                self._read(self._prefix)
                if self._ignores(self._prefix, f"{name}/"):
                    self._specs.clear()
                self._prefix += f"{name}/"

    def enter(self, folder: str, names: Container[str]) -> None:
        """See `Admission`."""
        # A virtual environment says of itself that all of it is to be ignored.
        if ".gitignore" in names and (folder or "pyvenv.cfg" not in names):
            self._read(self._prefix + folder)

    def admits(self, folder: str, name: str, is_folder: bool) -> bool:
        """See `Admission`."""
        if is_folder and name[0] == "." and name != ".github":
            return False
        if not self._specs:
            return True
        return not self._ignores(self._prefix + folder, f"{name}/" if is_folder else name)

    def _read(self, folder: str) -> None:
        try:
            with open(os.path.join(self._root, folder, ".gitignore"), "rb") as file:
                lines = os.fsdecode(file.read()).replace("\r\n", "\n").split("\n")
        except OSError:
            return
        from pathspec import GitIgnoreSpec

        self._specs[folder] = GitIgnoreSpec.from_lines(lines)

    def _ignores(self, folder: str, name: str) -> bool:
        """What the nearest `.gitignore` that speaks of it says."""
        path = folder + name
        while True:
            spec = self._specs.get(folder)
            include = spec.check_file(path[len(folder) :]).include if spec else None
            if include is not None:
                return bool(include)
            if not folder:
                return False
            folder = folder[: folder.rstrip("/").rfind("/") + 1]


def admission_to(folder: str) -> Admission:
    """Who decides below a folder, an absolute path.

    In a repository that is git, unless it cannot be asked, or ignores all that is there.
    """
    real = os.path.realpath(folder)
    repository = _repository_of(real)
    if repository is None:
        return Ignoring(folder)
    paths = _listed_by_git(real)
    if paths is None:
        return Ignoring(real, repository)
    return Listed(paths) if paths else Ignoring(folder)


def _repository_of(folder: str) -> str | None:
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder


def _listed_by_git(folder: str) -> list[str] | None:
    """What git tracks or does not ignore below a folder. None: git is not there, or does not work.

    Submodules stand in the list as a name without content, so they are not entered.
    """
    import subprocess

    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z"]
    command += ["--cached", "--others", "--exclude-standard"]
    # A hook of git runs with variables that name *its* repository.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GIT_TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return os.fsdecode(done.stdout).split("\0")[:-1]
