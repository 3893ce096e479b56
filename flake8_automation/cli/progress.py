"""Progress, for people only: on a terminal, once a run has lasted for a second."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from flake8_automation.cli.streams import note

_PATIENCE = 1.0  # seconds


class Bar:
    """Call it with the number of files that are done. It draws on stderr, and cleans up after.

    `total` tells how many there are, as far as is known then.
    """

    def __init__(self, total: Callable[[], int], what: str, *, wanted: bool) -> None:
        self._total = total
        self._what = what
        self._begun = time.monotonic()
        self._wanted = wanted and sys.stderr is not None and sys.stderr.isatty()
        self._drawn: Any = None
        self._task: Any = None

    def __call__(self, done: int) -> None:
        """Say how many files are done."""
        if not self._wanted:
            return
        if self._drawn is None:
            if time.monotonic() - self._begun < _PATIENCE:
                return
            self._draw()
        self._drawn.update(self._task, completed=done, total=self._total())

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._drawn = Progress(console=Console(stderr=True), transient=True)
        self._task = self._drawn.add_task(self._what, total=self._total())
        self._drawn.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._drawn is not None:
            self._drawn.stop()


class Line:
    """Says on stderr what is going on: in a line that is redrawn on a terminal, or else if verbose
    in one line each.
    """

    def __init__(self, *, wanted: bool, verbose: bool) -> None:
        on_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._draws = wanted and on_terminal and not verbose
        self._verbose = verbose
        self._drawn: Any = None

    def say(self, text: str) -> None:
        """Say what is going on from now on."""
        if self._verbose:
            note(text)
        elif self._draws and self._drawn is None:
            from rich.console import Console
            from rich.markup import escape

            self._drawn = Console(stderr=True).status(escape(text))
            self._drawn.start()
        elif self._draws:
            self._drawn.update(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn is not None:
            self._drawn.stop()
