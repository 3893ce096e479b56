"""Where symbolic links lead within a commit."""

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from flake8_automation.history.trees import LINK, Entry

_MOST = 40  # links on one way, as Linux has it


class End(NamedTuple):
    """Where a link leads to: a path from the top, or the reason why it leads nowhere."""

    path: str
    problem: str = ""


_NOWHERE = End("", "it is a symbolic link that leads nowhere")


def follow(path: str, tree: Mapping[str, Entry], content: Callable[[str], bytes]) -> End:
    """Go where a link leads. Without a problem, what is there is a file or a folder."""
    rest = list(reversed(path.split("/")))
    there: list[str] = []
    links = 0
    while rest:
        word = rest.pop()
        if word in {"", "."}:
            continue
        if word == "..":
            if not there:
                return End("", "it is a symbolic link that leads out of the repository")
            if not _is_folder("/".join(there), tree):
                return _NOWHERE
            there.pop()
            continue
        there.append(word)
        entry = tree.get("/".join(there))
        if entry and entry.mode == LINK:
            links += 1
            target = os.fsdecode(content(entry.id))
            if target.startswith("/") or links > _MOST:
                where = "in a circle" if links > _MOST else "out of the repository"
                return End("", f"it is a symbolic link that leads {where}")
            there.pop()
            rest += reversed(target.split("/"))
    end = "/".join(there)
    return End(end) if end in tree or not end or _is_folder(end, tree) else _NOWHERE


def _is_folder(path: str, tree: Mapping[str, Entry]) -> bool:
    return any(other.startswith(f"{path}/") for other in tree)
