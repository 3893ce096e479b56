"""Reading a file, and replacing its content in one step."""

import os
import stat
from contextlib import suppress

TEMPORARY = ".flake8-automation-{}.tmp"  # beside a file that is being replaced

_BINARY = getattr(os, "O_BINARY", 0)  # Windows


class Unreadable(Exception):
    """A file cannot be read. The message says why, in words that follow "PATH cannot be read: "."""


class Unwritable(Exception):
    """A file was left as it is. The message says why."""


def read(path: str) -> bytes:
    """The content of a regular file. Raises `Unreadable`."""
    try:
        # Looked at first: merely opening a named pipe waits for its writer.
        status = os.stat(path)
        content = _content(path, status.st_size) if stat.S_ISREG(status.st_mode) else None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Unreadable(reason_of(error)) from None
    if content is None:
        raise Unreadable(what_it_is(status.st_mode))
    return content


def write(path: str, new: bytes, old: bytes) -> None:
    """Replace the content of a file that still holds `old`, wholly or not at all.

    A symbolic link stays one, and its target is replaced. Mode and, where possible, owner are
    kept. Raises `Unwritable`; then, as after an interrupt, the file is as it was and nothing is
    left beside it.
    """
    target = os.path.realpath(path)
    temporary = os.path.join(os.path.dirname(target), TEMPORARY.format(os.getpid()))
    problem = ""
    try:
        status = os.stat(target)
        if not stat.S_ISREG(status.st_mode):
            problem = what_it_is(status.st_mode)
        # Root may write everywhere, but who took away all write permissions meant something by it.
        elif not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            problem = "it is read-only"
        else:
            problem = _replace(target, temporary, new, old, status)
    except (OSError, ValueError) as error:
        problem = reason_of(error)
    if problem:
        raise Unwritable(problem)


def what_it_is(mode: int) -> str:
    """What something is that is not a regular file, by its `st_mode`."""
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return "it is " + next((name for is_one, name in kinds if is_one(mode)), "not a file")


def reason_of(error: Exception) -> str:
    """What the operating system says went wrong, as part of a sentence."""
    words = getattr(error, "strerror", None) or str(error)
    return words[:1].lower() + words[1:]


def _content(path: str, size: int) -> bytes:
    # Not open(): its objects take as long as the reading. O_NONBLOCK: it may have become a pipe.
    file = os.open(path, os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0))
    try:
        parts = []
        while part := os.read(file, size + 1):
            parts.append(part)
    finally:
        os.close(file)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _replace(target: str, temporary: str, new: bytes, old: bytes, like: os.stat_result) -> str:
    """Put `new` in the place of `old`; or say why not."""
    try:
        _write_all(temporary, new, like)
        if _content(target, like.st_size) == old:
            os.replace(temporary, target)
            return ""
    except BaseException:
        _remove(temporary)
        raise
    _remove(temporary)
    return "it changed while it was being fixed"


def _write_all(path: str, data: bytes, like: os.stat_result) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        if hasattr(os, "fchown"):
            with suppress(PermissionError):
                os.fchown(file, like.st_uid, like.st_gid)
            os.fchmod(file, stat.S_IMODE(like.st_mode))
        os.fsync(file)
    finally:
        os.close(file)


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)
