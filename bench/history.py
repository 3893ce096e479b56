"""Measure `gaps history` on a repository that is made for it: see README.md."""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import peers
import report
import trees

COMMITS, FILES, CHANGED = 1000, 1000, 5
FEW = 100  # commits, the last ones, which show whether memory depends on their number
SAMPLE = 30  # commits that are checked out
TIMEOUT = 3600  # seconds, of one run

_OPEN = "\n\ndef step_{n}(target):\n    return subprocess.run(['make', target])\n"
_COVERED = "\n\ndef step_{n}(target):\n    return subprocess.run(['make', target], timeout={n})\n"
_PLAIN = "\n\nVALUE_{n} = {n}\n"


class Took(NamedTuple):
    """What one run took: seconds of wall and of all cores, and MiB of its largest process."""

    wall: float
    cpu: float
    peak: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write figures to a file if that is asked for."""
    given = _parse(argv)
    machine = report.machine()
    print(report.machine_in_words(machine))
    print(f"  load before: {report.load()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = os.path.realpath(temporary)
        top = make(os.path.join(folder, "made"), given.commits, given.files)
        figures = measured(given, folder, top)
    _print(figures)
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump({"machine": machine, **figures}, file, indent=2)
            file.write("\n")
    return 0


def measured(given: argparse.Namespace, folder: str, top: str) -> dict[str, Any]:
    """All figures: medians over the rounds, each of which begins without a cache."""
    command = [peers.find(peers.OURS).command[0], "gaps"]
    history = [*command, "history", "--every", "commit", "--json", "--isolated"]
    last = [f"--since={_when(max(0, given.commits - FEW) + 1)} +0000"]
    rounds: dict[str, list[Took]] = {name: [] for name in ("first", "second", "few", "few again")}
    rows: list[Any] = []
    for number in range(given.runs):
        print(f"round {number + 1} of {given.runs}", file=sys.stderr, flush=True)
        for since, names in (([], ("first", "second")), (last, ("few", "few again"))):
            cache = ["--cache-dir", os.path.join(folder, f"cache-{number}-{names[0]}")]
            for name in names:
                took, out = _run([*history, *since, *cache], top)
                rounds[name].append(took)
                rows = rows if since else json.loads(out)["history"]
    print(f"checking out {given.sample} commits", file=sys.stderr, flush=True)
    each = list(checkouts(command, top, rows, given.sample))
    medians = {name: _median(took) for name, took in rounds.items()}
    whole = Took(*(statistics.mean(values) * len(rows) for values in zip(*each, strict=True)))
    return {
        "commits": len(rows),
        "files": given.files,
        "runs": given.runs,
        "sample": len(each),
        "took": {name: took._asdict() for name, took in medians.items()},
        "checkouts": whole._replace(peak=max(took.peak for took in each))._asdict(),
    }


def checkouts(command: list[str], top: str, rows: list[Any], sample: int) -> Iterator[Took]:
    """Check out and count so many commits in a row, from the middle of the history.

    In a row, for then git has as little to write as where somebody does this for all commits.
    Ends the script where a count is not that of the history.
    """
    first = max(0, (len(rows) - sample) // 2)
    for row in rows[first : first + sample]:
        out, _ = _run(["git", "checkout", "--quiet", row["commit"]], top)
        took, printed = _run([*command, "--json", "--isolated"], top)
        if json.loads(printed)["total"] != row["total"]:
            sys.exit(f"history: {row['commit']}: the counts are not those of a checkout")
        yield Took(out.wall + took.wall, out.cpu + took.cpu, took.peak)


def make(top: str, commits: int, files: int) -> str:
    """A repository with so many commits, each of which changes `CHANGED` files; every tenth is a
    merge, and every twentieth renames a file. The same numbers make the same repository.
    """
    os.mkdir(top)
    _git(top, "init", "--quiet", "--initial-branch=main")
    stream = b"".join(_stream(commits, files))
    _git(top, "fast-import", "--quiet", data=stream)
    _git(top, "reset", "--quiet", "--hard")
    return top


def _stream(commits: int, files: int) -> Iterator[bytes]:
    """What `git fast-import` reads. The files begin as those of the standard library."""
    chance = random.Random(1)
    found = trees.python_files(trees.default_roots()[:1])
    sources = trees.repeated(trees.spread(found, min(files, len(found))), files)
    texts = {}
    for number, path in enumerate(sources):
        with open(path, "rb") as file:
            texts[f"package_{number % 25}/module_{number}.py"] = file.read()
    yield _commit(1, [])
    yield from (_file(path, text) for path, text in texts.items())
    for number in range(2, commits + 1):
        parents = [number - 1, max(1, number - 7)] if number % 10 == 0 else [number - 1]
        yield _commit(number, parents)
        for path in chance.sample(sorted(texts), CHANGED):
            if b"import subprocess" not in texts[path]:
                texts[path] += b"\nimport subprocess\n"
            step = chance.choice((_OPEN, _COVERED, _COVERED, _PLAIN))
            texts[path] += step.format(n=number).encode()
            yield _file(path, texts[path])
        if number % 20 == 0:
            path = chance.choice(sorted(texts))
            moved = f"{path.rpartition('/')[0]}/moved_{number}.py"
            texts[moved] = texts.pop(path)
            yield f"R {path} {moved}\n".encode()


def _commit(number: int, parents: list[int]) -> bytes:
    when = f"someone <someone@example.com> {_when(number)} +0000"
    lines = [f"commit refs/heads/main\nmark :{number}\ncommitter {when}\ndata 0\n"]
    lines += [f"from :{parent}\n" for parent in parents[:1]]
    lines += [f"merge :{parent}\n" for parent in parents[1:]]
    return "".join(lines).encode()


def _when(number: int) -> int:
    """When a commit was made: one an hour."""
    return 1_600_000_000 + number * 3600


def _file(path: str, text: bytes) -> bytes:
    return f"M 100644 inline {path}\ndata {len(text)}\n".encode() + text + b"\n"


def _git(top: str, *words: str, data: bytes = b"") -> None:
    subprocess.run(["git", *words], cwd=top, input=data, check=True, timeout=TIMEOUT)


def _run(command: list[str], top: str) -> tuple[Took, str]:
    """Run a command in a repository; what it took, and what it printed."""
    out, err = f"{top}.out", f"{top}.err"
    measure = [sys.executable, "-I", "-S", os.path.join(peers.HERE, "measure.py")]
    # Where Python must not keep what it compiles, every run would compile all of our modules.
    usual = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [*measure, str(TIMEOUT), out, err, *command],
        cwd=top,
        env=usual,
        check=True,
        capture_output=True,
        text=True,
        timeout=TIMEOUT + 60,
    )
    wall, user, system, peak, status = done.stdout.split()
    if status not in {"0", "2"}:  # 2: some file of the standard library is broken on purpose
        with open(err, encoding="utf-8") as file:
            sys.exit(f"history: {' '.join(command)}: exit {status}: {file.read()}")
    with open(out, encoding="utf-8") as file:
        return Took(float(wall), float(user) + float(system), int(peak) / 1024), file.read()


def _median(took: list[Took]) -> Took:
    return Took(*(statistics.median(values) for values in zip(*took, strict=True)))


def _print(figures: dict[str, Any]) -> None:
    took = {name: Took(**values) for name, values in figures["took"].items()}
    whole = Took(**figures["checkouts"])
    about = f"{figures['commits']:,} commits, {figures['files']:,} files"
    few = f"the last {min(FEW, figures['commits'])} commits"
    print(f"\n{about}; medians of {figures['runs']} runs\n")
    print(f"{'':44}{'wall':>10}{'cpu':>10}{'peak':>10}")
    for name, one in (
        (f"each checked out ({figures['sample']} in a row, scaled)", whole),
        ("gaps history, first run", took["first"]),
        ("gaps history, second run", took["second"]),
        (f"{few}, first run", took["few"]),
        (f"{few}, second run", took["few again"]),
    ):
        print(f"{name:44}{one.wall:>8.2f} s{one.cpu:>8.2f} s{one.peak:>6.0f} MiB")
    for text, slow, fast in (
        ("the first run beside the checkouts", whole, took["first"]),
        ("the second run beside the first", took["first"], took["second"]),
    ):
        wall, cpu = slow.wall / fast.wall, slow.cpu / fast.cpu
        print(f"{text}: {wall:.1f} times as fast, by cpu {cpu:.1f} times")


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default, text in (
        ("--commits", COMMITS, "commits of the repository"),
        ("--files", FILES, "files in each of them"),
        ("--sample", SAMPLE, "commits that are checked out; the time is scaled to all"),
        ("--runs", 3, "rounds, of a first and a second run each"),
    ):
        told = f"{text} (%(default)s)"
        parser.add_argument(name, type=int, default=default, metavar="N", help=told)
    parser.add_argument("--json", metavar="FILE", help="write all figures to FILE")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
