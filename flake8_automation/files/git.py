"""Asking git about the repository that is meant, whatever a hook's variables name."""

import os
from typing import NamedTuple

_TIMEOUT = 600  # seconds; a hook of the user may take its time

# Where a hook of git runs, these name *its* repository (`git rev-parse --local-env-vars`).
_LOCAL = frozenset(
    f"GIT_{name}"
    for name in (
        *("ALTERNATE_OBJECT_DIRECTORIES", "COMMON_DIR", "DIR", "GRAFT_FILE", "IMPLICIT_WORK_TREE"),
        *("INDEX_FILE", "INTERNAL_SUPER_PREFIX", "NAMESPACE", "NO_REPLACE_OBJECTS"),
        *("OBJECT_DIRECTORY", "PREFIX", "QUARANTINE_PATH", "REPLACE_REF_BASE", "SHALLOW_FILE"),
        "WORK_TREE",
    )
)


class GitFailed(Exception):
    """Git said no. The message is what it said, in one line."""


class NoRepository(Exception):
    """There is no repository, or it has no commit. The message is one line for the user."""


class Repository(NamedTuple):
    """A work tree: its real path, the commit it stands on, and where in it the run began.

    `inside` is relative to `top`; empty: the run began there.
    """

    top: str
    head: str
    inside: str

    def path_of(self, path: str) -> str | None:
        """Where a file stands in the work tree, relative to its top. None: outside of it."""
        real = os.path.realpath(path)
        root = os.path.join(self.top, "")
        return real[len(root) :] if real.startswith(root) else None

    def tracked(self) -> frozenset[str]:
        """The files that git tracks, relative to the top."""
        return frozenset(split(git(self.top, "ls-files", "-z", "--cached")))

    def modified(self) -> list[str]:
        """The tracked files that differ from the commit, relative to the top."""
        return split(git(self.top, "diff", "--name-only", "--no-renames", "-z", "HEAD"))

    def untracked(self) -> list[str]:
        """The files that git neither tracks nor ignores, relative to the top."""
        return split(git(self.top, "ls-files", "-z", "--others", "--exclude-standard"))


def repository(folder: str = os.curdir) -> Repository:
    """The repository of a folder, in which the run began. Raises `NoRepository`."""
    here = os.path.realpath(folder)
    try:
        top = os.path.realpath(_line(git(here, "rev-parse", "--show-toplevel")))
    except GitFailed as error:
        raise NoRepository(f"a git repository is needed: {error}") from None
    try:
        head = _line(git(here, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
    except GitFailed:
        raise NoRepository("a commit is needed, and this repository has none yet") from None
    return Repository(top, head, "" if here == top else os.path.relpath(here, top))


def git_folder(folder: str, name: str) -> str | None:
    """The path that something of ours has among git's own files. None: there is no repository."""
    try:
        return os.path.join(folder, _line(git(folder, "rev-parse", "--git-path", name)))
    except GitFailed:
        return None


def git(folder: str, *words: str, data: bytes = b"") -> bytes:
    """What git prints when it is run in a folder, fed with `data`. Raises `GitFailed`."""
    import subprocess

    try:
        done = subprocess.run(
            ["git", *words],
            cwd=folder,
            env=environment() | {"GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"},
            input=data,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        raise GitFailed("there is no git here") from None
    except OSError as error:
        raise GitFailed(f"git cannot be run: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise GitFailed(f"git {words[0]} does not end within {_TIMEOUT} seconds") from None
    if done.returncode:
        raise GitFailed(_complaint(done.stderr + done.stdout) or f"git {words[0]} fails")
    return done.stdout


def environment() -> dict[str, str]:
    """The variables of this process, without those that name a repository, and without prompts."""
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"}


def split(listed: bytes) -> list[str]:
    """The names in a list that git prints with `-z`."""
    return os.fsdecode(listed).split("\0")[:-1]


def _line(printed: bytes) -> str:
    return os.fsdecode(printed.removesuffix(b"\n"))


def _complaint(printed: bytes) -> str:
    """The line that says what is wrong, without the word that only says that something is."""
    lines = [line for line in printed.decode("utf-8", "replace").splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    line = (telling or lines or [""])[0]
    return line.removeprefix("fatal: ").removeprefix("error: ").strip()
