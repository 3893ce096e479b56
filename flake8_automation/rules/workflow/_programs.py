"""Which program a command runs, behind those that merely start another one."""

import re
from typing import NamedTuple

from flake8_automation.rules.workflow._shell import Command, Word

_PYTHON = re.compile(r"(python|pypy)[\d.]*(\.exe)?|py")
_VARIABLE = re.compile(r'^["\']?\$\{?\w*PY\w*\}?$|^\ue000+$|^\$\(which python\d?\)$', re.IGNORECASE)
_ASSIGNMENT = re.compile(r"\w+=")


class Starter(NamedTuple):
    """A program that starts another: which words lead to that, and which options take a value.

    `operands` are the words that stand before the other program.
    """

    words: tuple[str, ...] = ()
    valued: frozenset[str] = frozenset()
    operands: int = 0


def _options(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UV = _options(
    "-p --python --with --with-editable --with-requirements --extra --group --only-group --package"
    " --no-group --no-extra --project --directory --env-file --index --index-url --extra-index-url"
    " --index-strategy --resolution --prerelease --color --cache-dir --link-mode -C"
)
_CONDA = _options("-n --name -p --prefix --cwd")

_STARTERS: dict[str, Starter] = {
    "sudo": Starter(valued=_options("-u --user -g --group -C -h -p")),
    "env": Starter(valued=_options("-u --unset -C --chdir")),
    "time": Starter(valued=_options("-f -o")),
    "nice": Starter(valued=_options("-n --adjustment")),
    "timeout": Starter(valued=_options("-k --kill-after -s --signal"), operands=1),
    "xvfb-run": Starter(valued=_options("-n -s -e -f --server-args --server-num --error-file")),
    "dbus-run-session": Starter(),
    "catchsegv": Starter(),
    "nohup": Starter(),
    "exec": Starter(),
    "command": Starter(),
    "retry": Starter(valued=_options("-t -d")),
    "poetry": Starter(("run",), _options("-C --directory -P --project")),
    "pipenv": Starter(("run",)),
    "pdm": Starter(("run",), _options("-p --project")),
    "rye": Starter(("run",)),
    "hatch": Starter(("run",), _options("-e --env")),
    "uv": Starter(("run",), _UV),
    "uvx": Starter((), _UV | {"--from"}),
    "pipx": Starter(("run",), _options("--spec --python")),
    "conda": Starter(("run",), _CONDA),
    "mamba": Starter(("run",), _CONDA),
    "micromamba": Starter(("run",), _CONDA),
    "coverage": Starter(
        ("run",), _options("--rcfile --source --data-file --include --omit --context")
    ),
}
_MODULES = frozenset({"coverage", "poetry", "pipenv", "pdm", "uv"})


class Program(NamedTuple):
    """What a command runs: the word that names it, its name, and the words behind it."""

    word: Word
    name: str
    arguments: tuple[Word, ...]


def program(command: Command) -> Program | None:
    """The program that a command runs in the end; None if that cannot be told."""
    words = command.words
    while words:
        first = words[0]
        if _ASSIGNMENT.match(first.text):
            words = words[1:]
            continue
        name = re.split(r"[/\\]", first.text)[-1].removesuffix(".exe")
        if _PYTHON.fullmatch(name) or _VARIABLE.match(first.text):
            module = _module(words[1:])
            if module is None:
                return None if "\ue000" in name or "$" in name else Program(first, name, words[1:])
            first, name, words = module[0], module[0].text, module
            if name not in _MODULES:
                return Program(first, name, words[1:])
        starter = _STARTERS.get(name)
        if starter is None:
            return Program(first, name, words[1:])
        inner = _behind(words[1:], starter)
        if inner is None:
            return Program(first, name, words[1:])
        words = inner
        if name in {"coverage", "uv"} and words and words[0].text == "-m":
            words = words[1:]
            return Program(words[0], words[0].text, words[1:]) if words else None
    return None


def _module(words: tuple[Word, ...]) -> tuple[Word, ...] | None:
    """The words from the module on that Python is told to run, by `-m`, if it is."""
    for index, word in enumerate(words):
        if not word.text.startswith("-"):
            return None
        if re.fullmatch(r"-[A-Za-z]*m", word.text):
            return words[index + 1 :] or None
        if word.text in {"-c", "-"}:
            return None
        if word.text in {"-X", "-W"}:
            return _module(words[index + 2 :])
    return None


def _behind(words: tuple[Word, ...], starter: Starter) -> tuple[Word, ...] | None:
    """The words of the program that a starter starts; None if it does something else."""
    wanted = list(starter.words)
    operands = starter.operands
    while words:
        text = words[0].text
        if text == "--":
            words = words[1:]
            return words if not wanted else None
        if text == "-m" and not wanted:
            return words
        if text.startswith("-"):
            words = words[2 if text in starter.valued else 1 :]
        elif wanted:
            if text != wanted.pop(0):
                return None
            words = words[1:]
        elif operands:
            operands -= 1
            words = words[1:]
        else:
            return words
    return None
