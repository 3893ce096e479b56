"""An environment that has flake8 and nothing else: the very same flake8 as here, copied.

So the plugin is really absent: flake8 does not find it, import it or run it.
"""

import compileall
import importlib.metadata
import os
import re
import shutil
import venv


def make(folder: str) -> str:
    """Make the environment in this folder; returns the path of its Python.

    Raises `importlib.metadata.PackageNotFoundError` where there is no flake8 to copy.
    """
    venv.create(folder, with_pip=False, symlinks=True)
    versions = [name for name in os.listdir(os.path.join(folder, "lib")) if "python" in name]
    into = os.path.join(folder, "lib", versions[0], "site-packages")
    for name in ("flake8", *_dependencies("flake8")):
        _copy(name, into)
    compileall.compile_dir(into, quiet=2)  # as pip does: the races may be told to write none
    return os.path.join(folder, "bin", "python")


def _dependencies(name: str) -> list[str]:
    told = importlib.metadata.requires(name) or []
    return [re.split(r"[^\w.-]", one)[0] for one in told if "extra ==" not in one]


def _copy(name: str, into: str) -> None:
    for path in importlib.metadata.files(name) or []:
        if ".." in path.parts or "__pycache__" in path.parts:
            continue  # a script that starts another Python, and what belongs to that one's caches
        target = os.path.join(into, str(path))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(str(path.locate()), target)
