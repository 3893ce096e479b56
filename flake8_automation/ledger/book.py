"""Changing the list of accepted gaps: one process at a time, and wholly or not at all."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from flake8_automation.changes.store import folder_of, hold, put
from flake8_automation.files.access import reason_of
from flake8_automation.ledger.accepted import Entry, load, rendered
from flake8_automation.ledger.home import LIST, Home, repository_of

Entries = tuple[Entry, ...]

_PATIENCE = 60.0  # seconds, for another process to write what takes it a moment
_PAUSE = 0.02

_ATTRIBUTES = ".gitattributes"
_UNION = f"{LIST} merge=union"


class NotWritten(Exception):
    """The list could not be written. The message is one line for the user."""


def update(home: Home, change: Callable[[Entries | None], Entries | None]) -> Entries | None:
    """Replace the list by what `change` makes of it, and have git merge it line by line.

    None stands for no list; a list that stays the same is not written. Raises `Corrupt`, and
    `NotWritten`.
    """
    with held(home):
        before = load(home.list)
        after = change(before)
        if after is not None:
            try:
                _write(home.list, rendered(after))
                _attribute(home)
            except OSError as error:
                raise NotWritten(f"{LIST}: cannot be written: {reason_of(error)}") from None
        return after


@contextmanager
def held(home: Home) -> Iterator[None]:
    """Keep other processes from changing the list, after they are done. Raises `NotWritten`."""
    folder = folder_of(home.root)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        lock = os.open(os.path.join(folder, "gaps.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NotWritten(f"{folder}: cannot be used: {reason_of(error)}") from None
    try:
        _wait_for(lock)
        yield
    finally:
        os.close(lock)


def _wait_for(lock: int) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        with suppress(OSError):
            hold(lock)
            return
        if time.monotonic() > end:
            told = f"another process has been changing it for {_PATIENCE:.0f} seconds"
            raise NotWritten(f"{LIST}: cannot be written: {told}")
        time.sleep(_PAUSE)


def _write(path: str, data: bytes) -> None:
    path = os.path.realpath(path)
    if _content(path) != data:
        put(os.path.dirname(path), os.path.basename(path), data)


def _attribute(home: Home) -> None:
    """Say in `.gitattributes`, if git is used here, that both sides' lines are to be kept."""
    if repository_of(home.root) is None:
        return
    path = os.path.join(home.root, _ATTRIBUTES)
    data = _content(path) or b""
    words = [line.split() for line in data.decode("utf-8", "replace").splitlines()]
    if any(line[:1] in ([LIST], [f"/{LIST}"]) and "merge" in str(line[1:]) for line in words):
        return
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    between = newline if data and not data.endswith(b"\n") else b""
    _write(path, data + between + _UNION.encode() + newline)


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
