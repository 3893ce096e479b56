"""The fix of AUT301: the option `--json`, and one document where it is given."""

from collections.abc import Callable
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Fix, Safety
from flake8_automation.rule import Case
from flake8_automation.rules.python._json_fix import commands, flag, refusals, streams
from flake8_automation.rules.python._json_fix.capture import Capture
from flake8_automation.rules.python._json_fix.changes import Changes, Refused
from flake8_automation.rules.python._json_fix.document import keep_document
from flake8_automation.rules.python._json_fix.early import Early
from flake8_automation.rules.python._json_fix.guard import outermost, read_above, surround
from flake8_automation.rules.python._json_fix.imports import add_imports
from flake8_automation.rules.python._json_fix.records import keep_values
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import start
from flake8_automation.rules.python._scripts.outputs import Output
from flake8_automation.rules.python._scripts.scripts import Script

_ADVICE = {
    "argparse": 'add `parser.add_argument("--json", action="store_true")`',
    "optparse": 'add `parser.add_option("--json", action="store_true")`',
    "click": 'add `@click.option("--json", "as_json", is_flag=True)`',
    "typer": 'add the parameter `as_json: bool = typer.Option(False, "--json")`',
    "docopt": "add `--json` to the usage text",
    "fire": "add the parameter `json=False`",
}

# Functions of the library that print by themselves.
_PRINTERS = frozenset({"doctest.testmod", "doctest.testfile", "unittest.main"})


class Gap(NamedTuple):
    """A script to be fixed: all it prints, what of it are results, and what is for programs."""

    case: Case
    script: Script
    outputs: list[Output]
    results: list[Output]
    machine: list[Output]


def json_fix(gap: Gap) -> Fix:
    """Give a script `--json`; shown only, with the reason, where that cannot be done right."""
    advice = (
        f"{_ADVICE[gap.script.framework]}; print `json.dumps(...)` of the result where it is given"
    )
    names = gap.case.source.derive(Names)
    changes = Changes(gap.case.source)
    try:
        _change(gap, names, changes)
    except Refused as reason:
        return Fix(f"{advice}; only shown, since {reason}", (), Safety.DISPLAY)
    return Fix("Add --json, which prints one JSON document", changes.edits(), Safety.UNSAFE)


def _change(gap: Gap, names: Names, changes: Changes) -> None:
    if gap.case.source.broken:
        raise Refused("the file does not parse")
    if gap.script.framework not in _CHANGES:
        raise Refused(f"{gap.script.framework} is not among the frameworks that it knows")
    refusals.check(gap.case, names)
    _CHANGES[gap.script.framework](gap, names, changes)


def _parsed(gap: Gap, names: Names, changes: Changes) -> None:
    tree = gap.case.source.tree
    parser = flag.parser_of(gap.script, names, gap.case.source.text)
    flag.check_free(gap.script, parser)
    begun = read_above(names, tree, parser.parsing)
    early = Early(names, tree, begun.at if begun else parser.parsing, [])
    _check_start(gap, names, early)
    if not begun:
        flag.start_here(changes, parser)
    where, decorates = surround(
        changes, names, early, gap.case.facts.entry_points, begun.options if begun else ""
    )
    capture = Capture(
        command=parser.program,
        subcommand=flag.declare(changes, names, parser),
        usage_error=flag.usage_error(names, parser),
        decorates="entry" if decorates else "",
    )
    _finish(gap, names, changes, capture, where)


def _decorated(gap: Gap, names: Names, changes: Changes) -> None:
    functions = commands.functions(names, gap.script)
    _check_start(gap, names, Early(names, gap.case.source.tree, None, functions))
    library = commands.library_of(names, gap.script.framework)
    commands.declare(changes, names, gap.script, library, gap.outputs)
    capture = Capture(
        command=commands.program(library),
        usage_error=commands.usage_error(names, library),
        decorates=gap.script.framework,
    )
    _finish(gap, names, changes, capture, min(functions, key=start))


def _check_start(gap: Gap, names: Names, early: Early) -> None:
    for output in gap.outputs:
        if early.has(output.node):
            line = gap.case.source.position(start(output.node)).line
            raise Refused(f"what it prints in line {line} comes before it reads its options")
    for call, callee in names.calls_to(_PRINTERS):
        if early.has(call):
            line = gap.case.source.position(start(call)).line
            raise Refused(f"`{callee.name}` (line {line}) may print before it reads its options")
    for reason in streams.refusals(names, early.has):
        raise Refused(reason)


def _finish(gap: Gap, names: Names, changes: Changes, capture: Capture, where: SgNode) -> None:
    document = keep_document(changes, names, gap.outputs, gap.results, gap.machine)
    records = keep_values(changes, names, gap.outputs)
    capture = capture._replace(document=document, records=records)
    aliases = add_imports(changes, names, gap.case.source.tree, capture.modules())
    changes.add_above(outermost(where), capture.text(aliases))


_CHANGES: dict[str, Callable[[Gap, Names, Changes], None]] = {
    "argparse": _parsed,
    "click": _decorated,
    "typer": _decorated,
}
