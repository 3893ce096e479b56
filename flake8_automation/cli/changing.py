"""What `fix` and `apply` share: the journal, the worktree, the command that verifies, and undo."""

import json
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from flake8_automation.changes import Stopped, Unjournalled, worktree
from flake8_automation.changes import journal as journals
from flake8_automation.changes.command import Command, tail
from flake8_automation.changes.landing import Back, take_back, undo
from flake8_automation.changes.origins import outside
from flake8_automation.changes.store import Store
from flake8_automation.changes.worktree import Worktree
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.run import count
from flake8_automation.cli.streams import note, write_results
from flake8_automation.cli.words import Given, Group
from flake8_automation.files.git import Repository

_VERIFY_TIMEOUT = 1800  # seconds
_SHOWN = 3  # modules that the command would import from elsewhere


def add_verify(group: Group) -> None:
    """The options of commands that verify what they change."""
    group.add_argument(
        "--verify",
        metavar="COMMAND",
        help="work in a separate git worktree, and keep only that with which COMMAND exits 0",
    )
    group.add_argument(
        "--verify-timeout",
        type=number,
        metavar="SECONDS",
        help=f"how long one run of COMMAND may take ({_VERIFY_TIMEOUT})",
    )
    group.add_argument(
        "--allow-dirty",
        action="store_true",
        help="take what is not committed along into the worktree",
    )


def refuse_unverified(given: Given) -> None:
    """Raise `Failure` for options that mean something only with `--verify`."""
    if given.verify is not None and not given.verify.strip():
        raise Failure("--verify: expected a command")
    for flag in ("verify_timeout", "allow_dirty"):
        if getattr(given, flag) and not given.verify:
            raise Failure(f"--{flag.replace('_', '-')} goes with --verify")


def number(text: str) -> int:
    """The value of an option that counts something."""
    if not text.isdigit() or not int(text):
        import argparse

        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, not {text!r}")
    return int(text)


@contextmanager
def journal(what: str) -> Iterator[Store]:
    """The journal of a command that writes, after what a run that died has left is put right.

    `what` is its command line. Raises `Failure` for what stops the run in here.
    """
    try:
        with Store(what) as store:
            with suppress(Unjournalled):
                if store.exists():
                    hold(store)
                    back = _recover(store)
                    if back:
                        _tell(back, " was interrupted")
            try:
                yield store
            finally:
                if store.held():
                    journals.withdraw(store.folder)
    except Stopped as stopped:
        raise Failure(str(stopped)) from None


def hold(store: Store) -> None:
    """Take the store, and say in it which run is at work. Raises `Stopped`."""
    store.take()
    journals.announce(store.folder, store.what)


def _recover(store: Store) -> Back | None:
    if worktree.remove(store.folder):
        note("the worktree of a run that was interrupted is removed")
    return take_back(store.folder)


def _tell(back: Back, why: str = "") -> None:
    for path, reason in back.left:
        note(f"{_shown(path)}: left as it is: {reason}")
    what = "finished" if back.completed else f"{count(len(back.restored), 'file')} taken back"
    if back.run.commits and not (why or back.completed):
        what += f", and the branch stands at {back.run.commits.old[:12]} again"
    note(f"the run of {back.run.when} ({back.run.what}){why}: {what}")


def take_last_back(given: Given) -> int:
    """`fix --undo`. Status 0: all is as before that run, 1: some files are left as they are."""
    try:
        with Store() as store:
            back, why = _last(store)
    except Stopped as stopped:
        raise Failure(str(stopped)) from None
    restored = [_shown(path) for path in back.restored]
    if given.output_format == "json":
        left = [{"filename": _shown(path), "reason": reason} for path, reason in back.left]
        value = {"run": back.run.what, "when": back.run.when, "restored": restored, "left": left}
        write_results([json.dumps(value, indent=2) + "\n"], given.output_file)
    else:
        write_results([f"{path}: taken back\n" for path in restored], given.output_file)
    if not given.quiet:
        _tell(back, why)
    return int(bool(back.left))


def _last(store: Store) -> tuple[Back, str]:
    """Take back the last run: the one that died, if one did, and not the one before it.

    Also what is to be said of its end.
    """
    back = idle = None
    if store.exists():
        store.take()
        back = _recover(store)
        idle = journals.announced(store.folder)
    if back and not back.completed:
        return back, " was interrupted"
    if idle:
        return Back(idle, ()), " was interrupted before it changed anything"
    return undo(store.folder), ""


def _shown(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def names_in(repository: Repository, paths: Iterable[str]) -> dict[str, str]:
    """For each path its name in the repository, relative to the top. Raises `Stopped`."""
    found = {}
    for path in paths:
        name = repository.path_of(path)
        if name is None:
            raise Stopped(f"{path} lies outside of the repository {repository.top}")
        found[path] = name
    return found


def refuse_dirty(repository: Repository, names: Iterable[str]) -> None:
    """Raise `Stopped` if anything is not committed, or git does not track one of these files."""
    modified = repository.modified()
    if modified:
        more = f" and {len(modified) - 1} more" if len(modified) > 1 else ""
        told = f"{modified[0]}{more}: changed and not committed"
        raise Stopped(f"{told}; commit or stash first, or say --allow-dirty")
    tracked = repository.tracked()
    for name in names:
        if name not in tracked:
            raise Stopped(f"{name}: git does not track it; commit it first, or say --allow-dirty")


@contextmanager
def worktree_with(
    store: Store, repository: Repository, contents: dict[str, bytes], *, dirty: bool
) -> Iterator[Worktree]:
    """A worktree, with what is not committed if that is meant, and with these contents."""
    hold(store)
    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        tree = worktree.add(store.folder, repository)
        for name in (*repository.modified(), *repository.untracked()) if dirty else ():
            tree.take_over(name)
        for name, data in contents.items():
            if not os.path.lexists(os.path.join(tree.top, name)):  # ignored by git, but named
                tree.take_over(name)
            tree.put(name, data)
        yield tree
    finally:
        worktree.remove(store.folder)
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> None:
    """Unwind, so that the worktree is removed."""
    raise KeyboardInterrupt


def ready(given: Given, store: Store, tree: Worktree, names: Iterable[str]) -> Command:
    """The command that verifies, after it has passed once. Raises `Stopped` if it does not."""
    seconds = given.verify_timeout or _VERIFY_TIMEOUT
    command = Command(given.verify, seconds, tree, os.path.join(store.folder, "logs"))
    ran = command.run()
    if not ran.passed:
        if not given.quiet:
            for line in tail(ran.log):
                note(f"| {line}")
        told = f"`{given.verify}` fails before any change ({ran.how}), so nothing is changed"
        raise Stopped(f"{told}{_missing(given.verify, tree)}; its output: {ran.log}")
    strangers = outside(names, tree, command)
    for one in strangers[:_SHOWN]:
        note(
            f"warning: {one.path} is not verified: {one.module} is imported from {one.origin}, "
            "which is outside of the worktree"
        )
    if len(strangers) > _SHOWN:
        more = len(strangers) - _SHOWN
        note(f"warning: not verified either: {count(more, 'other file')}")
    if strangers:
        note(
            "warning: to have them verified, name the folder that holds the packages: "
            "--verify 'PYTHONPATH=FOLDER COMMAND'"
        )
    return command


def _missing(line: str, tree: Worktree) -> str:
    """A word on a program that stands here, but not in the worktree."""
    word = line.split(maxsplit=1)[0] if line.strip() else ""
    if os.sep not in word or os.path.isabs(word) or not os.path.exists(word):
        return ""
    if os.path.exists(os.path.join(tree.folder, word)):
        return ""
    return f"; {word} is not in the worktree, for git does not track it: give its absolute path"
