"""What a patch makes of the files that it names, wherever it was made."""

import os

from flake8_automation.changes import Stopped
from flake8_automation.changes.journal import Change
from flake8_automation.files.access import Unreadable, read
from flake8_automation.files.git import GitFailed, Repository, git, split

_EXACTLY = ("-c", "core.autocrlf=false", "-c", "apply.ignoreWhitespace=no")


def changes_of(patch: str, repository: Repository | None) -> list[Change]:
    """The changes that a patch, given by its path, stands for. Nothing is written.

    Names in what `git diff` prints begin at the top of the repository, in other patches at the
    working directory. Only contents change: a patch that makes, removes or renames files, or that
    touches what lies outside, is not taken. Raises `Stopped`.
    """
    import tempfile

    try:
        text = read(patch)
    except Unreadable as error:
        raise Stopped(f"{patch}: cannot be read: {error}") from None
    if not text.strip():
        return []
    from_top = repository and (text.startswith(b"diff --git ") or b"\ndiff --git " in text)
    base = repository.top if repository and from_top else os.path.realpath(os.getcwd())
    with tempfile.TemporaryDirectory(prefix="flake8-automation-") as made:
        copy = os.path.realpath(made)
        try:
            git(copy, "init", "--quiet")
            files = _files(copy, text)
            before = {name: _taken(patch, base, name, copy) for name in files}
            git(copy, *_EXACTLY, "apply", "--whitespace=nowarn", data=text)
        except GitFailed as error:
            raise Stopped(f"{patch}: does not apply: {error}") from None
        changes = []
        for name, data in before.items():
            after = read(os.path.join(copy, name))
            if after != data:
                changes.append(Change(os.path.realpath(os.path.join(base, name)), data, after))
    return changes


def _files(folder: str, text: bytes) -> list[str]:
    if git(folder, "apply", "--summary", data=text):
        raise GitFailed("it does more than change the contents of files")
    rows = split(git(folder, "apply", "--numstat", "-z", data=text))
    return [row.split("\t", 2)[2] for row in rows]


def _taken(patch: str, base: str, name: str, copy: str) -> bytes:
    """Copy a file to where the patch is tried."""
    path = os.path.join(base, name)
    if not os.path.realpath(path).startswith(os.path.join(base, "")):
        raise Stopped(f"{patch}: does not apply: {name} lies outside of {base}")
    try:
        data = read(path)
    except Unreadable as error:
        raise Stopped(f"{patch}: does not apply: {name}: {error}") from None
    place = os.path.join(copy, name)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "wb") as file:
        file.write(data)
    return data
