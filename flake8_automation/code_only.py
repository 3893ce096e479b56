"""The bytes of a Python file without what never runs: comments, docstrings and other long strings.

Many a file speaks of `subprocess` or `input` in prose only. To leave that out takes a tenth of the
time of parsing it.
"""

import re
from functools import cache

# A string this short (bytes) may name what is called, `getattr(subprocess, "run")`, or a class.
_SHORT = 80

_HASH = ord("#")
_PREFIXES = frozenset(b"fFtTrR")
_ENCODING = re.compile(rb"#.*?coding[:=][ \t]*([-\w.]+)")
_UTF8 = b"utf-8"
_WITHOUT_SURPRISES = (_UTF8, b"utf8", b"utf_8", b"latin", b"iso-8859", b"iso8859", b"ascii")


def code_only(data: bytes) -> bytes:
    """The code of a file that is in UTF-8, or in what its first lines declare.

    Strings that may be names, and f-strings, which hold code, are kept. Where strings
    cannot be told from code, all of the file is.
    """
    if not _is_read_by_bytes(data):
        return data
    pieces = []
    kept = 0
    for match in _pattern().finditer(data):
        start, end = match.span()
        if data[start] != _HASH:
            if start and data[start - 1] in _PREFIXES and _holds_code(data, start):
                if data.count(b"{", start, end) != data.count(b"}", start, end):
                    return data  # it goes on behind a quote of its own kind, as since Python 3.12
                continue
            if end - start <= _SHORT and _may_be_name(data, start, end):
                continue
        pieces.append(data[kept:start])
        kept = end
    pieces.append(data[kept:])
    return b" ".join(pieces)


@cache
def _pattern() -> re.Pattern[bytes]:
    # A class of bytes repeated is quick, a choice repeated is not.
    short = rb"%b[^%b\\\r\n]*+(?:\\(?:\r\n|.)[^%b\\\r\n]*+)*+%b"
    long = rb"%b%b%b[^%b\\]*+(?:(?:\\.|%b(?!%b%b))[^%b\\]*+)*+%b%b%b"
    kinds = (kind.replace(b"%b", quote) for kind in (long, short) for quote in (b"'", b'"'))
    return re.compile(b"|".join((rb"#[^\r\n]*", *kinds)), re.DOTALL)


def _may_be_name(data: bytes, start: int, end: int) -> bool:
    """Whether a string may be a name, dotted perhaps, or an annotation like `"Popen | None"`."""
    return data.find(b" ", start, end) < 0 or data.find(b"|", start, end) >= 0


def _holds_code(data: bytes, quote: int) -> bool:
    """Whether the letters before a quote make it an f-string, or a t-string."""
    before = data[max(quote - 2, 0) : quote].lower()
    return before.endswith((b"f", b"t")) or before in {b"fr", b"tr"}


def _is_read_by_bytes(data: bytes) -> bool:
    """Whether a quote is always one: in some encodings it may be half of a letter, or a shift."""
    head = data[: data.find(b"\n", data.find(b"\n") + 1)].splitlines()[:2]
    declared = next((found[1].lower() for line in head if (found := _ENCODING.search(line))), _UTF8)
    return declared.startswith(_WITHOUT_SURPRISES)
