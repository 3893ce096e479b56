"""Which files of a commit count: the same that a run in the working tree would find."""

import os
from collections.abc import Container, Iterable
from typing import NamedTuple

from flake8_automation.files.patterns import Patterns
from flake8_automation.languages import is_workflow
from flake8_automation.settings import Settings


class Outside(ValueError):
    """A path is not in the repository. The message is one line for the user."""


class Unseen(ValueError):
    """A path is nowhere in the history. The message is one line for the user."""


class Part(NamedTuple):
    """An argument: as given, as a path from the top (empty for the top itself), and absolute."""

    argument: str
    inside: str
    absolute: str


class Admitted(NamedTuple):
    """That a file counts: its absolute path, and whether it was named, so that it is read at all
    events. A file that was not, and has no suffix, is read if its first line names Python.
    """

    absolute: str
    named: bool


class Scope:
    """The files that the arguments of a run stand for, in any commit."""

    def __init__(self, parts: Iterable[Part], settings: Settings) -> None:
        self.parts = tuple(parts)
        self._unseen = set(self.parts)
        self._exclude = Patterns(settings.exclude + settings.extend_exclude)
        self._folders: dict[str, bool] = {}  # absolute paths: are they entered?

    def notice(self, path: str) -> None:
        """Be told that there is something at a path from the top."""
        if self._unseen:
            self._unseen -= {p for p in self._unseen if not p.inside or _is_in(path, p.inside)}

    def insist(self, arguments: Container[str]) -> None:
        """Raise `Unseen` if one of these arguments was in none of the commits."""
        for part in self.parts:
            if part in self._unseen and part.argument in arguments:
                raise Unseen(f"{part.argument}: no commit that was read has such a file or folder")

    def admits(self, path: str, environments: Container[str]) -> Admitted | None:
        """Whether a file counts, by its path from the top.

        `environments` are the folders that are virtual environments: they are entered only as
        arguments.
        """
        below = None
        for part in self.parts:
            if path == part.inside:
                return Admitted(part.absolute, True)
            below = below or self._below(part, path, environments)
        return below

    def _below(self, part: Part, path: str, environments: Container[str]) -> Admitted | None:
        prefix = f"{part.inside}/" if part.inside else ""
        if not path.startswith(prefix):
            return None
        folder, _, name = path[len(prefix) :].rpartition("/")
        absolute = os.path.join(part.absolute, folder, name)
        if not name.endswith(".py") and "." in name and not is_workflow(absolute):
            return None
        if folder and not self._enters(part, prefix, folder, environments):
            return None
        return None if self._exclude.match(name, absolute) else Admitted(absolute, False)

    def _enters(self, part: Part, prefix: str, folder: str, environments: Container[str]) -> bool:
        if prefix + folder in environments:
            return False
        above, _, name = folder.rpartition("/")
        if above and not self._enters(part, prefix, above, environments):
            return False
        absolute = os.path.join(part.absolute, folder)
        entered = self._folders.get(absolute)
        if entered is None:
            entered = self._folders[absolute] = not self._exclude.match(name, absolute)
        return entered


def parts_of(arguments: Iterable[str], top: str) -> list[Part]:
    """What arguments mean in the repository at `top`. Raises `Outside`.

    They need not be there now: an earlier commit may have had them.
    """
    root = os.path.join(top, "")
    found = []
    for argument in arguments:
        absolute = os.path.abspath(argument)
        folder, name = os.path.split(absolute)
        # A file that is a link is meant itself; a folder that is one, by where it leads.
        real = os.path.realpath(absolute)
        if not os.path.isdir(real):
            real = os.path.join(os.path.realpath(folder), name)
        if real != top and not real.startswith(root):
            raise Outside(f"{argument}: is not in the repository {top}")
        found.append(Part(argument, real[len(root) :].replace(os.sep, "/"), absolute))
    return found


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
