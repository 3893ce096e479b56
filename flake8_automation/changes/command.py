"""Running the command that says whether changes are good, in a worktree, with an end."""

import os
import signal
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from flake8_automation.changes.worktree import Worktree
from flake8_automation.files.git import environment

if TYPE_CHECKING:
    import subprocess

_TAIL = 12  # lines of output that are shown
_PATIENCE = 10  # seconds for a killed process to be gone


class Ran(NamedTuple):
    """One run: whether the status was 0, how else it ended, where its output is, and seconds."""

    passed: bool
    how: str
    log: str
    seconds: float


class Command:
    """A command line for the shell, run in the worktree's folder where the user's run began.

    `timeout` is in seconds; then everything that the command started is killed. The output goes
    to a numbered file below `logs`, which is emptied first.
    """

    def __init__(self, line: str, timeout: int, worktree: Worktree, logs: str) -> None:
        self.line = line
        self._timeout = timeout
        self._worktree = worktree
        self._logs = logs
        self.runs = 0
        os.makedirs(logs, exist_ok=True)
        for name in os.listdir(logs):
            os.unlink(os.path.join(logs, name))

    def environment(self) -> dict[str, str]:
        """What the command finds: the root of the worktree and its `src` first among modules."""
        tree = self._worktree
        folders = dict.fromkeys([tree.top, tree.folder])
        first = [path for top in folders for path in (top, os.path.join(top, "src"))]
        theirs = environment()
        path = os.pathsep.join([*first, *filter(None, [theirs.get("PYTHONPATH")])])
        return theirs | {"PYTHONPATH": path, "PWD": tree.folder}

    def run(self) -> Ran:
        """Run it once, and wait for its end."""
        import subprocess

        self.runs += 1
        log = os.path.join(self._logs, f"{self.runs:03}.log")
        began = time.monotonic()
        with open(log, "wb") as output:
            child = subprocess.Popen(
                self.line,
                shell=True,
                cwd=self._worktree.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                status = child.wait(self._timeout)
                how = f"exit status {status}" if status >= 0 else f"signal {-status}"
            except subprocess.TimeoutExpired:
                status, how = -1, f"no end within {self._timeout} seconds"
            finally:
                _kill(child)  # also what it left behind
        return Ran(status == 0, how, log, time.monotonic() - began)


def tail(log: str) -> list[str]:
    """The last lines of an output."""
    with open(log, encoding="utf-8", errors="replace") as file:
        return [line.rstrip() for line in deque(file, _TAIL)]


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill a process and all of its group, so that nothing works on in the worktree."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait(_PATIENCE)
