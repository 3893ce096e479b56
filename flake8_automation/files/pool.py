"""Doing the same to many files: in this process while they are few, in several when that pays."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

S = TypeVar("S")
T = TypeVar("T")
Progress = Callable[[int], None]

# Two processes cost 35 ms before they help, and checking takes some 25 ms for each megabyte.
_LARGE = 3_000_000  # bytes
_MANY = 1000  # files: not worth weighing

_LARGEST_CHUNK = 64  # files; more saves nothing measurable, and huge files may stand side by side
_PATIENCE = 2.0  # seconds that a process has to end when it is asked to


class WorkerDied(RuntimeError):
    """A process ended in the middle of its work. The message is one line for the user."""


def each(
    function: Callable[[S], T],
    items: Iterable[S],
    jobs: int | None = None,
    progress: Progress | None = None,
    *,
    is_large: bool | None = None,
) -> list[T]:
    """`[function(item) for item in items]`, with up to `jobs` processes (None: one per core).

    `function`, the items and the results must be such that they can be pickled. `progress` is told
    how many items are done. `is_large` says whether several processes pay; None: the items are
    paths of files, and their number and size decide. As text, an item names itself. Of an iterator,
    what comes first is being worked on while the rest is still asked for.

    An error of `function` is raised here; a process that dies raises `WorkerDied`. However this
    ends, no process is left behind.
    """
    jobs = cores() if jobs is None else jobs
    rest = iter(items)
    first = list(islice(rest, _MANY))
    if is_large is None:
        is_large = _is_large([str(item) for item in first])
    if jobs < 2 or not is_large:
        results = []
        for item in chain(first, rest):
            results.append(function(item))
            if progress:
                progress(len(results))
        return results
    return _in_processes(function, first, rest, jobs, progress)


def cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_large(paths: Sequence[str]) -> bool:
    if len(paths) < 2:
        return False
    if len(paths) >= _MANY:
        return True
    size = 0
    for path in paths:
        try:
            size += os.stat(path).st_size
        except (OSError, ValueError):
            continue
    return size >= _LARGE


class _Worker(NamedTuple):
    process: "BaseProcess"
    line: "Connection"


def _in_processes(
    function: Callable[[S], T],
    items: list[S],
    rest: Iterator[S],
    jobs: int,
    progress: Progress | None,
) -> list[T]:
    from multiprocessing import get_context
    from multiprocessing.connection import wait

    given = done = 0  # how many items
    is_complete = len(items) < _MANY
    parts: dict[int, list[T]] = {}  # results, by the index of the first item
    busy: dict[Any, tuple[_Worker, slice]] = {}
    workers: list[_Worker] = []
    try:
        # A process that is half started does not obey: Ctrl-C has to wait that long.
        _hold_back_interrupts(True)
        for _ in range(min(jobs, len(items))):
            _start(function, get_context(), workers)
        _hold_back_interrupts(False)
        free = workers.copy()
        while busy or given < len(items) or not is_complete:
            while free and given < len(items):
                part = _next_part(given, len(items), jobs if is_complete else None)
                given = part.stop
                worker = free.pop()
                busy[worker.line] = worker, _give(worker, part, items)
            if not is_complete:
                more = list(islice(rest, _LARGEST_CHUNK))
                items += more
                is_complete = not more
            for line in wait(list(busy), None if is_complete else 0):
                worker, part = busy.pop(line)
                parts[part.start] = _take(worker, part, items)
                free.append(worker)
                done += part.stop - part.start
                if progress:
                    progress(done)
    except BaseException:
        _hold_back_interrupts(False)
        _end(workers, at_once=True)
        raise
    _end(workers, at_once=False)
    return [result for _, part in sorted(parts.items()) for result in part]


def _next_part(start: int, count: int, jobs: int | None) -> slice:
    """What to work on next: less and less towards the end, so that all processes end as one.

    `jobs` None: there is more to come, so this is not the end.
    """
    size = count - start if jobs is None else (count - start) // (4 * jobs)
    return slice(start, start + max(1, min(_LARGEST_CHUNK, size)))


def _start(function: Callable[[Any], Any], context: Any, workers: list[_Worker]) -> None:
    """Add one running worker."""
    ours, theirs = context.Pipe()
    # A forked process has our ends of all lines, and as long as it does, no worker sees us go.
    forked = context.get_start_method() == "fork"
    inherited = [*(worker.line for worker in workers), ours] if forked else []
    process = context.Process(target=_work, args=(function, theirs, inherited), daemon=True)
    process.start()
    workers.append(_Worker(process, ours))
    theirs.close()


def _give(worker: _Worker, part: slice, items: Sequence[Any]) -> slice:
    with suppress(OSError):  # if it has died, `_take` says so
        worker.line.send(items[part])
    return part


def _take(worker: _Worker, part: slice, items: Sequence[Any]) -> list[Any]:
    try:
        answer = worker.line.recv()
    except (EOFError, OSError):
        worker.process.join(_PATIENCE)
        chunk = items[part]
        where = chunk[0] if len(chunk) == 1 else f"one of the files from {chunk[0]} to {chunk[-1]}"
        status = worker.process.exitcode
        raise WorkerDied(f"a process died (status {status}) while it worked on {where}") from None
    if isinstance(answer, Exception):
        raise answer
    results: list[Any] = answer
    return results


def _end(workers: list[_Worker], *, at_once: bool) -> None:
    for worker in workers:
        worker.line.close()  # which tells it that there is no more work
        if at_once:
            worker.process.terminate()
    for worker in workers:
        worker.process.join(_PATIENCE)
        if worker.process.exitcode is None:
            worker.process.kill()
            worker.process.join()


def _work(
    function: Callable[[Any], Any], line: "Connection", inherited: list["Connection"]
) -> None:
    """The life of a worker: take items, give results, until the line is closed."""
    import signal

    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to act on
    signal.signal(signal.SIGTERM, _interrupt)
    _hold_back_interrupts(False)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            line.send(_answer(function, line.recv()))


def _answer(function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any] | Exception:
    try:
        return [function(item) for item in items]
    except Exception as error:  # noqa: BLE001 - raised again in the parent
        return _portable(error)


def _portable(error: Exception) -> Exception:
    """The error itself, if it survives the journey."""
    import pickle

    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - anything can go wrong in foreign constructors
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _interrupt(*_: object) -> None:
    """Unwind, so that half-written files are cleaned away."""
    raise KeyboardInterrupt


def _hold_back_interrupts(hold: bool) -> None:
    import signal

    if hasattr(signal, "pthread_sigmask"):
        how = signal.SIG_BLOCK if hold else signal.SIG_UNBLOCK
        signal.pthread_sigmask(how, {signal.SIGINT})
