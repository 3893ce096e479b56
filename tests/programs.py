"""Small programs that tests put together, run in this process: thousands of them take seconds."""

import contextlib
import io
import signal
from collections.abc import Iterator
from textwrap import indent
from unittest import mock


class Silent(io.StringIO):
    """A standard input to which nobody writes: reading it would wait for ever."""

    def readline(self, *_size: int) -> str:
        raise AssertionError("somebody was asked")

    read = readline


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail where a program asks itself for ever."""

    def late(*_: object) -> None:
        raise AssertionError("it does not end")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(
    text: str, stdin: io.StringIO, *options: str, variable: str = ""
) -> tuple[int | str, str, str]:
    """Run a program in this process: the status, or the exception, and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    status: int | str = 0
    environ = {"NON_INTERACTIVE": variable} if variable else {}
    with (
        at_most(seconds=20),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch("sys.stdin", stdin),
        mock.patch("sys.argv", ["script", *options]),
        mock.patch.dict("os.environ", environ),
    ):
        try:
            exec(compile(text, "script", "exec"), {"__name__": "__main__"})
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - as Python would end
            status = type(error).__name__
    return status, out.getvalue(), err.getvalue()


def filled(layout: str, *parts: str) -> str:
    """A layout with `{0}` and so on filled by some lines each, indented like their place."""
    for index, part in enumerate(parts):
        place = next(line for line in layout.split("\n") if f"{{{index}}}" in line)
        space = place[: len(place) - len(place.lstrip())]
        layout = layout.replace(place, indent(part.rstrip("\n"), space))
    return layout
