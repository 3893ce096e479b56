"""What a full run needs: our tool installed as users install it, its peers, and a large tree."""

import os
import shutil
import subprocess
import sysconfig
import venv
from collections.abc import Callable
from typing import NamedTuple

from peers import HERE

PEERS = ("ruff", "ast-grep-cli")
_PROJECT = ("flake8_automation", "pyproject.toml", "README.md", "LICENSE")
_SECONDS = 1800  # for one installation, on a slow line


class Place(NamedTuple):
    """Where all is: the Python that has our tool, the programs of its peers, and the tree."""

    python: str
    programs: str
    tree: str


class Failed(Exception):
    """Why an installation failed, in one line."""


def make(folder: str, say: Callable[[str], None]) -> Place:
    """Make it all below a folder, or take what an earlier run has left there. Raises Failed."""
    python, tree = os.path.join(folder, "ours", "bin", "python"), os.path.join(folder, "tree")
    place = Place(python, os.path.join(folder, "peers", "bin"), tree)
    steps = {
        "peers": lambda: _install_peers(place, os.path.join(folder, "peers")),
        "tree": lambda: _fill_tree(place),
        "ours": lambda: _install_ours(place, folder),
    }
    for name, step in steps.items():
        done = os.path.join(folder, f"{name}.done")
        if name != "ours" and os.path.exists(done):
            continue  # ours is installed anew each time: it is what changes
        say(f"installing: {name}")
        step()
        with open(done, "w", encoding="utf-8"):
            pass
    return place


def _install_peers(place: Place, folder: str) -> None:
    venv.create(folder, with_pip=True, clear=True)
    _pip(place, "install", *PEERS)


def _install_ours(place: Place, folder: str) -> None:
    """From a copy, for a build leaves files behind; without pip, which flake8 would look at."""
    venv.create(os.path.join(folder, "ours"), with_pip=False, clear=True)
    source = os.path.join(folder, "source")
    shutil.rmtree(source, ignore_errors=True)
    os.mkdir(source)
    for name in _PROJECT:
        path = os.path.join(os.path.dirname(HERE), name)
        copy = shutil.copytree if os.path.isdir(path) else shutil.copyfile
        copy(path, os.path.join(source, name))
    _pip(place, "--python", place.python, "install", source)


def _fill_tree(place: Place) -> None:
    """The standard library of this Python, which has `.py` files of all kinds, and packages."""
    shutil.rmtree(place.tree, ignore_errors=True)
    shutil.copytree(
        sysconfig.get_path("stdlib"),
        os.path.join(place.tree, "standard_library"),
        ignore=shutil.ignore_patterns("site-packages", "dist-packages", "__pycache__", "*.so"),
    )
    _pip(
        place,
        *("install", "--no-deps", "--no-compile", "--only-binary", ":all:"),
        *("--target", os.path.join(place.tree, "packages")),
        *("-r", os.path.join(HERE, "tree.txt")),
    )
    # As pip does for what it installs. Some files are not meant to compile.
    subprocess.run(
        [os.path.join(place.programs, "python"), "-m", "compileall", "-q", "-j", "0", place.tree],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )


def _pip(place: Place, *words: str) -> None:
    pip = (os.path.join(place.programs, "python"), "-m", "pip")
    pins = ("-c", os.path.join(HERE, "requirements.txt"))
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    try:
        done = subprocess.run(
            [*pip, *quiet, *words, *pins],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"pip {words[0]}: still running after {_SECONDS} s") from None
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise Failed(f"pip {' '.join(words)}: {told[-1]}")
