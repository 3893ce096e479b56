"""Is this file a command line, and which options does it offer?"""

import re
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rule import Case
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.words import Words
from flake8_automation.rules.python._nodes import field, lineage, start
from flake8_automation.rules.python._scripts.commands import Commands
from flake8_automation.rules.python._scripts.components import docopt, fire, typer_run
from flake8_automation.rules.python._scripts.options import CliOption
from flake8_automation.rules.python._scripts.parsers import Parsers
from flake8_automation.source import Source

_GUARDED = re.compile(r"__name__[\s\S]*__main__|__main__[\s\S]*__name__")
_RUNS_TESTS = re.compile(r"\b(doctest|unittest|pytest)\.|\brun_tests\(")
_RUNS_MAIN = re.compile(r"(?m)^\s*(?:(?:sys\.)?exit\(|raise\s+SystemExit\()?main\(")


class Script(NamedTuple):
    """A command line.

    `site` is where it is declared: the creation of its parser, the decorator of its first command,
    or the call that hands over to docopt, fire or typer. `complete` is false where options may
    come from elsewhere.
    """

    framework: str
    site: SgNode
    parsers: tuple[SgNode, ...]
    options: tuple[CliOption, ...]
    complete: bool


def script_of(case: Case) -> Script | None:
    """The command line that a file is, or None: it has none, or does not run it."""
    names = case.source.derive(Names)
    runs = bool(case.facts.entry_points) or has_main_guard(case.source)
    return _parsed(case, names, runs=runs) or _decorated(case, names, runs=runs)


def has_main_guard(source: Source) -> bool:
    """Whether the file does something (other than its tests) when it is run as a program."""
    words = source.derive(Words)
    guards = (_guard_around(words, offset) for offset in words.offsets("__main__"))
    bodies = (field(guard, "consequence").text() for guard in guards if guard is not None)
    return any(not _RUNS_TESTS.search(body) or _RUNS_MAIN.search(body) for body in bodies)


def _guard_around(words: Words, offset: int) -> SgNode | None:
    """The statement `if __name__ == "__main__":` in whose test an offset lies."""
    token = words.token(offset)
    for child, parent in lineage(token[0]) if token is not None else ():
        if parent.kind() == "if_statement":
            is_test = parent.field("condition") == child and _GUARDED.search(child.text())
            return parent if is_test else None
    return None


def _parsed(case: Case, names: Names, *, runs: bool) -> Script | None:
    if not any(word in case.source.text for word in ("add_argument", "add_parser", "Parser")):
        return None
    parsers = Parsers(names)
    places = parsers.made if runs else []
    places = places or ([] if parsers.made else parsers.filled())
    if not places:
        return None
    options, complete = parsers.options()
    return Script(parsers.framework, places[0], tuple(places), tuple(options), complete)


def _decorated(case: Case, names: Names, *, runs: bool) -> Script | None:
    text, tree = case.source.text, case.source.tree
    if "click" in text or "typer" in text:
        commands = Commands(names, nested=runs)
        if commands.decorators:
            options, complete = commands.options()
            first = min(commands.decorators, key=start)
            return Script(
                commands.framework, first, tuple(commands.decorators), tuple(options), complete
            )
    for word, declared in (("typer", typer_run), ("docopt", docopt), ("fire", fire)):
        if word in text and runs:
            calls, options, complete = declared(tree, names)
            if calls:
                return Script(word, calls[0], tuple(calls), tuple(options), complete)
    return None
