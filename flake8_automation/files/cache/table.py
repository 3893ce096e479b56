"""What is kept of the files of one kind of run, and its form as bytes, which is quick to load.

The bytes may be damaged, or come from somebody else with a repository: reading them runs nothing,
and what does not add up is no table.
"""

import struct
import zlib
from itertools import chain
from typing import NamedTuple

from flake8_automation.files.discover import Stamp

_MAGIC = b"flake8-automation table 1\n"
_CHECKSUM = struct.Struct("<I")  # of all that follows it
_LENGTHS = struct.Struct("<6Q")  # `newest`, and how long the parts are
_COUNT = struct.Struct("<I")  # of the files that a rule has looked at
_STAMP = struct.Struct("<4Q")


class Looked(NamedTuple):
    """What was found in a file that a rule has looked at.

    `digest` is that of its content, `facts` are those that its rules were given, as a text, empty
    if they were not. `result` is `rows.packed`.
    """

    digest: str
    facts: str
    result: str


class Table(NamedTuple):
    """The files of one kind of run, by absolute path.

    A file is in `stamps` with the stamp that it had when its content was read, `UNSETTLED` if a
    change need not have shown in that. Those that a rule has looked at are in `looked` as well.
    `newest` is a time (ns since the epoch) before which are all those of the stamps.
    """

    stamps: dict[str, Stamp]
    looked: dict[str, Looked]
    newest: int = 0


UNSETTLED: Stamp = (2**64 - 1,) * 4  # no file is as large


def dumped(table: Table, kind: str) -> bytes:
    """The bytes of a table."""
    # Those that were looked at come first, so that the rest needs no more than its stamp.
    paths = [*table.looked, *(path for path in table.stamps if path not in table.looked)]
    numbers = list(chain.from_iterable(map(table.stamps.__getitem__, paths)))
    parts = [
        _bytes(kind),
        _bytes("\0".join(paths)),
        struct.pack(f"<{len(numbers)}Q", *numbers),
        _COUNT.pack(len(table.looked)),
        "\0".join(chain.from_iterable(table.looked.values())).encode("ascii"),
    ]
    lengths = _LENGTHS.pack(table.newest, *map(len, parts))
    checksum = 0
    for part in (lengths, *parts):
        checksum = zlib.crc32(part, checksum)
    return b"".join((_MAGIC, _CHECKSUM.pack(checksum), lengths, *parts))


def loaded(data: bytes, kind: str) -> Table | None:
    """The table in these bytes. None: it is damaged, or that of another kind of run."""
    try:
        return _loaded(data, kind)
    except (ValueError, struct.error):
        return None


def _loaded(data: bytes, kind: str) -> Table | None:
    start = len(_MAGIC) + _CHECKSUM.size
    (checksum,) = _CHECKSUM.unpack(data[len(_MAGIC) : start])
    if not data.startswith(_MAGIC) or zlib.crc32(memoryview(data)[start:]) != checksum:
        return None
    newest, *lengths = _LENGTHS.unpack(data[start : start + _LENGTHS.size])
    start += _LENGTHS.size
    parts = []
    for length in lengths:
        parts.append(data[start : start + length])
        start += length
    told, names, numbers, number, texts = parts
    if start != len(data) or _text(told) != kind:
        return None
    paths = _text(names).split("\0") if names else []
    (count,) = _COUNT.unpack(number)
    fields = iter(texts.decode("ascii").split("\0") if count else [])
    looked = map(Looked, fields, fields, fields)
    return Table(
        dict(zip(paths, _STAMP.iter_unpack(numbers), strict=True)),
        dict(zip(paths[:count], looked, strict=True)),
        newest,
    )


def time_of(stamp: Stamp) -> int:
    """The later one of the two times (ns) in a stamp."""
    return max(stamp[1], stamp[2])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # names need not be UTF-8


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
