"""`apply`: bring a patch that `fix --patch` made into the working tree, wholly or not at all."""

import json
import os
import shlex
import time

from flake8_automation.changes import Stopped
from flake8_automation.changes.git import repository
from flake8_automation.changes.journal import Change
from flake8_automation.changes.landing import land
from flake8_automation.changes.patches import changes_of
from flake8_automation.changes.store import Store
from flake8_automation.cli import options
from flake8_automation.cli.changing import (
    add_verify,
    hold,
    journal,
    names_in,
    ready,
    refuse_dirty,
    refuse_unverified,
    worktree_with,
)
from flake8_automation.cli.run import count
from flake8_automation.cli.streams import note, write_results
from flake8_automation.cli.words import Given
from flake8_automation.files.git import Repository


def run(argv: list[str]) -> int:
    """Status 0: it is applied, 1: the command fails with it, 2: it does not apply."""
    given = _parse(argv)
    begun = time.monotonic()
    with journal(shlex.join(["apply", *argv])) as store:
        place = _repository(given)
        changes = changes_of(given.patch, place)
        fault = _fault(given, store, place, changes) if place and given.verify and changes else ""
        if changes and not fault:
            hold(store)
            land(store.folder, store.what, changes, whole=True)
    names = [os.path.relpath(change.path) for change in changes]
    seconds = time.monotonic() - begun
    if given.output_format == "json":
        value = {"files": names, "applied": not fault, "reason": fault or None}
        report = [json.dumps(value | {"seconds": round(seconds, 2)}, indent=2) + "\n"]
    else:
        report = [] if fault else [f"{name}: patched\n" for name in names]
    write_results(report, given.output_file)
    if fault:
        note(f"not applied: {fault}")
    if not given.quiet:
        changed = 0 if fault else len(changes)
        note(f"{count(changed, 'file')} changed, {seconds:.1f} seconds")
    return int(bool(fault))


def _parse(argv: list[str]) -> Given:
    parser = options.parser("apply", "Apply a patch, wholly or not at all.")
    parser.add_argument("patch", metavar="PATCH", help="a file that 'fix --patch' wrote")
    group = parser.add_argument_group("applying")
    add_verify(group)
    group.add_argument("-q", "--quiet", action="store_true", help="no summary")
    options.add_output(parser, ("text", "json"))
    given = parser.parse_args(argv)
    refuse_unverified(given)
    return given


def _repository(given: Given) -> Repository | None:
    try:
        return repository()
    except Stopped:
        if given.verify:
            raise
        return None  # a patch can be applied without one


def _fault(given: Given, store: Store, place: Repository, changes: list[Change]) -> str:
    """Why the patch must not be applied, or nothing."""
    names = names_in(place, [change.path for change in changes])
    if not given.allow_dirty:
        refuse_dirty(place, names.values())
    before = {names[change.path]: change.before for change in changes}
    with worktree_with(store, place, before, dirty=given.allow_dirty) as tree:
        command = ready(given, store, tree, before)
        for change in changes:
            tree.put(names[change.path], change.after)
        ran = command.run()
    told = f"`{given.verify}` fails with it ({ran.how}); its output: {ran.log}"
    return "" if ran.passed else told
