"""The list of accepted gaps as a file: a sorted line for each gap, made so that git can merge it.

A line is `CODE PATH SCOPE DIGEST INDEX REASON`, with one space between. What would be white space,
a control character, a percent sign or no UTF-8 in a path is written as `%` and two hexadecimal
digits for each byte; the scope at the top of a module is `-`. There are no numbers of lines, totals
or dates, so that two branches that add and close gaps change different lines.
"""

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from flake8_automation.files.access import Unreadable, read
from flake8_automation.ledger.home import LIST
from flake8_automation.ledger.keys import Key

_TOP = "-"
_CODE = re.compile(r"[A-Z]{1,3}[0-9]{3}")
_DIGEST = re.compile(r"[0-9a-f]{16}")
_INDEX = re.compile(r"[1-9][0-9]{0,5}")
_UNSAFE = re.compile("[\0-\x20%\x7f-\xa0\udc80-\udcff]|\\s")
_ESCAPES = re.compile(r"%([0-9A-F]{2})")
_STRAY = re.compile(r"%(?![0-9A-F]{2})")
_FIELDS = 5  # before the reason


class Corrupt(Exception):
    """A list that cannot be used. The message, one line for the user, names the line."""


class Entry(NamedTuple):
    """One accepted gap, and why it is accepted; the reason is one line of text."""

    key: Key
    reason: str = ""


def load(path: str) -> tuple[Entry, ...] | None:
    """The list in a file, sorted and without duplicates; None if there is no such file.

    Raises `Corrupt`.
    """
    if not os.path.lexists(path):
        return None
    try:
        return parsed(read(path))
    except Unreadable as error:
        raise Corrupt(f"{LIST}: cannot be read: {error}") from None


def parsed(data: bytes) -> tuple[Entry, ...]:
    """What a list says. Of lines for the same gap the first one counts. Raises `Corrupt`."""
    entries: dict[Key, Entry] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            entry = _entry(line.removesuffix(b"\r"), number)
            entries[entry.key] = min(entry, entries.get(entry.key, entry))
    return tuple(sorted(entries.values()))


def rendered(entries: Iterable[Entry]) -> bytes:
    """A list as it is written."""
    return b"".join(map(_line, sorted(set(entries))))


def plain(reason: str) -> str:
    """A reason as it can stand in a line: all white space and control characters are one space."""
    words = re.sub(r"[\0-\x20\x7f-\xa0]|\s", " ", reason).split()
    return " ".join(words).encode("utf-8", "backslashreplace").decode()


def _line(entry: Entry) -> bytes:
    key = entry.key
    scope = _escaped(key.scope) or _TOP
    fields = (key.code, _escaped(key.path), scope, key.digest, str(key.nth), entry.reason)
    return " ".join(fields).rstrip().encode("utf-8", "backslashreplace") + b"\n"


def _entry(line: bytes, number: int) -> Entry:
    try:
        fields = line.decode().split(" ", _FIELDS)
    except UnicodeDecodeError:
        raise Corrupt(f"{LIST}:{number}: not UTF-8") from None
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        raise Corrupt(f"{LIST}:{number}: a merge conflict is left in it")
    if len(fields) < _FIELDS:
        raise Corrupt(f"{LIST}:{number}: expected CODE PATH SCOPE DIGEST INDEX REASON")
    code, path, scope, digest, index = fields[:_FIELDS]
    wrong = {
        f"no code: {code!a}": not _CODE.fullmatch(code),
        f"no path: {path!a}": not path or _STRAY.search(path) or path.startswith("/"),
        f"no name: {scope!a}": not scope or _STRAY.search(scope),
        f"no digest: {digest!a}": not _DIGEST.fullmatch(digest),
        f"no index: {index!a}": not _INDEX.fullmatch(index),
    }
    for message, is_wrong in wrong.items():
        if is_wrong:
            raise Corrupt(f"{LIST}:{number}: {message}")
    key = Key(
        code, _unescaped(path), "" if scope == _TOP else _unescaped(scope), digest, int(index)
    )
    return Entry(key, plain(fields[_FIELDS]) if len(fields) > _FIELDS else "")


def _escaped(text: str) -> str:
    return _UNSAFE.sub(lambda m: "".join(f"%{b:02X}" for b in _bytes(m.group())), text)


def _unescaped(text: str) -> str:
    data = _ESCAPES.sub(lambda m: bytes.fromhex(m[1]).decode("latin-1"), _latin(text))
    return data.encode("latin-1").decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _latin(text: str) -> str:
    """The UTF-8 bytes of a text, each as one character."""
    return _bytes(text).decode("latin-1")
