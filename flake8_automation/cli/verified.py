"""`fix --verify` and `fix --commit`: in batches, in a worktree, and then into the working tree."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from flake8_automation.changes.batches import Batches, Kept, steps
from flake8_automation.changes.command import Command
from flake8_automation.changes.commits import Draft, NotCommitted, commit, drafts
from flake8_automation.changes.git import repository
from flake8_automation.changes.journal import Change, Commits
from flake8_automation.changes.landing import land
from flake8_automation.changes.store import Store
from flake8_automation.changes.worktree import Worktree
from flake8_automation.cli.changing import names_in, ready, refuse_dirty, worktree_with
from flake8_automation.cli.closing import Closing, Listed, closing, listed
from flake8_automation.cli.progress import Line
from flake8_automation.cli.run import count
from flake8_automation.cli.words import Given
from flake8_automation.files.git import Repository
from flake8_automation.files.visit import Fixing
from flake8_automation.settings import Settings

_BATCH_SIZE = 10  # files


class Verified(NamedTuple):
    """What became of the files of a run.

    `batches` and `runs` count the batches, and the runs of the command. `commits` has a line for
    each commit that was made; `uncommitted` says why there is none although it was wanted.
    """

    fixings: list[Fixing]
    batches: int = 0
    runs: int = 0
    commits: tuple[str, ...] = ()
    uncommitted: str = ""


def in_batches(given: Given, settings: Settings, store: Store, fixings: list[Fixing]) -> Verified:
    """Keep what passes of these fixes, and write it unless it is only to be shown."""
    place = repository()
    changed = {fixing.checked.path: fixing for fixing in fixings if fixing.after}
    names = names_in(place, changed)
    if not given.allow_dirty:
        refuse_dirty(place, names.values())
    if not changed:
        return Verified(fixings)
    before = {names[path]: fixing.before for path, fixing in changed.items()}
    with worktree_with(store, place, before, dirty=given.allow_dirty) as tree:
        command = ready(given, store, tree, names.values()) if given.verify else None
        batches = Batches(
            changed.values(), settings, _Trial(tree, names, command, listed(settings)).fault
        )
        kept = _through(given, batches, changed)
        results = batches.fixings()
        changes = [
            Change(os.path.join(place.top, names[path]), fixing.before, fixing.after)
            for path, fixing in results.items()
            if fixing.after
        ]
        commits: Commits | None = None
        lines: tuple[str, ...] = ()
        uncommitted = ""
        if changes and not (given.diff or given.patch):
            with closing(results.values(), settings, quiet=given.quiet) as closed:
                changes += closed.changes if closed else []
                if given.commit:
                    try:
                        wanted = _with_list(drafts(kept, names, given.verify), place, closed)
                        commits, lines = commit(tree, wanted)
                    except NotCommitted as error:
                        uncommitted = str(error)
                land(store.folder, store.what, changes, commits, whole=True)
    merged = [results.get(fixing.checked.path, fixing) for fixing in fixings]
    return Verified(merged, len(kept), command.runs if command else 0, lines, uncommitted)


def _with_list(made: list[Draft], place: Repository, closed: Closing | None) -> list[Draft]:
    """The commits, the last of them with the change of the list, if git tracks that."""
    for change in closed.changes if closed else ():
        name = place.path_of(change.path)
        if made and name in place.tracked():
            last = made[-1]
            return [*made[:-1], last._replace(contents=last.contents | {name: change.after})]
    return made


class _Trial(NamedTuple):
    tree: Worktree
    names: Mapping[str, str]
    command: Command | None
    listed: Listed | None

    def fault(self, contents: Mapping[str, bytes]) -> str:
        """Why these contents must not stay, or nothing."""
        for path, data in contents.items():
            self.tree.put(self.names[path], data)
        if self.command is None:
            return ""
        name = self.tree.repository.path_of(self.listed.path) if self.listed else None
        if self.listed and name and os.path.lexists(os.path.join(self.tree.top, name)):
            # else a command that looks at the list would object to what the fix has closed
            self.tree.put(name, self.listed.without(self.listed.stale(contents)))
        ran = self.command.run()
        told = f"`{self.command.line}` fails with it ({ran.how}); its output: {ran.log}"
        return "" if ran.passed else told


def _through(given: Given, batches: Batches, changed: Mapping[str, Fixing]) -> list[Kept]:
    size = given.batch_size or _BATCH_SIZE
    todo = steps(changed.values(), size, by_rule=given.commit == "rule")
    left = sum(len(fixing.done) for fixing in changed.values())
    kept: list[Kept] = []
    closed = dropped = 0
    with Line(wanted=not given.quiet, verbose=given.verbose) as line:
        for number, step in enumerate(todo, 1):
            line.say(
                f"batch {number} of {len(todo)}, {count(len(step.paths), 'file')}: "
                f"so far {closed} kept, {dropped} dropped, {left} left"
            )
            one = batches.take(step)
            closed += one.closed()
            dropped += one.dropped
            left = max(0, left - one.closed() - one.dropped)
            kept.append(one)
    return kept
