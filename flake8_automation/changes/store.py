"""The folder in which a run keeps what it needs to be taken back, and its lock."""

import os
import sys
from contextlib import suppress
from typing import Self

from flake8_automation.changes import Stopped, Unjournalled
from flake8_automation.files.access import reason_of
from flake8_automation.files.git import git_folder

_NAME = "flake8-automation"


class Store:
    """The folder of the journal: among git's files, or outside a repository in the user's state.

    One run at a time holds it. In a `with` block, `take` locks it, and its end lets go; so does
    the end of the process, however it ends. `what` is the command line of the run.
    """

    def __init__(self, what: str = "") -> None:
        self.what = what
        self.folder = folder_of(os.path.realpath(os.getcwd()))
        self._lock: int | None = None

    def exists(self) -> bool:
        """Whether a run has left something here."""
        return os.path.isdir(self.folder)

    def held(self) -> bool:
        """Whether this run has locked it."""
        return self._lock is not None

    def take(self) -> None:
        """Make the folder and lock it. Raises `Stopped` if another run has it."""
        if self._lock is not None:
            return
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            lock = os.open(os.path.join(self.folder, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Unjournalled(f"{self.folder}: cannot be used: {reason_of(error)}") from None
        try:
            hold(lock)
        except OSError:
            holder = os.read(lock, 20).decode("ascii", "replace").strip()
            os.close(lock)
            raise Stopped(f"another run is at work here (process {holder})") from None
        self._lock = lock
        with suppress(OSError):  # the disk may be full; the number is for people
            os.truncate(lock, 0)
            os.write(lock, f"{os.getpid()}\n".encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def folder_of(place: str) -> str:
    """The folder for what runs in a place keep, not made yet."""
    return git_folder(place, _NAME) or _state_of(place)


def put(folder: str, name: str, data: bytes) -> None:
    """Write a file, so that it is whole or not there, also after a power cut."""
    path = os.path.join(folder, name)
    with open(f"{path}.new", "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{path}.new", path)
    settle(folder)


def settle(folder: str) -> None:
    """Have the disk know the names in a folder, where it can be asked to."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _state_of(folder: str) -> str:
    import hashlib

    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME"
    state = os.environ.get(variable) or os.path.expanduser("~/.local/state")
    return os.path.join(state, _NAME, hashlib.sha256(os.fsencode(folder)).hexdigest()[:16])


if sys.platform == "win32":
    import msvcrt

    def hold(lock: int) -> None:
        """Lock an open file until it is closed. Raises OSError where another process has it."""
        os.lseek(lock, 1 << 20, os.SEEK_SET)  # so that the number of the process can be read
        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        os.lseek(lock, 0, os.SEEK_SET)

else:
    import fcntl

    def hold(lock: int) -> None:
        """Lock an open file until it is closed. Raises OSError where another process has it."""
        # Not flock(): workers that were forked would hold it as well, and outlive us.
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
