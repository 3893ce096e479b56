"""Declaring `--json` with argparse: on the parser, its sub-commands, and where it is read."""

import re
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._json_fix.capture import HELP, NAME
from flake8_automation.rules.python._json_fix.changes import Changes, Refused, statement_of
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    end,
    field,
    parent_of,
    positional,
    start,
    string_value,
)
from flake8_automation.rules.python._scripts.abbreviations import would_be_ambiguous
from flake8_automation.rules.python._scripts.options import keyword
from flake8_automation.rules.python._scripts.scripts import Script

_READS = ("parse_args", "parse_intermixed_args")
_READS_SOME = ("parse_known_args", "parse_known_intermixed_args")
_REST = re.compile(r"\bREMAINDER\b|nargs\s*=\s*[\"']\.\.\.[\"']")


class Parser(NamedTuple):
    """The parser of a script: the calls that make it and that read the options with it."""

    made: SgNode
    parsing: SgNode
    name: str  # under which it is filled: `parser`, `self.parser`
    class_name: str  # what is called to make it
    unpacked: str = ""  # the name of the options where others come beside them

    @property
    def program(self) -> str:
        """The source of the name of the program."""
        given = keyword(self.made, "prog")
        literal = string_value(given) if given is not None else None
        if literal is None or given is None:
            return "os.path.basename(sys.argv[0])"
        return given.text()


def parser_of(script: Script, names: Names, source_text: str) -> Parser:
    """The one parser of a script. Raises Refused."""
    if len(script.parsers) != 1:
        raise Refused("it has several parsers")
    made = script.parsers[0]
    if field(made, "function").text().endswith(("add_parser", "add_argument", "set_defaults")):
        raise Refused("its parser belongs to another file")
    reading = [call for name in (*_READS, *_READS_SOME) for call in _calls(names, name)]
    if len(reading) != 1:
        raise Refused("it does not read its options in one place")
    if keyword(reading[0], "namespace") or len(positional(reading[0])) > 1:
        raise Refused("its options go into an object of its own")
    if any(node.kind() in {"list", "tuple"} for node in positional(reading[0])):
        raise Refused("it makes up the words that it reads its options from")
    if _REST.search(source_text):
        raise Refused("it hands the rest of its command line to another program")
    statement = parent_of(made)
    target = statement.field("left")
    if statement.kind() != "assignment" or target is None:
        raise Refused("its parser has no name")
    return Parser(
        made,
        reading[0],
        target.text(),
        field(made, "function").text(),
        _unpacked(names, reading[0]),
    )


def _unpacked(names: Names, parsing: SgNode) -> str:
    """The name of the options of `parse_known_args`, where nothing is done with the others."""
    if field(field(parsing, "function"), "attribute").text() not in _READS_SOME:
        return ""
    statement = parent_of(parsing)
    targets = field(statement, "left").named_children() if statement.kind() == "assignment" else []
    if len(targets) != 2 or not (
        targets[1].text() == "_" or len(names.occurrences(targets[1].text())) == 1
    ):
        raise Refused("it hands options that it does not know to another program")
    return targets[0].text()


def _calls(names: Names, method: str) -> list[SgNode]:
    found = []
    for identifier in names.occurrences(method):
        above = parent_of(identifier)
        call = above.parent()
        if above.field("attribute") == identifier and call is not None and call.kind() == "call":
            found += [call] if call.field("function") == above else []
    return found


def check_free(script: Script, parser: Parser) -> None:
    """Raise Refused where `--json` means something already, or would make another flag unclear."""
    for option in script.options:
        if "--json" in option.flags or option.dest == "json":
            raise Refused("`json` is the name of another option")
    no_abbreviations = keyword(parser.made, "allow_abbrev")
    if no_abbreviations is not None and no_abbreviations.text() == "False":
        return
    if keyword(parser.made, "prefix_chars") is not None:
        raise Refused("its options begin with other characters")
    # of several parsers each has its own abbreviations
    for option in script.options:
        typed = would_be_ambiguous("--json", [option])
        if typed:
            meant = next(text for text in option.flags if text.startswith(typed))
            raise Refused(f"the abbreviation `{typed}` of `{meant}` would become ambiguous")


def declare(changes: Changes, names: Names, parser: Parser) -> str:
    """Add the option everywhere.

    Returns the name under which the parser keeps the name of the sub-command, or nothing.
    """
    _add(changes, parser.name, statement_of(parser.made), parser.parsing, "")
    for call in _calls(names, "add_parser"):
        _add_to_subcommand(changes, names, parser, call)
    return _subcommand(names, parser)


def start_here(changes: Changes, parser: Parser) -> None:
    """Start where the options are read. Raises Refused."""
    if parser.unpacked:
        changes.add_line(statement_of(parser.parsing), f"{NAME}.start({parser.unpacked})")
    else:
        changes.wrap(parser.parsing, f"{NAME}.start(", ")")


def _subcommand(names: Names, parser: Parser) -> str:
    made = _calls(names, "add_subparsers")
    if len(made) > 1:
        owners = [field(field(call, "function"), "object").text() for call in made]
        made = [call for call, owner in zip(made, owners, strict=True) if owner == parser.name]
    dest = keyword(made[0], "dest") if made else None
    return (string_value(dest) or "") if dest is not None else ""


def _add_to_subcommand(changes: Changes, names: Names, parser: Parser, call: SgNode) -> None:
    parents = keyword(call, "parents")
    if parents is not None and re.search(rf"\b{re.escape(parser.name)}\b", parents.text()):
        raise Refused("its sub-commands inherit all options of its parser")
    # what the sub-command does not say must not hide what was said before it
    default = f", default={_suppress(names)}"
    statement = parent_of(call)
    if statement.kind() == "expression_statement":
        changes.insert(end(call), f".{_call(default)}")
        return
    target = statement.field("left")
    if statement.kind() == "assignment" and target is not None and target.kind() != "pattern_list":
        _add(changes, target.text(), parent_of(statement), None, default)


def _suppress(names: Names) -> str:
    for node in names.occurrences("argparse"):
        if any(b.how is How.IMPORT and b.scope.kind() == "module" for b in names.bindings(node)):
            return "argparse.SUPPRESS"
    return '"==SUPPRESS=="'  # what the constant is


def _call(more: str) -> str:
    return f'add_argument("--json", action="store_true"{more}, help="{HELP}")'


def _add(changes: Changes, name: str, made: SgNode, limit: SgNode | None, more: str) -> None:
    """Add the option below the last one of the suite in which the parser is made."""
    last = statement = made
    following = made.next()
    while following is not None and not (limit is not None and start(following) > start(limit)):
        statement = following
        text = statement.text()
        if statement.kind() == "expression_statement":
            inner = statement.named_children()[0]
            if inner.kind() == "assignment" and field(inner, "left").text() == name:
                break
            if text.startswith(f"{name}.add_argument("):
                last = statement
        following = statement.next()
    inside = _call(more).removeprefix("add_argument(").removesuffix(")")
    changes.add_line(last, changes.broken(last, f"{name}.add_argument(", inside, ")"))


def usage_error(names: Names, parser: Parser) -> str:
    """The test for an error in usage that the script itself finds, if it does: `parser.error()`."""
    if not any(
        _is_parser(field(field(call, "function"), "object"), names, parser)
        for call in _calls(names, "error")
    ):
        return ""
    base = field(parser.made, "function")
    while base.kind() == "attribute":
        base = field(base, "object")
    if any(b.scope.kind() != "module" for b in names.bindings(base)):
        raise Refused("it imports argparse in a function")
    return f"{parser.class_name}.error.__code__ in codes"


def _is_parser(node: SgNode, names: Names, parser: Parser) -> bool:
    return (
        "pars" in node.text().lower()
        or node.text() == parser.name
        or (names.instance_of(node) == names.instance_of(parser.made) is not None)
    )
