"""Run one command and print what it took: `python -I -S measure.py SECONDS OUT ERR COMMAND…`.

It prints five words: wall, user and system seconds, the peak resident memory in KiB of the largest
process, and the exit status (or `timeout`). It is a process of its own because Linux counts the
memory of the process that starts a command towards that command's peak: this one is as small as
an interpreter can be, which makes the size of a bare interpreter the least that can be measured.
"""

import os
import signal
import sys
import time


def main() -> str | None:
    """Measure the command of `sys.argv`; it gets a process group of its own, killed as a whole.

    Returns why it could not be started, if so.
    """
    seconds, out, err, *command = sys.argv[1:]
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    late = False

    began = time.perf_counter()
    try:
        child = os.posix_spawnp(
            command[0],
            command,
            os.environ,
            setpgroup=0,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, out, write, 0o600),
                (os.POSIX_SPAWN_OPEN, 2, err, write, 0o600),
            ],
        )
    except OSError as error:
        return f"cannot start: {error}"

    def stop(signum: int, _frame: object) -> None:
        nonlocal late
        late = signum == signal.SIGALRM
        os.killpg(child, signal.SIGKILL)

    for signum in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, stop)
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began

    # macOS counts in bytes, everybody else in KiB.
    peak = used.ru_maxrss // 1024 if sys.platform == "darwin" else used.ru_maxrss
    end = "timeout" if late else os.waitstatus_to_exitcode(status)
    print(wall, used.ru_utime, used.ru_stime, peak, end)
    return None


if __name__ == "__main__":
    sys.exit(main())
