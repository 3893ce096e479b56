"""Where the ledger of a project stands: its root, and the paths from there."""

import os
from collections.abc import Iterator
from typing import NamedTuple

LIST = ".automation-gaps"  # the accepted gaps, at the root

_MARKS = ("pyproject.toml", "setup.py", "setup.cfg")


class Outside(Exception):
    """A file that has no path from the root. The message is one line for the user."""


class Home(NamedTuple):
    """The root of the project that a run is about, an absolute path."""

    root: str

    @property
    def list(self) -> str:
        """The file of the accepted gaps."""
        return os.path.join(self.root, LIST)

    def path_of(self, path: str) -> str:
        """The path of a file from the root, with forward slashes. Raises `Outside`."""
        for one in (os.path.abspath, os.path.realpath):
            try:
                relative = os.path.relpath(one(path), self.root)
            except ValueError:  # another drive of Windows
                continue
            if relative != os.pardir and not relative.startswith(os.pardir + os.sep):
                return relative.replace(os.sep, "/")
        raise Outside(f"{path}: it is outside of the project {self.root}")

    def shown_path_of(self, path: str) -> str:
        """The same, or for a file outside of the root its absolute path."""
        try:
            return self.path_of(path)
        except Outside:
            return os.path.abspath(path).replace(os.sep, "/")

    def has(self, path: str) -> bool:
        """Whether there is something at a path from the root."""
        return os.path.lexists(os.path.join(self.root, path))


def home(directory: str = ".") -> Home:
    """The root that a folder belongs to.

    It is the nearest folder, going up, with a list of accepted gaps, but none above the root of the
    repository; else that root; else the nearest folder with the metadata of a project; else the
    folder itself.
    """
    folders = list(_upward(os.path.abspath(directory)))
    top = repository_of(folders[0])
    inside = folders[: folders.index(top) + 1] if top else folders
    with_list = (f for f in inside if os.path.lexists(os.path.join(f, LIST)))
    described = (f for f in folders if any(os.path.lexists(os.path.join(f, m)) for m in _MARKS))
    return Home(next(with_list, None) or top or next(described, None) or folders[0])


def repository_of(folder: str) -> str | None:
    """The nearest folder, going up, that git works in; also where there is no git here."""
    folders = _upward(os.path.abspath(folder))
    return next((f for f in folders if os.path.lexists(os.path.join(f, ".git"))), None)


def _upward(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent
