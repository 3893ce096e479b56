"""What was found out about file versions, kept in a file of SQLite in the cache folder.

Whatever happens to that file, the worst is that work is done again: a run that cannot read or write
it goes on without, one that finds it damaged begins a new one, and says so.
"""

import os
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from flake8_automation.files.access import reason_of
from flake8_automation.files.cache.folder import prepare

if TYPE_CHECKING:
    import sqlite3

_NAME = "versions-1.sqlite"  # the number is that of the tables below
_PATIENCE = 30  # seconds that a run waits for others which write
_AT_ONCE = 500  # keys
_KEPT = 8  # kinds of runs: tool and settings
_KINDS = "CREATE TABLE IF NOT EXISTS kinds (id INTEGER PRIMARY KEY, name TEXT UNIQUE, used INTEGER)"
_VERSIONS = """
CREATE TABLE IF NOT EXISTS versions (
    kind INTEGER, key BLOB, value BLOB, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""
_DAMAGED = ("malformed", "not a database", "no such table", "no such column", "corrupt")


class _Damaged(Exception):
    """The file holds something that this module has not written."""


class Store:
    """Values by keys, both bytes, of one kind of run. `folder` None: nothing is kept.

    `tell` is given a line for the user. A connection lasts for one call, so that processes may be
    forked between them.
    """

    def __init__(self, folder: str | None, kind: str, tell: Callable[[str], None]) -> None:
        self._path = os.path.join(folder, _NAME) if folder else ""
        self._kind = kind
        self._tell = tell
        self._writes = bool(folder)

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values that are there."""
        wanted = list(keys)
        if not wanted or not self._path or not os.path.exists(self._path):
            return {}
        try:
            return self._guarded(lambda: self._get(wanted)) or {}
        except OSError as error:
            self._path = ""
            self._give_up(error)
            return {}

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep these values; what is there already stays."""
        if self._writes and values:
            try:
                self._guarded(lambda: self._put(values))
            except OSError as error:
                self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        if self._writes:
            self._tell(f"the results are not kept: {error.args[-1]}")
        self._writes = False

    def _guarded(self, work: Callable[[], dict[bytes, bytes] | None]) -> dict[bytes, bytes] | None:
        """Do it; begin anew where the file is damaged. Raises OSError where it cannot be used."""
        try:
            import sqlite3
        except ImportError:
            raise OSError("this Python has no sqlite3") from None
        try:
            return work()
        except OSError as error:
            raise OSError(f"{error.filename or self._path}: {reason_of(error)}") from None
        except (_Damaged, sqlite3.DatabaseError) as error:
            if not _is_damage(error):
                raise OSError(f"{self._path}: {reason_of(error)}") from None
        self._tell(f"{self._path}: was damaged, and is made anew")
        for rest in ("-journal", "-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                os.unlink(self._path + rest)
        return None

    def _get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found = {}
        with closing(self._connected(f"file:{_quoted(self._path)}?mode=rw")) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
                return {}  # another run is just making it
            kind = connection.execute(
                "SELECT id FROM kinds WHERE name = ?", [self._kind]
            ).fetchone()
            if kind is None:
                return {}
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                rows = connection.execute(
                    f"SELECT key, value FROM versions WHERE kind = ? AND key IN ({marks})",
                    [kind[0], *part],
                )
                for key, value in rows:
                    found[bytes(key)] = _unsealed(key, value)
        return found

    def _put(self, values: Mapping[bytes, bytes]) -> None:
        import time

        prepare(os.path.dirname(self._path))
        with closing(self._connected(f"file:{_quoted(self._path)}?mode=rwc")) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for table in (_KINDS, _VERSIONS):
                connection.execute(table)
            connection.execute(
                "INSERT INTO kinds (name, used) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET used = excluded.used",
                [self._kind, int(time.time())],
            )
            (kind,) = connection.execute(
                "SELECT id FROM kinds WHERE name = ?", [self._kind]
            ).fetchone()
            connection.executemany(
                "INSERT OR IGNORE INTO versions VALUES (?, ?, ?)",
                [(kind, key, _sealed(key, value)) for key, value in values.items()],
            )
            old = f"SELECT id FROM kinds ORDER BY id = ? DESC, used DESC LIMIT -1 OFFSET {_KEPT}"
            connection.execute(f"DELETE FROM versions WHERE kind IN ({old})", [kind])
            connection.execute(f"DELETE FROM kinds WHERE id IN ({old})", [kind])
            connection.execute("COMMIT")

    @staticmethod
    def _connected(where: str) -> "sqlite3.Connection":
        import sqlite3

        return sqlite3.connect(where, timeout=_PATIENCE, isolation_level=None, uri=True)


def _is_damage(error: Exception) -> bool:
    return isinstance(error, _Damaged) or any(word in str(error) for word in _DAMAGED)


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(os.fsencode(os.path.abspath(path)))


def _sealed(key: bytes, value: bytes) -> bytes:
    # SQLite notices damage to its structure, not to what it holds.
    return zlib.crc32(key + value).to_bytes(4, "big") + value


def _unsealed(key: bytes, sealed: object) -> bytes:
    if not isinstance(sealed, bytes) or sealed[:4] != _sealed(bytes(key), sealed[4:])[:4]:
        raise _Damaged
    return sealed[4:]
