"""What a run wrote: per file the bytes from before, and a fingerprint of those from after."""

import base64
import hashlib
import os
import time
import zlib
from contextlib import suppress
from typing import Any, NamedTuple

from flake8_automation.changes import Stopped
from flake8_automation.changes.store import put, settle

BEGUN = "begun.json"  # a run is at work and has written nothing yet, or had not when it died
UNFINISHED = "unfinished.json"  # a run is writing, or was when it died
LAST = "last.json"  # the run that can be taken back

_VERSION = 1


class Change(NamedTuple):
    """The bytes of a file, named by its real path, before and after."""

    path: str
    before: bytes
    after: bytes


class Commits(NamedTuple):
    """Where the branch stood before a run, and where it stands after it."""

    top: str  # of the work tree
    old: str
    new: str


class Entry(NamedTuple):
    """One file of a journal."""

    path: str
    before: bytes
    after: str  # its fingerprint


class Journal(NamedTuple):
    """One run: when it was (ISO 8601), its command line, the files it writes, and its commits."""

    when: str
    what: str
    entries: tuple[Entry, ...]
    commits: Commits | None = None


def entry(change: Change) -> Entry:
    """What the journal says of a change."""
    return Entry(change.path, change.before, fingerprint(change.after))


def fingerprint(data: bytes) -> str:
    """What tells these bytes from others."""
    return hashlib.sha256(data).hexdigest()


def announce(folder: str, what: str) -> None:
    """Note that a run is at work, so that after its death nobody takes the one before it for it.

    A disk that is full hinders no run at this.
    """
    with suppress(OSError):
        put(folder, BEGUN, _dumped(Journal(now(), what, ())))


def announced(folder: str) -> Journal | None:
    """The run that died before it wrote anything, if one did; it is forgotten with that."""
    try:
        return read(folder, BEGUN)
    except Stopped:
        return None  # half of a note: nothing depends on it
    finally:
        withdraw(folder)


def withdraw(folder: str) -> None:
    """The run that was announced has come to its end."""
    with suppress(OSError):
        _forget(folder, BEGUN)


def begin(folder: str, journal: Journal) -> None:
    """Note what is going to be written, before any of it is."""
    put(folder, UNFINISHED, _dumped(journal))
    _forget(folder, BEGUN)


def finish(folder: str) -> None:
    """All is written: this is the last run now."""
    _rename(folder, UNFINISHED, LAST)


def reopen(folder: str) -> None:
    """The last run is going to be taken back."""
    _rename(folder, LAST, UNFINISHED)


def close(folder: str, left: Journal) -> None:
    """The unfinished run is taken back, but for these files, which stay as those of the last."""
    if left.entries:
        put(folder, LAST, _dumped(left))
    _forget(folder, UNFINISHED)


def now() -> str:
    """The time by which a run is named."""
    return time.strftime("%Y-%m-%d %H:%M:%S")


def read(folder: str, name: str) -> Journal | None:
    """A journal, if there is one. Raises `Stopped` for one that is not ours to read."""
    path = os.path.join(folder, name)
    import json

    try:
        with open(path, "rb") as file:
            loaded = json.load(file)
        if loaded["version"] != _VERSION:
            raise Stopped(f"{path}: another version of this program wrote it")
        return _loaded(loaded)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Stopped(f"{path}: cannot be read: {os.strerror(error.errno or 0)}") from None
    except (ValueError, KeyError, TypeError, zlib.error):
        raise Stopped(f"{path}: it is damaged; remove it to go on") from None


def _rename(folder: str, old: str, new: str) -> None:
    os.replace(os.path.join(folder, old), os.path.join(folder, new))
    settle(folder)


def _forget(folder: str, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(os.path.join(folder, name))
        settle(folder)


def _dumped(journal: Journal) -> bytes:
    import json

    files = [
        {
            "path": one.path,
            "before": base64.b64encode(zlib.compress(one.before)).decode(),
            "after": one.after,
        }
        for one in journal.entries
    ]
    commits = journal.commits and journal.commits._asdict()
    document = {"version": _VERSION, "when": journal.when, "what": journal.what}
    return json.dumps(document | {"commits": commits, "files": files}).encode()


def _loaded(document: Any) -> Journal:
    entries = tuple(
        Entry(file["path"], zlib.decompress(base64.b64decode(file["before"])), file["after"])
        for file in document["files"]
    )
    commits = Commits(**document["commits"]) if document["commits"] else None
    return Journal(document["when"], document["what"], entries, commits)
