"""Reading standard input and writing results, so that nothing is lost and failures are one line."""

import os
import sys
from collections.abc import Iterable

from flake8_automation.cli.failure import Failure


def note(line: str) -> None:
    """A line for the person at the terminal."""
    print(printable(line), file=sys.stderr)


def printable(text: str) -> str:
    """The text without what a stream could not encode: bytes of file names that are no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def write_results(pieces: Iterable[str], output_file: str | None) -> None:
    """Write to a file, replacing it, or to standard output. Raises `Failure`."""
    if output_file is None:
        for piece in pieces:
            write_text(piece)
        return
    try:
        with open(output_file, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(pieces)
    except OSError as error:
        raise Failure(
            f"{output_file}: cannot be written: {os.strerror(error.errno or 0)}"
        ) from None


def write_text(text: str) -> None:
    """Write to standard output, whatever its encoding."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def read_input() -> bytes:
    """All of standard input."""
    return sys.stdin.buffer.read()


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
