"""The trees that the tools race on: found where they are, or copied together in a folder."""

import os
import shutil
import sysconfig
from collections.abc import Sequence

# A clean little script that holds a needle, so that a tool must really look at it.
SMALL_FILE = '''\
"""Print the commit that is checked out here."""

import subprocess


def commit() -> str:
    """Ask git, and do not wait for it forever."""
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


if __name__ == "__main__":
    print(commit())
'''


def default_roots() -> list[str]:
    """The standard library and the site-packages of the running Python."""
    return outermost([sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")])


def outermost(roots: Sequence[str]) -> list[str]:
    """The folders as real absolute paths, without those that lie in another of them."""
    real = dict.fromkeys(os.path.realpath(root) for root in roots)
    return [
        root
        for root in real
        if not any(root.startswith(other + os.sep) for other in real if other != root)
    ]


def python_files(roots: Sequence[str]) -> list[str]:
    """Every regular `.py` file below the folders, sorted; linked folders are not entered."""
    found = []
    for root in roots:
        for folder, _folders, names in os.walk(root):
            paths = (os.path.join(folder, name) for name in names if name.endswith(".py"))
            found += [path for path in paths if os.path.isfile(path)]
    return sorted(found)


def size(files: Sequence[str]) -> int:
    """The bytes in these files."""
    return sum(os.path.getsize(path) for path in files)


def count_empty(files: Sequence[str]) -> int:
    """How many of the files have no bytes: some tools never open those."""
    return sum(not os.path.getsize(path) for path in files if os.path.isfile(path))


def spread(files: Sequence[str], count: int) -> list[str]:
    """`count` of the files, evenly spaced over the list; all of them if there are no more."""
    if count >= len(files):
        return list(files)
    return [files[index * len(files) // count] for index in range(count)]


def repeated(files: Sequence[str], count: int) -> list[str]:
    """`count` of the files: as often as needed, the last time evenly spaced; none of none."""
    if not files:
        return []
    whole, rest = divmod(count, len(files))
    return [*files] * whole + spread(files, rest)


def with_share(files: Sequence[str], held: dict[str, bool], count: int, percent: int) -> list[str]:
    """`count` of the files, spread, so that about `percent` of them, but at least one, are held."""
    yes = [path for path in files if held.get(path)]
    no = [path for path in files if not held.get(path)]
    wanted = min(len(yes), max(1, count * percent // 100))
    return sorted([*spread(yes, wanted), *spread(no, count - wanted)])


def copy_files(files: Sequence[str], roots: Sequence[str], into: str) -> str:
    """Copy files of these roots, with their times, into a folder; returns the folder.

    A copy keeps its place below its root. The folders above it are new: none of them may have
    a name, such as `.pyenv` or `venv`, for which some tool would pass over all that it holds.
    """
    for path in files:
        target = os.path.join(into, place(path, roots))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(path, target)
    os.sync()  # or the races would run while the copies are still being written out
    return into


def place(path: str, roots: Sequence[str]) -> str:
    """The path from its root, the same on every machine; of several roots each has a number."""
    for number, root in enumerate(roots):
        if path.startswith(root + os.sep):
            below = os.path.relpath(path, root)
            return below if len(roots) == 1 else os.path.join(f"root{number}", below)
    raise ValueError(f"{path} is in none of the roots")


def write_small_file(folder: str) -> str:
    """Write the file of the start-up race; returns its path."""
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "commit.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write(SMALL_FILE)
    return path
