"""The file in which a table is kept: read as a whole, replaced as a whole."""

import os
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress

from flake8_automation.files.access import Unreadable, read, reason_of
from flake8_automation.files.cache.folder import folder_of, ours, prepare
from flake8_automation.files.cache.kind import kind_of_run
from flake8_automation.files.cache.table import Table, dumped, loaded
from flake8_automation.settings import Settings

_KEPT = 8  # kinds of runs
_HALF_A_DAY = 43_200  # seconds; nobody writes for so long


def store_of(
    arguments: Iterable[str], settings: Settings, *, marked: bool, counted: bool = False
) -> "Store | None":
    """The store of a run over these paths. None: there cannot be one."""
    try:
        return Store(
            folder_of(arguments, settings), kind_of_run(settings, marked=marked, counted=counted)
        )
    except (OSError, ValueError):  # our own modules do not stand in files, or a path has a NUL
        return None


class Store:
    """The table of one kind of run, in the cache folder."""

    def __init__(self, folder: str, kind: str) -> None:
        name = f"check-{zlib.crc32(kind.encode('utf-8', 'surrogatepass')):08x}.table"
        self._folder = folder
        self._path = os.path.join(folder, name)
        self._kind = kind

    @property
    def size(self) -> int:
        """How many bytes there are to be read."""
        try:
            return os.stat(self._path).st_size
        except (OSError, ValueError):
            return 0

    def load(self) -> Table:
        """What is there; an empty table where that is nothing, or damaged."""
        try:
            found = loaded(read(self._path), self._kind)
        except Unreadable:
            found = None
        return found or Table({}, {})

    def keep(self, table: Table, tell: Callable[[str], None]) -> None:
        """Replace what is there. That this fails is no more than told, in a line for the user."""
        # The name cannot be foreseen: a repository may come with a link in its place.
        temporary = f"{self._path}.{os.urandom(8).hex()}.tmp"
        try:
            prepare(self._folder)
            try:
                with open(temporary, "xb") as file:
                    file.write(dumped(table, self._kind))
                os.replace(temporary, self._path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)
                raise
            self._tidy()
        except OSError as error:
            tell(f"the results are not kept: {error.filename}: {reason_of(error)}")

    def _tidy(self) -> None:
        """Remove what killed processes have left, and the tables that were written long ago."""
        tables = []
        for path in ours(self._folder):
            with suppress(FileNotFoundError):  # another process is faster
                age = time.time() - os.stat(path).st_mtime
                if path.endswith(".table"):
                    tables.append((age, path))
                elif path.endswith(".tmp") and abs(age) > _HALF_A_DAY:
                    os.unlink(path)
        for _, path in sorted(tables)[_KEPT:]:
            with suppress(FileNotFoundError):
                os.unlink(path)
