"""A second working tree of the repository, in which changes are tried."""

import os
import shutil
import stat
import time
from contextlib import suppress

from flake8_automation.changes import Stopped
from flake8_automation.changes.store import put
from flake8_automation.files.access import reason_of
from flake8_automation.files.git import GitFailed, Repository, git

_RECORD = "worktree"  # the store's file that names it
_PREFIX = "flake8-automation-"


class Worktree:
    """A checkout of the repository's commit, in a temporary folder; `top` is its real path."""

    def __init__(self, repository: Repository, top: str) -> None:
        self.repository = repository
        self.top = top
        self.folder = os.path.join(top, repository.inside)  # where the run began, over here
        self._stamp = 0

    def put(self, path: str, data: bytes) -> None:
        """Give a file, relative to the top, its content; untouched if it has it already."""
        place = os.path.join(self.top, path)
        with suppress(OSError), open(place, "rb") as file:
            if file.read() == data:
                return
        with open(place, "wb") as file:
            file.write(data)
        # Python takes a compiled file for fresh by the source's size, and its time in seconds.
        self._stamp = max(self._stamp + 1, int(time.time()))
        os.utime(place, (self._stamp, self._stamp))

    def take_over(self, path: str) -> None:
        """Make a file, or its absence, what it is in the user's tree."""
        theirs = os.path.join(self.repository.top, path)
        place = os.path.join(self.top, path)
        try:
            mode = os.lstat(theirs).st_mode
        except OSError:
            with suppress(OSError):
                os.unlink(place)
            return
        if stat.S_ISREG(mode) or stat.S_ISLNK(mode):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with suppress(FileNotFoundError):
                os.unlink(place)
            shutil.copy2(theirs, place, follow_symlinks=False)


def add(folder: str, repository: Repository) -> Worktree:
    """Make a worktree, and note in the store's folder that there is one. Raises `Stopped`."""
    import secrets
    import tempfile

    temporary = os.path.realpath(tempfile.gettempdir())
    above = os.path.join(temporary, _PREFIX + secrets.token_hex(6))
    # Named like the repository's own folder, for what goes by that name.
    top = os.path.join(above, os.path.basename(repository.top) or "worktree")
    quiet = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
    try:
        put(folder, _RECORD, os.fsencode(top))
        os.mkdir(above, 0o700)
        git(repository.top, *quiet, "worktree", "add", "--detach", top, repository.head)
    except GitFailed as error:
        raise Stopped(f"git makes no worktree: {error}") from None
    except OSError as error:
        raise Stopped(f"{above}: cannot be made: {reason_of(error)}") from None
    return Worktree(repository, top)


def remove(folder: str) -> bool:
    """Remove the worktree that the store's folder knows of, if there is one."""
    record = os.path.join(folder, _RECORD)
    try:
        with open(record, "rb") as file:
            top = os.fsdecode(file.read())
    except OSError:
        return False
    above = os.path.dirname(top)
    if os.path.basename(above).startswith(_PREFIX):
        _remove_tree(above)
    with suppress(GitFailed):
        git(folder, "worktree", "prune", "--expire=now")
    os.unlink(record)
    return True


def _remove_tree(top: str) -> None:
    """Remove a folder, also where a command took away the permission to write into its folders."""
    if not os.path.isdir(top):
        return
    for folder, _, _ in os.walk(top):
        with suppress(OSError):
            os.chmod(folder, 0o700)
    shutil.rmtree(top, ignore_errors=True)
