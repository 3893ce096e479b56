"""Run several commands over the same paths, round after round, and compare what they took."""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from peers import HERE, OURS, Peer

FIGURES = ("wall", "cpu", "peak")


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
    """One tool's runs of a race, one per round, or why it had to leave the race."""

    peer: Peer
    runs: tuple[Run, ...]
    fault: str = ""

    def median(self, figure: str) -> float:
        """The median of one of FIGURES."""
        return statistics.median(run.figure(figure) for run in self.runs)

    def ratio(self, ours: "Lane", figure: str) -> float:
        """Our figure divided by this tool's in the same round; the median over the rounds."""
        pairs = zip(ours.runs, self.runs, strict=True)
        return statistics.median(
            mine.figure(figure) / max(its.figure(figure), 1e-6) for mine, its in pairs
        )


class Race(NamedTuple):
    """One workload and how the tools did on it."""

    name: str
    about: str
    files: int
    size: int  # bytes
    needled: int | None  # files that hold what one of our rules looks for
    notes: tuple[str, ...]
    lanes: tuple[Lane, ...]

    @property
    def ours(self) -> Lane | None:
        """Our own lane, unless it broke down."""
        mine = [lane for lane in self.lanes if lane.peer.name == OURS and not lane.fault]
        return mine[0] if mine else None


class Fault(Exception):
    """A run that says nothing about speed, in one line."""


def run_rounds(
    peers: Sequence[Peer], paths: Sequence[str], terms: Terms, say: Callable[[str], None]
) -> tuple[Lane, ...]:
    """Run A B C A B C …: first one round that does not count, then the rounds that do."""
    runs: dict[Peer, list[Run]] = {peer: [] for peer in peers}
    faults: dict[Peer, str] = {}
    for number in range(terms.rounds + 1):
        for peer in peers:
            if peer in faults:
                continue
            say(f"{f'round {number} of {terms.rounds}' if number else 'warm-up'}: {peer.name}")
            try:
                run = _run_once(peer, paths, terms)
            except Fault as fault:
                faults[peer] = str(fault)
            else:
                runs[peer] += [run] if number else []
    return tuple(Lane(peer, tuple(runs[peer]), faults.get(peer, "")) for peer in peers)


def _run_once(peer: Peer, paths: Sequence[str], terms: Terms) -> Run:
    seconds, folder = terms.seconds, terms.folder
    out, err = os.path.join(folder, "stdout"), os.path.join(folder, "stderr")
    measure = [sys.executable, "-I", "-S", os.path.join(HERE, "measure.py")]
    done = subprocess.run(
        [*measure, str(seconds), out, err, *peer.command, *paths],
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
    cpu, mib = float(user) + float(system), int(peak) / 1024
    return Run(float(wall), cpu, mib, status, lines, last)
