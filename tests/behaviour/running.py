"""Running a script: in a folder of its own, in an environment without surprises, not for ever."""

import os
import re
import signal
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

SECONDS = 20  # no script of ours works for even one; a busy machine starts them slowly
_STDERR_INTO_STDOUT = subprocess.STDOUT


class Ran(NamedTuple):
    """What one run did. The status is None if it had to be killed."""

    command: str
    status: int | None
    out: bytes
    err: bytes
    left: dict[str, bytes]  # the files afterwards, by name, without the script

    def told(self) -> str:
        """All of it, for a message."""
        ended = "did not end and was killed" if self.status is None else f"status {self.status}"
        return f"$ {self.command}\n{_named('stdout', self.out)}{_named('stderr', self.err)}{ended}"


def _named(name: str, data: bytes) -> str:
    text = data.decode(errors="backslashreplace")
    return "".join(f"{name}| {line}" for line in text.splitlines(keepends=True)) + (
        "" if text.endswith("\n") or not text else "<no newline>\n"
    )


def run(
    data: bytes,
    args: tuple[str, ...],
    *,
    name: str,
    stdin: str | None,
    env: dict[str, str],
    files: dict[str, str],
    merged: bool,
) -> Ran:
    """Run the script with these files beside it. `stdin` is what it can read there before the end
    of the file; None is an open pipe that nobody writes to. `merged` sends stderr to stdout.
    """
    with tempfile.TemporaryDirectory(prefix="behaviour-") as place:
        folder = Path(place, "work")
        folder.mkdir()
        (folder / f"{name}.py").write_bytes(data)
        for file, text in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        # Files, not pipes: a grandchild that outlives the script must not keep us waiting.
        with open(Path(place, "out"), "w+b") as out, open(Path(place, "err"), "w+b") as err:
            status = _wait(
                [sys.executable, *_without_site(data), f"{name}.py", *args],
                stdin,
                cwd=folder,
                env=_environment(folder) | env,
                stdout=out,
                stderr=_STDERR_INTO_STDOUT if merged else err,
            )
            out.seek(0)
            err.seek(0)
            variables = "".join(f"{key}={value} " for key, value in env.items())
            source = "an open pipe" if stdin is None else repr(stdin)
            command = f"{variables}python {' '.join([f'{name}.py', *args])}  (stdin: {source})"
            return Ran(command, status, out.read(), err.read(), _left(folder, f"{name}.py"))


def _without_site(data: bytes) -> list[str]:
    """`-S` saves four fifths of the start-up, but takes away the names `exit` and `quit`."""
    return [] if re.search(rb"(?<![.\w])(?:exit|quit)\(", data) else ["-S"]


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "200",
        "TERM": "dumb",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }


def _wait(command: list[str], stdin: str | None, **options: Any) -> int | None:
    reading, writing = os.pipe()
    try:
        if stdin is not None:
            os.write(writing, stdin.encode())  # far less than a pipe holds
            os.close(writing)
        child = subprocess.Popen(command, stdin=reading, start_new_session=True, **options)
        try:
            return int(child.wait(timeout=SECONDS))
        except subprocess.TimeoutExpired:
            return None
        finally:
            _kill_group(child.pid)
            child.wait(timeout=SECONDS)
    finally:
        os.close(reading)
        if stdin is None:
            os.close(writing)


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError):  # nobody is left
        os.killpg(leader, signal.SIGKILL)


def _left(folder: Path, script: str) -> dict[str, bytes]:
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    del found[script]
    return found
