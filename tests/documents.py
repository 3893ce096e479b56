"""The parts of the documents that are made, not written: tables of the code, and real output.

`python -m tests.documents` brings them up to date; the tests fail until that is done.
"""

import ast
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from flake8_automation.kinds import PER_FILE, TRUTH
from flake8_automation.registry import all_rules, fix_kind, page_url, summary
from flake8_automation.settings import OPTIONS, Option

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "flake8_automation"
PLACES = tuple(sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
DOCUMENTS = ("README.md", "ARCHITECTURE.md", *PLACES)

_MARKED = re.compile(r"(<!-- (?P<name>\w+) -->\n).*?(<!-- /(?P=name) -->)", re.DOTALL)
_FENCED = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"\bfile=(\S+)")
_TIME = re.compile(r"\d+\.\d seconds")
_COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)


def refreshed(text: str) -> str:
    """A document with its made parts as they should be."""
    text = _MARKED.sub(lambda m: m[1] + MADE[m["name"]]() + m[3], text)
    with tempfile.TemporaryDirectory() as folder:
        return _FENCED.sub(lambda m: _replayed(m, Path(folder)), text)


def _replayed(match: re.Match[str], folder: Path) -> str:
    """A fenced block: a file is written, a console runs its commands again, all else stays."""
    info, text = match["info"], match["text"]
    named = _FILE.search(info)
    if named:
        (folder / named[1]).write_text(text)
    if info != "console":
        return match[0]
    shown = "".join(f"$ {command}\n{output(command, folder)}" for command in _COMMAND.findall(text))
    return f"```console\n{_timed_as(text, shown)}```"


def _timed_as(old: str, new: str) -> str:
    """The new text with the times of the old one, where it has any: no two runs take as long."""
    times = iter(_TIME.findall(old))
    return _TIME.sub(lambda match: next(times, match[0]), new)


def output(command: str, folder: Path) -> str:
    """What a command prints in a folder, on both streams, with the programs of this Python."""
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    plain = {"PATH": path, "HOME": str(folder), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        shlex.split(command),
        cwd=folder,
        env={**os.environ, **plain},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout


def rules_table() -> str:
    """README: every rule, with a link to its page."""
    rows = [
        (f"[{rule.code}]({page_url(rule.code)})", rule.name, summary(rule), fix_kind(rule))
        for rule in all_rules()
    ]
    return _table(("Code", "Name", "What it finds", "Fix"), rows)


def options_table() -> str:
    """README: every setting, as it is spelled in both kinds of files."""
    rows = [
        (f"`{option.name}`", f"`{option.flake8_name}`", _default(option), _help(option))
        for option in OPTIONS
    ]
    head = ("`[tool.flake8-automation]`, command line", "`[flake8]`", "Default", "Meaning")
    return _table(head, rows)


def _help(option: Option) -> str:
    told_by_default = re.sub(r" \((?!see)[^()]*\)$", "", option.help)
    return told_by_default + ("; also inside flake8" if option.in_flake8 else "")


def _default(option: Option) -> str:
    value: Any = option.default
    if option.kind is TRUTH:
        return f"`{str(value).lower()}`"
    if option.kind is PER_FILE or value == ():
        return ""
    if isinstance(value, tuple):
        return " ".join(f"`{word}`" for word in value)
    return f"`{getattr(value, 'name', value)}`"


def layers() -> str:
    """ARCHITECTURE: the layers that import-linter keeps, the highest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    lines = [line for contract in contracts["contracts"] for line in contract["layers"]]
    return "```text\n" + "".join(f"{line}\n" for line in lines) + "```\n"


def modules() -> str:
    """ARCHITECTURE: what stands directly in the package."""
    return _described(PACKAGE.iterdir())


def helpers(kind: str = "python") -> str:
    """ARCHITECTURE: what the rules of a language share, with the modules of each package."""
    folder = PACKAGE / "rules" / kind
    return _described(path for path in folder.glob("**/*.py") if _is_shared(path, folder))


def _is_shared(path: Path, folder: Path) -> bool:
    first = path.relative_to(folder).parts[0]
    return first.startswith("_") and first != "__init__.py"


def speed() -> str:
    """README: the chart of the last benchmark, and what it was made on."""
    command = [sys.executable, str(ROOT / "bench" / "results.py"), "--readme"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def _described(paths: Iterable[Path]) -> str:
    rows = []
    for path in sorted(paths):
        is_package = (path / "__init__.py").exists()
        if not is_package and path.suffix != ".py":
            continue
        if path.name == "__init__.py" and path.parent != PACKAGE:
            rows.append((f"`{path.parent.name}/`", _first_sentence(path)))
        elif path.parent.name.startswith("_"):
            rows.append((f"`{path.parent.name}/{path.name}`", _first_sentence(path)))
        elif is_package:
            rows.append((f"`{path.name}/`", _first_sentence(path / "__init__.py")))
        else:
            rows.append((f"`{path.name}`", _first_sentence(path)))
    return _table(("Module", "What it is"), rows)


def _first_sentence(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    return re.split(r"(?<=\.)\s|\n\n", text)[0].replace("\n", " ")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    cells = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


MADE: dict[str, Callable[[], str]] = {
    "rules": rules_table,
    "options": options_table,
    "layers": layers,
    "modules": modules,
    "helpers": helpers,
    "workflow_helpers": partial(helpers, "workflow"),
    "speed": speed,
}

if __name__ == "__main__":
    for name in DOCUMENTS:
        document = ROOT / name
        document.write_text(refreshed(document.read_text()))
