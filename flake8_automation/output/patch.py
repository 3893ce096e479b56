"""Unified diffs that `git apply` and `patch -p1` take, in the bytes of each file."""

import os

_ESCAPES = {ord("\t"): "\\t", ord("\n"): "\\n", ord('"'): '\\"', ord("\\"): "\\\\"}


def patch(path: str, before: bytes, after: bytes) -> bytes:
    """The diff of one file, named relative to the working directory if it lies below it."""
    import difflib

    name = os.fsencode(_name(path))
    hunks = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(before),
        _lines(after),
        _quoted(b"a/" + name),
        _quoted(b"b/" + name),
        lineterm=b"\n",
    )
    return b"".join(line if line.endswith(b"\n") else _unended(line) for line in hunks)


def _name(path: str) -> str:
    # what a symbolic link leads to is what changes
    path = os.path.realpath(path) if os.path.islink(path) else path
    relative = os.path.relpath(path)
    return path.lstrip("/") if relative.startswith("..") else relative.replace(os.sep, "/")


def _lines(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _unended(line: bytes) -> bytes:
    return line + b"\n\\ No newline at end of file\n"


def _quoted(name: bytes) -> bytes:
    """A name as git writes it: in quotes with escapes, or with a tab behind it if it has spaces."""
    if any(byte < 32 or byte > 126 or byte in _ESCAPES for byte in name):
        inner = "".join(
            _ESCAPES.get(b) or (chr(b) if 32 <= b <= 126 else f"\\{b:03o}") for b in name
        )
        return f'"{inner}"'.encode()
    return name + (b"\t" if b" " in name else b"")
