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
    if end in tree or any(other.startswith(f"{end}/") for other in tree) or not end:
        return End(end)
    return End("", "it is a symbolic link that leads nowhere")
