"""Whether a command would import what was changed in the worktree, or a copy from elsewhere."""

import json
import os
import re
import shutil
from collections.abc import Iterable
from typing import NamedTuple

from flake8_automation.changes.command import Command
from flake8_automation.changes.worktree import Worktree

_TIMEOUT = 60  # seconds

# Reads names of modules, prints where each would come from. Imports none of them: the parent's
# folders are asked for the child. What belongs to Python itself is a namesake, and left out.
_PROBE = """
import json, sys, sysconfig
from importlib.machinery import PathFinder
from importlib.util import find_spec
own = sysconfig.get_paths()["stdlib"]
def origin(name):
    parts = name.split(".")
    spec = find_spec(parts[0])
    for end in range(2, len(parts) + 1):
        if spec is None or spec.submodule_search_locations is None:
            return None
        places = list(spec.submodule_search_locations)
        spec = PathFinder.find_spec(".".join(parts[:end]), places)
    found = spec and spec.origin
    belongs = found and found.startswith(own) and "-packages" not in found[len(own):]
    return None if belongs else found
result = {}
for name in json.load(sys.stdin):
    try:
        result[name] = origin(name)
    except Exception:
        result[name] = None
json.dump(result, sys.stdout)
"""

# Variables in front of a command, as the shell reads them.
_VARIABLES = re.compile(r"""\s*(?:env\s+)?((?:\w+=(?:"[^"]*"|'[^']*'|[^\s"';&|()])*\s+)+)""")


class Outside(NamedTuple):
    """A changed file, relative to the top, whose module would be imported from somewhere else."""

    path: str
    module: str
    origin: str


def outside(paths: Iterable[str], worktree: Worktree, command: Command) -> list[Outside]:
    """Which of these files, relative to the top, the command would not import from the worktree.

    Asks the Python that the command runs, as far as that can be seen; says nothing where not.
    """
    modules = {path: module_of(path, worktree.top) for path in paths}
    names = sorted({name for name in modules.values() if name})
    origins = _ask(names, worktree, command) if names else {}
    found = []
    for path, name in modules.items():
        origin = origins.get(name or "")
        # A single module of another distribution may just have the same name as a script.
        if not name or not origin or _is_below(origin, worktree.top):
            continue
        if "." in name or _is_below(origin, worktree.repository.top):
            found.append(Outside(path, name, origin))
    return found


def module_of(path: str, top: str) -> str | None:
    """The name by which a file would be imported, going by the packages around it."""
    folder, file = os.path.split(path)
    stem, suffix = os.path.splitext(file)
    if suffix != ".py":
        return None
    parts = [] if stem == "__init__" else [stem]
    while folder and os.path.exists(os.path.join(top, folder, "__init__.py")):
        folder, name = os.path.split(folder)
        parts.insert(0, name)
    return ".".join(parts) if parts and all(part.isidentifier() for part in parts) else None


def _is_below(path: str, top: str) -> bool:
    return os.path.realpath(path).startswith(os.path.join(top, ""))


def _ask(names: list[str], worktree: Worktree, command: Command) -> dict[str, str | None]:
    import subprocess

    environment = command.environment()
    try:
        done = subprocess.run(
            _probing(command.line, worktree.folder, environment),
            cwd=worktree.folder,
            env=environment,
            input=json.dumps(names),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=True,
        )
        answer: dict[str, str | None] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}
    return answer


def _probing(line: str, folder: str, environment: dict[str, str]) -> list[str]:
    """The probe, under the variables that a command line sets first: `PYTHONPATH=lib pytest`."""
    probe = [_python_of(line, folder, environment), "-c", _PROBE]
    variables = _VARIABLES.match(line)
    if not variables or os.name != "posix":
        return probe
    return ["/bin/sh", "-c", f'export {variables[1]}; exec "$0" "$@"', *probe]


def _python_of(line: str, folder: str, environment: dict[str, str]) -> str:
    """The Python that a command line runs: it is one, or a script that names one, or `python`."""
    path = environment.get("PATH")
    word = next((w for w in line.split() if "=" not in w and w != "env"), "")
    found = shutil.which(os.path.join(folder, word) if os.sep in word else word, path=path)
    if found:
        if os.path.basename(found).startswith("python"):
            return found
        with open(found, "rb") as file:
            start = file.readline(1000)
        interpreter = os.fsdecode(start[2:]).strip()
        if start.startswith(b"#!") and os.path.basename(interpreter).startswith("python"):
            return interpreter
    return shutil.which("python", path=path) or shutil.which("python3", path=path) or "python3"
