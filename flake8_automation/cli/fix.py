"""`fix`: apply fixes, or show them; or take the last ones back."""

import json
import os
import shlex
import time
from functools import partial

from flake8_automation.changes import Unjournalled
from flake8_automation.changes.journal import Change
from flake8_automation.changes.landing import land, write_each
from flake8_automation.changes.store import Store
from flake8_automation.cli import options
from flake8_automation.cli.changing import (
    add_verify,
    hold,
    journal,
    number,
    refuse_unverified,
    take_last_back,
)
from flake8_automation.cli.closing import closing, insist_on_list
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.fix_report import as_json, as_text, close, show
from flake8_automation.cli.run import go_through, reads_input
from flake8_automation.cli.streams import note, read_input, write_bytes, write_results
from flake8_automation.cli.verified import Verified, in_batches
from flake8_automation.cli.words import Given
from flake8_automation.files.visit import Fixing, fix_bytes, fix_file, unwritten
from flake8_automation.settings import Settings

_COMMITS = ("rule", "batch")


def run(argv: list[str]) -> int:
    """Exit status 0: no gap is left, 1: gaps remain, 2: wrong usage or files that went wrong."""
    given = _parse(argv)
    if given.undo:
        return take_last_back(given)
    begun = time.monotonic()
    settings = options.begin(given)
    if reads_input(given):
        result = Verified([_fix_input(given, settings)])
    elif (given.diff or given.patch) and not given.verify:
        result = Verified(_fixings(given, settings))
    else:
        with journal(shlex.join(["fix", *argv])) as store:
            result = _change(given, settings, store)
    if given.diff or given.patch:
        show(given, result.fixings)
    seconds = time.monotonic() - begun
    if not (given.diff or given.patch or reads_input(given)):
        if given.output_format == "json":
            report = [json.dumps(as_json(given, result, seconds), indent=2) + "\n"]
            write_results(report, given.output_file)
        else:
            write_results(as_text(result.fixings), given.output_file)
    return close(given, settings, result, seconds)


def _parse(argv: list[str]) -> Given:
    parser = options.parser("fix", "Apply the fixes that are safe, or show them.")
    options.add_run(parser)
    group = parser.add_argument_group("fixing")
    group.add_argument("--diff", action="store_true", help="show the changes, apply none")
    group.add_argument("--patch", metavar="FILE", help="write the changes to FILE, apply none")
    group.add_argument("--undo", action="store_true", help="take the last run back")
    add_verify(group)
    group.add_argument(
        "--batch-size", type=number, metavar="N", help="files that are verified at a time (10)"
    )
    group.add_argument(
        "--commit", choices=_COMMITS, help="one commit per rule, which is what --commit means alone"
    )
    options.add_settings(parser, "fix")
    options.add_output(parser, ("text", "json"))
    given = parser.parse_args(_with_kind(argv))
    _refuse_nonsense(given)
    return given


def _with_kind(argv: list[str]) -> list[str]:
    """`--commit` alone, also in front of a path, is `--commit rule`."""
    followers = [*argv, ""][1:]
    return [
        "--commit=rule" if word == "--commit" and after not in _COMMITS else word
        for word, after in zip(argv, followers, strict=True)
    ]


def _refuse_nonsense(given: Given) -> None:
    """Raise `Failure` for options that do not go together."""
    shown = given.diff or given.patch
    batched = given.verify or given.commit
    wrong = {
        "--json goes with applying fixes, not with --diff or --patch": (
            given.output_format == "json" and shown
        ),
        "--output-file does not go with --diff; --patch FILE writes the changes": (
            given.output_file and given.diff
        ),
        "--undo takes the whole last run back, and goes with neither paths nor other fixing": (
            given.undo and (given.paths or shown or batched)
        ),
        "--verify and --commit do not go with standard input": batched and "-" in given.paths,
        "--commit does not go with --diff or --patch": given.commit and shown,
        "--commit needs a clean tree, and does not go with --allow-dirty": (
            given.commit and given.allow_dirty
        ),
        "--batch-size goes with --verify or --commit": given.batch_size and not batched,
    }
    for message, is_wrong in wrong.items():
        if is_wrong:
            raise Failure(message)
    refuse_unverified(given)


def _fix_input(given: Given, settings: Settings) -> Fixing:
    data = read_input()
    fixing = fix_bytes(given.stdin_filename or "stdin", data, settings)
    if not (given.diff or given.patch):
        write_bytes(fixing.after or data)
    return fixing


def _fixings(given: Given, settings: Settings) -> list[Fixing]:
    """What fixing the files gives, in the order of path. Nothing is written."""
    fixings, problems = go_through(given, settings, partial(fix_file, settings=settings), "fixing")
    return sorted([*fixings, *map(Fixing, problems)], key=lambda fixing: fixing.checked.path)


def _change(given: Given, settings: Settings, store: Store) -> Verified:
    insist_on_list()
    fixings = _fixings(given, settings)
    if given.verify or given.commit:
        return in_batches(given, settings, store, fixings)
    paths = {f.checked.path: os.path.realpath(f.checked.path) for f in fixings if f.after}
    changes = [Change(paths[f.checked.path], f.before, f.after) for f in fixings if f.after]
    failed: dict[str, str] = {}
    if changes:
        with closing(fixings, settings, quiet=given.quiet) as listed:
            changes += listed.changes if listed else []
            try:
                hold(store)
                failed = land(store.folder, store.what, changes, whole=False)
            except Unjournalled as error:
                note(f"this run cannot be taken back: {error}")
                failed = write_each(changes)
            if failed and listed:
                listed.failed(failed)
    return Verified(
        [
            unwritten(fixing, failed[paths[fixing.checked.path]], settings)
            if paths.get(fixing.checked.path) in failed
            else fixing
            for fixing in fixings
        ]
    )
