"""Run several commands round after round, and compare what they took."""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from peers import HERE

FIGURES = ("wall", "cpu", "peak")


class Entrant(NamedTuple):
    """One side of a race: what it is called, and what it runs."""

    name: str
    command: tuple[str, ...]
    cache: str = ""  # a folder that its first run has to fill


class Run(NamedTuple):
    """What one run took: seconds, seconds, MiB; and what it ended with."""

    wall: float
    cpu: float
    peak: float
    status: str
    lines: int  # on standard output
    last_words: str  # the last line on standard error

    def figure(self, name: str) -> float:
        """One of FIGURES by its name."""
        return {"wall": self.wall, "cpu": self.cpu, "peak": self.peak}[name]


class Terms(NamedTuple):
    """The terms of a race: rounds that count, seconds that one run may take, an empty folder."""

    rounds: int
    seconds: float
    folder: str


class Lane(NamedTuple):
    """One entrant's runs of a race, one per round, or why it had to leave the race."""

    entrant: Entrant
    runs: tuple[Run, ...]
    fault: str = ""

    def median(self, figure: str) -> float:
        """The median of one of FIGURES."""
        return statistics.median(run.figure(figure) for run in self.runs)

    def ratio(self, ours: "Lane", figure: str) -> float:
        """Our figure divided by this entrant's in the same round; the median over the rounds."""
        pairs = zip(ours.runs, self.runs, strict=True)
        return statistics.median(
            mine.figure(figure) / max(its.figure(figure), 1e-6) for mine, its in pairs
        )


class Field(NamedTuple):
    """The files of a race. Paths are told from the folder that all of them are in."""

    about: str
    files: int
    size: int  # bytes
    needled: int | None = None  # files that hold what one of our rules looks for
    notes: tuple[str, ...] = ()


class Race(NamedTuple):
    """One workload and how the entrants did on it: the first one is ours."""

    name: str
    field: Field
    lanes: tuple[Lane, ...]

    @property
    def ours(self) -> Lane | None:
        """Our own lane, unless it broke down."""
        return None if self.lanes[0].fault else self.lanes[0]


class Fault(Exception):
    """A run that says nothing about speed, in one line."""


def run_rounds(
    entrants: Sequence[Entrant], terms: Terms, say: Callable[[str], None]
) -> tuple[Lane, ...]:
    """Run A B C A B C …: first one round that does not count, then the rounds that do."""
    runs: dict[Entrant, list[Run]] = {entrant: [] for entrant in entrants}
    faults: dict[Entrant, str] = {}
    for number in range(terms.rounds + 1):
        for entrant in entrants:
            if entrant in faults:
                continue
            say(f"{f'round {number} of {terms.rounds}' if number else 'warm-up'}: {entrant.name}")
            try:
                run = _run_once(entrant, terms)
            except Fault as fault:
                faults[entrant] = str(fault)
            else:
                runs[entrant] += [run] if number else []
    return tuple(Lane(one, tuple(runs[one]), faults.get(one, "")) for one in entrants)


def _run_once(entrant: Entrant, terms: Terms) -> Run:
    seconds, folder = terms.seconds, terms.folder
    out, err = os.path.join(folder, "stdout"), os.path.join(folder, "stderr")
    measure = [sys.executable, "-I", "-S", os.path.join(HERE, "measure.py")]
    done = subprocess.run(
        [*measure, str(seconds), out, err, *entrant.command],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,  # an empty place: no configuration is found from here
        timeout=seconds + 60,
    )
    if done.returncode:
        raise Fault((done.stderr.strip().splitlines() or ["the measuring process died"])[-1])
    wall, user, system, peak, status = done.stdout.split()
    with open(out, "rb") as file:
        lines = sum(1 for _ in file)
    with open(err, "rb") as file:
        errors = file.read().decode("utf-8", "replace")
    last = (errors.strip().splitlines() or ["nothing on standard error"])[-1]
    if status == "timeout":
        raise Fault(f"still running after {seconds:g} s")
    # Status 2 is also how our tool says that some file does not parse; then there is output.
    if status not in {"0", "1", "2"} or "Traceback (most recent" in errors:
        raise Fault(f"exit {status}: {last}")
    if status == "2" and not lines:
        raise Fault(f"exit 2 and no output: {last}")
    if entrant.cache and not any(files for _, _, files in os.walk(entrant.cache)):
        raise Fault("it leaves nothing in its cache folder")
    cpu, mib = float(user) + float(system), int(peak) / 1024
    return Run(float(wall), cpu, mib, status, lines, last)
