"""Where a job keeps what belongs to other repositories: our own files say nothing about that."""

import posixpath
from collections.abc import Iterable, Iterator

from flake8_automation.rules.workflow._model import Step
from flake8_automation.rules.workflow._shell import BLOT


def foreign_folders(steps: Iterable[Step]) -> frozenset[str]:
    """The folders that hold other repositories, relative to the top; "" is the top itself.

    A repository that is named by an expression may be the own one, and is not counted.
    """
    return frozenset(folder for step in steps for folder in _brought(step))


def is_inside(folder: str, folders: Iterable[str]) -> bool:
    """Whether a folder is one of these, or lies in one."""
    place = _normal(folder)
    return any(not one or place == one or place.startswith(f"{one}/") for one in folders)


def _brought(step: Step) -> Iterator[str]:
    if step.uses and step.uses.name == "actions/checkout":
        repository = step.inputs.get("repository", "")
        if repository and "${{" not in repository:
            yield _normal(step.inputs.get("path", ""))
    for command in step.programs:
        words = [word for word in command.texts if not word.startswith("-")]
        if words[:2] == ["git", "clone"]:
            yield from _cloned(words[2:], step.folder)


def _cloned(words: list[str], folder: str) -> Iterator[str]:
    """`git clone URL FOLDER`, where values of options may stand in front."""
    for index, word in enumerate(words):
        if word.startswith(("https://", "git@", "ssh://")):
            target = words[index + 1] if index + 1 < len(words) else _name(word)
            if BLOT not in word + target + folder and "$" not in word + target + folder:
                yield _normal(posixpath.join(folder, target))
            return


def _name(url: str) -> str:
    return posixpath.basename(url.rstrip("/")).removesuffix(".git")


def _normal(folder: str) -> str:
    path = posixpath.normpath(folder or ".")
    return "" if path == "." else path
