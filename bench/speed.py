"""Measure `flake8-automation check` against its peers, side by side: see README.md."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

import peers
import report
import trees
from peers import Peer
from race import Race, Terms, run_rounds

RACES = {
    "tree": ("ruff", "ast-grep", "ast-grep-py"),
    "sample": ("flake8",),
    "start-up": (peers.BARE, "flake8", "ruff"),
}
START_UP_ROUNDS = 4  # times the other races' rounds: these runs are short and noisy
QUICK_FILES, QUICK_SAMPLE = 60, 10


def main(argv: Sequence[str] | None = None) -> int:
    """Run the races; returns 0, or 2 when our own tool cannot run or finish one."""
    options = _parse(argv)
    found, skipped = _find_peers(options.only)
    if peers.OURS not in found:
        print(f"speed: {peers.OURS}: {skipped[peers.OURS]}", file=sys.stderr)
        return 2
    versions = {name: peer.version for name, peer in found.items()}
    _print_heading(versions, skipped)

    roots = trees.outermost(options.tree or trees.default_roots())
    files = trees.python_files(roots)
    if not files:
        print(f"speed: no .py file in {' or '.join(roots)}", file=sys.stderr)
        return 2

    races = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        # The real path: a tool that resolves links must not seem to see other files.
        for race in _races(options, found, roots, files, os.path.realpath(folder)):
            races.append(race)
            print(f"\n{report.as_text(race)}", flush=True)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(report.as_json(races, versions, skipped), file, indent=2)
            file.write("\n")
    return 0 if all(race.ours for race in races) else 2


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    only = [*RACES, *(name for name in peers.NAMES if name != peers.OURS)]

    def add(name: str, help_text: str, **more: Any) -> None:
        kind: dict[str, Any] = {"type": _count} if more.get("metavar") in {"N", "SECONDS"} else {}
        parser.add_argument(name, help=help_text, **kind, **more)

    add(
        "--tree",
        "a folder to race on, may be repeated (the standard library and site-packages)",
        action="append",
        metavar="PATH",
    )
    add("--files", "race on exactly N files, copied from the tree", metavar="N")
    add("--at-least", "race on whole copies of the tree, enough for N files", metavar="N")
    add("--needles", "with --files: so that N %% of them hold a needle", metavar="N")
    add("--flake8-files", "files of the sample for flake8 (%(default)s)", metavar="N", default=500)
    add("--runs", "rounds that count (%(default)s)", metavar="N", default=5)
    add("--timeout", "limit of one run (%(default)s)", metavar="SECONDS", default=1800)
    add(
        "--only",
        f"only this race or this peer, may be repeated: {', '.join(only)}",
        action="append",
        choices=only,
        metavar="NAME",
        default=[],
    )
    add("--quick", "a small tree, one round: shows that the script works", action="store_true")
    add("--json", "write all figures to FILE", metavar="FILE")
    options = parser.parse_args(argv)

    for path in options.tree or ():
        if not os.path.isdir(path):
            parser.error(f"--tree {path}: not a folder")
    if options.files and options.at_least:
        parser.error("--files and --at-least exclude each other")
    if options.needles and (options.needles > 99 or not options.files):
        parser.error("--needles takes 1 to 99, together with --files")
    if options.json and not os.path.isdir(os.path.dirname(os.path.abspath(options.json))):
        parser.error(f"--json {options.json}: no such folder")
    if options.quick:
        options.runs, options.flake8_files = 1, QUICK_SAMPLE
        if not (options.tree or options.files or options.at_least):
            options.files = QUICK_FILES
    return options


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def _find_peers(only: list[str]) -> tuple[dict[str, Peer], dict[str, str]]:
    """The tools that can race, by name, and why the others cannot."""
    wanted = [name for name in peers.NAMES if name in only] or peers.NAMES
    found, skipped = {}, {}
    for name in dict.fromkeys([peers.OURS, *wanted]):
        try:
            found[name] = peers.find(name)
        except peers.Missing as reason:
            skipped[name] = str(reason)
    return found, skipped


def _races(
    options: argparse.Namespace,
    found: dict[str, Peer],
    roots: list[str],
    files: list[str],
    folder: str,
) -> Iterator[Race]:
    wanted = [name for name in RACES if name in options.only] or [*RACES]
    runs = os.path.join(folder, "runs")
    os.mkdir(runs)

    def race(name: str, about: str, paths: list[str], files: list[str], rounds: int) -> Race:
        racing = [found[peer] for peer in (peers.OURS, *RACES[name]) if peer in found]
        if name == "start-up":
            needled, notes = None, peers.start_up_notes()
        else:
            needled, notes = _compare_lists(racing, paths, files)
        terms = Terms(rounds, options.timeout, runs)
        lanes = run_rounds(racing, paths, terms, lambda text: _say(f"{name}, {text}"))
        return Race(name, about, len(files), trees.size(files), needled, notes, lanes)

    if "tree" in wanted:
        about, paths, raced = " and ".join(roots), roots, files
        copies = _copies(options, roots, files)
        if copies:
            paths = [trees.copy_files(copies, roots, os.path.join(folder, "tree"))]
            about, raced = f"copies of {about}", trees.python_files(paths)
        yield race("tree", about, paths, raced, options.runs)
    if "sample" in wanted and "flake8" in found:
        sample = trees.spread(files, options.flake8_files)
        paths = [trees.copy_files(sample, roots, os.path.join(folder, "sample"))]
        about = f"{len(sample):,} files spread over {' and '.join(roots)}"
        yield race("sample", about, paths, trees.python_files(paths), options.runs)
    if "start-up" in wanted:
        small = trees.write_small_file(os.path.join(folder, "small"))
        rounds = 1 if options.quick else options.runs * START_UP_ROUNDS
        yield race(
            "start-up", "one small file that has nothing to report", [small], [small], rounds
        )


def _copies(options: argparse.Namespace, roots: list[str], files: list[str]) -> list[str]:
    """The files to copy for the race on a tree; none if it is to be the tree itself."""
    if options.needles is not None:
        return trees.with_share(files, peers.needles(roots), options.files, options.needles)
    whole_copies: int = -(-(options.at_least or 0) // len(files))
    return files * whole_copies or trees.repeated(files, options.files or 0)


def _compare_lists(
    racing: list[Peer], roots: list[str], files: list[str]
) -> tuple[int | None, tuple[str, ...]]:
    """How many files hold a needle, and which tools do not read exactly `files`."""
    try:
        held: dict[str, bool] = peers.needles(roots)
    except peers.Missing as reason:
        return None, (f"{peers.OURS} {reason}: its files are not known",)
    same, notes = [], []
    for peer in racing:
        try:
            seen = held.keys() if peer.name == peers.OURS else {*peer.lists(roots)}
        except peers.Missing as reason:
            notes.append(f"{peer.name} {reason}: its files are not known")
            continue
        more, fewer = sorted(seen - {*files}), sorted({*files} - seen)
        told = [
            f"{len(some):,} {word} ({trees.count_empty(some):,} of them empty; first: {some[0]})"
            for some, word in ((more, "more"), (fewer, "fewer"))
            if some
        ]
        if told:
            notes.append(f"DIFFERENT FILES: {peer.name} reads {' and '.join(told)}")
        else:
            same.append(peer.name)
    if same:
        notes.append(f"the same files are read by: {', '.join(same)}")
    return sum(held.values()), tuple(notes)


def _print_heading(versions: dict[str, str], skipped: dict[str, str]) -> None:
    about = report.machine()
    print(", ".join([about["cpu"], f"{about['cores']} cores", about["system"], about["python"]]))
    print(f"  load before the races: {about['load']}")
    for name, version in versions.items():
        print(f"  {name} {version}")
    for name, reason in skipped.items():
        print(f"  {name}: skipped, {reason}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except peers.Missing as reason:
        sys.exit(f"speed: {peers.OURS}: {reason}")
