"""Measure `flake8-automation` beside its peers, as they are installed here: see README.md."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import peers
import report
import trees
from races import RACES, Course, Scale

if TYPE_CHECKING:
    from race import Race

FULL = Scale(rounds=5, short_rounds=20, pairs=9, sample=1000, plugin=400, hook=30, seconds=600)
QUICK = Scale(rounds=1, short_rounds=1, pairs=1, sample=5, plugin=5, hook=5, seconds=60)
QUICK_FILES = 60


def main(argv: Sequence[str] | None = None) -> int:
    """Run the races; returns 0, or 2 when our own tool cannot run or finish one."""
    options = _parse(argv)
    found, skipped = peers.find_all()
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

    load = report.load()
    races: list[Race] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        # The real path: a tool that resolves links must not seem to see other files.
        folder = os.path.realpath(temporary)
        if options.files:
            some = trees.spread(files, options.files)
            roots = [trees.copy_files(some, roots, os.path.join(folder, "tree"))]
            files = trees.python_files(roots)
        scale = QUICK if options.quick else FULL._replace(rounds=options.runs)
        course = Course(found, roots, files, peers.needles(roots), folder, scale, _say)
        for name in options.only or RACES:
            try:
                race = RACES[name](course)
            except peers.Missing as reason:
                skipped[name] = str(reason)
                print(f"\n{name}: not run, {reason}", flush=True)
                continue
            races.append(race)
            print(f"\n{report.as_text(race)}", flush=True)
        field = course.field("the tree", files)
    if options.json:
        told = report.as_json(races, field, versions, skipped, load)
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(told, file, indent=1)
            file.write("\n")
    return 0 if all(race.ours for race in races) else 2


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)

    def add(name: str, help_text: str, **more: Any) -> None:
        kind: dict[str, Any] = {"type": _count} if more.get("metavar") == "N" else {}
        parser.add_argument(name, help=help_text, **kind, **more)

    add(
        "--tree",
        "a folder to race on, may be repeated (the standard library and site-packages)",
        action="append",
        metavar="PATH",
    )
    add("--files", "race on copies of N files that are spread over the tree", metavar="N")
    add("--runs", "rounds that count (%(default)s)", metavar="N", default=FULL.rounds)
    add(
        "--only",
        f"only this race, may be repeated: {', '.join(RACES)}",
        action="append",
        choices=[*RACES],
        metavar="NAME",
    )
    add("--quick", "a small tree, one round: shows that the script works", action="store_true")
    add("--json", "write all figures to FILE", metavar="FILE")
    options = parser.parse_args(argv)

    for path in options.tree or ():
        if not os.path.isdir(path):
            parser.error(f"--tree {path}: not a folder")
    if options.json and not os.path.isdir(os.path.dirname(os.path.abspath(options.json))):
        parser.error(f"--json {options.json}: no such folder")
    if options.quick:
        options.files = options.files or QUICK_FILES
    return options


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def _print_heading(versions: dict[str, str], skipped: dict[str, str]) -> None:
    print(report.machine_in_words(report.machine()))
    print(f"  load before the races: {report.load()}")
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
