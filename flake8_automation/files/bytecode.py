"""Whether Python has compiled a file as it is: then it parses, and to prove that again takes as
long as all the rules.

The bytecode file beside it names the source that it was made from, as Python itself checks it:
https://peps.python.org/pep-3147/ and https://peps.python.org/pep-0552/
"""

import os
import sys

_HEAD = 16  # bytes: the magic number, flags, then time (seconds) and size of the source
_BY_TIME = bytes(4)  # the flags of a file that is valid by these two
_LOW = 0xFFFFFFFF  # of both, 32 bits are kept


def is_compiled(path: str, size: int) -> bool:
    """Whether this very Python has made bytecode of the file at a path, which has `size` bytes."""
    folder, name = os.path.split(path)
    stem = name.removesuffix(".py")
    try:
        file = os.open(
            os.path.join(folder, "__pycache__", f"{stem}.{sys.implementation.cache_tag}.pyc"),
            os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0),
        )
        try:
            head = os.read(file, _HEAD)
        finally:
            os.close(file)
        time = int(os.stat(path).st_mtime)
    except (OSError, ValueError):
        return False
    from importlib.util import MAGIC_NUMBER

    numbers = b"".join((number & _LOW).to_bytes(4, "little") for number in (time, size))
    return head == MAGIC_NUMBER + _BY_TIME + numbers
