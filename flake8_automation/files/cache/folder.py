"""The cache folder: where it is, how it comes to be, and what in it is ours."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from flake8_automation.files.admission import repository_of
from flake8_automation.files.facts import ROOT_MARKS
from flake8_automation.settings import Settings

# What makes a folder one of caches. Neither is written where there is something already.
_SELF_DESCRIPTION = {
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
    ".gitignore": "*\n",
}
_OURS = re.compile(
    r"check-[0-9a-f]{8}\.table(\.[0-9a-f]{16}\.tmp)?|versions-\d+\.sqlite(-journal|-wal|-shm)?"
)


def folder_of(arguments: Iterable[str], settings: Settings) -> str:
    """The cache folder of a run over these paths, absolute; it need not be there.

    Where the settings do not say otherwise it stands at the top of the repository of the first
    path; outside of one, with the nearest metadata of a project from the working directory up, or
    else in that directory.
    """
    if os.path.isabs(settings.cache_dir):
        return settings.cache_dir
    here = os.getcwd()
    first = next(iter(arguments), os.curdir)
    top = repository_of(os.path.realpath(first)) or _described_from(here) or here
    return os.path.join(top, settings.cache_dir)


def _described_from(folder: str) -> str | None:
    while not any(os.path.lexists(os.path.join(folder, mark)) for mark in ROOT_MARKS):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder


def prepare(folder: str) -> None:
    """Make the cache folder, which says of itself that it is to be ignored. Raises OSError.

    A folder in which there is something, perhaps the user's own, is left as it is.
    """
    os.makedirs(folder, exist_ok=True)
    if os.listdir(folder):
        return
    for name, text in _SELF_DESCRIPTION.items():
        with open(os.path.join(folder, name), "w", encoding="ascii") as file:
            file.write(text)


class Cleaned(NamedTuple):
    """How many files were removed, and how many bytes were in them."""

    files: int
    size: int


def clean(folder: str) -> Cleaned:
    """Remove what we have put into a cache folder, and the folder if that is all. Raises OSError.

    What describes the folder stays as long as anything else does: it may be the user's.
    """
    files = size = 0
    for path in ours(folder):
        size += os.lstat(path).st_size
        os.unlink(path)
        files += 1
    if _is_bare(folder):
        for name in _SELF_DESCRIPTION:
            os.unlink(os.path.join(folder, name))
        with suppress(OSError):  # it is a symbolic link, or somebody puts something into it
            os.rmdir(folder)
    return Cleaned(files, size)


def ours(folder: str) -> Iterator[str]:
    """The paths of the files with results that we have put into a folder. Raises OSError."""
    try:
        with os.scandir(folder) as scan:
            entries = list(scan)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if _OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            yield entry.path


def _is_bare(folder: str) -> bool:
    """Whether a folder holds nothing but our description of it."""
    try:
        if sorted(os.listdir(folder)) != sorted(_SELF_DESCRIPTION):
            return False
        for name, text in _SELF_DESCRIPTION.items():
            with open(os.path.join(folder, name), "rb") as file:
                if file.read(1000) != text.encode():
                    return False
    except OSError:
        return False
    return True
