"""Paths as hosts want them: relative to the root of the repository, with forward slashes."""

import os


def repository_root(start: str = ".") -> str:
    """The absolute path of the nearest folder that holds `.git`, going up; else of `start`."""
    folder = first = os.path.abspath(start)
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return first
        folder = parent
    return folder


def relative(path: str, root: str) -> str:
    """The path from `root`, without a leading `./`; absolute if it does not lie below it.

    Bytes that are no UTF-8 are told as escapes, so that the document stays valid.
    """
    return _from(root, path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def uri(path: str, root: str) -> str:
    """The same as a percent-encoded reference (RFC 3986), byte for byte; `file:` if absolute."""
    from urllib.parse import quote

    encoded = quote(os.fsencode(_from(root, path)), safe="/")
    return f"file://{encoded}" if encoded.startswith("/") else encoded


def _from(root: str, path: str) -> str:
    absolute = os.path.abspath(path)
    inside = absolute.startswith(os.path.join(root, ""))
    return (absolute[len(os.path.join(root, "")) :] if inside else absolute).replace(os.sep, "/")
