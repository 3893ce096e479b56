"""Reading standard input and writing results, so that nothing is lost and failures are one line."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from flake8_automation.cli.failure import Failure


def note(line: str) -> None:
    """A line for the person at the terminal."""
    if sys.stderr is not None:  # else print() would take standard output
        try:
            print(printable(line), file=sys.stderr, flush=True)
        except OSError:  # a line that nobody can read changes no exit status, also not at exit
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def printable(text: str) -> str:
    """The text without what a stream could not encode: bytes of file names that are no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def write_results(pieces: Iterable[str], output_file: str | None) -> None:
    """Write to a file, replacing it, or to standard output. Raises `Failure`."""
    if output_file is None:
        for piece in pieces:
            write_text(piece)
        flush()  # before anything is said about it
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
    with _telling():
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def read_input() -> bytes:
    """All of standard input."""
    if sys.stdin is None:
        raise Failure("standard input is closed")
    return sys.stdin.buffer.read()


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    with _telling():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def flush() -> None:
    """Write out what is still held back, while a failure still finds somebody to tell."""
    with _telling():
        sys.stdout.flush()


def give_up_output() -> None:
    """Drop what standard output did not take, so that there is no second error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _telling() -> Iterator[None]:
    """Raise `Failure` where standard output cannot be written, unless its reader is gone."""
    if sys.stdout is None:
        raise Failure("standard output is closed")
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up_output()
        reason = os.strerror(error.errno or 0)
        raise Failure(f"standard output cannot be written: {reason}") from None
