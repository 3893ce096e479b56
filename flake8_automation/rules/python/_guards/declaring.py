"""Declaring `--non-interactive` on an argparse parser, and on the parsers of its sub-commands.

https://docs.python.org/3/library/argparse.html
"""

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._guards.building import filled_at, statement_of
from flake8_automation.rules.python._guards.edits import Unclear, line_before, line_behind
from flake8_automation.rules.python._guards.importing import with_modules
from flake8_automation.rules.python._guards.namespaces import suite_of
from flake8_automation.rules.python._guards.spread import spreads
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    field,
    parent_of,
    start,
    within,
)
from flake8_automation.rules.python._scripts.abbreviations import would_be_ambiguous
from flake8_automation.rules.python._scripts.options import CliOption, keyword
from flake8_automation.rules.python._scripts.parsers import Parsers
from flake8_automation.source import Source

NAME, OPTION, VARIABLE = "non_interactive", "--non-interactive", "NON_INTERACTIVE"
HELP = "never ask: take the defaults, or stop with status 2"

_LOOP_NAMES = ("command", "subparser", "each_command")


def on_parser(source: Source, names: Names, parsing: SgNode) -> tuple[Edit, ...]:
    """The edits that add the flag to the parser of a `parser.parse_args()`. Raises Unclear."""
    filled = filled_at(names, parsing)
    if filled is None:
        raise Unclear("its parser has no name")
    owner, last = filled
    made = _creation(names, owner)
    _check(names, made)
    if spreads(names, parsing):
        raise Unclear("the parsed options are used as a whole, so one more would show")
    quote = quote_of(source)
    variable, one = quoted(VARIABLE, quote), quoted("1", quote)
    text = _added(owner.text(), f"os.environ.get({variable}) == {one}", quote)
    anchor = _last_added(names, owner, made, last)
    late = _commands(source, names, owner, last, quote)
    edits = [line_behind(source, anchor, text)] if anchor is not None else []
    lines = late if anchor is not None else [text, *late]
    edits += [line_before(source, last, "\n".join(lines))] if lines else []
    return (*edits, *with_modules(source, names, ("os",)))


def quote_of(source: Source) -> str:
    """The quotation mark that a file uses more."""
    return "'" if source.text.count("'") > source.text.count('"') else '"'


def quoted(text: str, quote: str) -> str:
    """A text, without quotation marks in it, as the file would write it."""
    return f"{quote}{text}{quote}"


def _creation(names: Names, owner: SgNode) -> SgNode | None:
    """The assignment that makes the parser, where it stands in the same function."""
    if owner.kind() == "identifier":
        bindings = names.bindings(owner)
        found = [parent_of(b.node) for b in bindings if b.how is How.ASSIGNMENT]
    else:
        scope = names.scope_of(owner)
        nodes = names.occurrences(field(owner, "attribute").text())
        above = [parent_of(parent_of(node)) for node in nodes]
        found = [
            node
            for node in above
            if node.kind() == "assignment"
            and field(node, "left").text() == owner.text()
            and names.scope_of(node) == scope
        ]
    same = names.scope_of(owner)
    return found[0] if len(found) == 1 and names.scope_of(found[0]) == same else None


def _check(names: Names, made: SgNode | None) -> None:
    """Raise Unclear where the flag may clash with what the command line has, or breaks it."""
    options, complete = Parsers(names).options()
    if not complete:
        raise Unclear("its options cannot all be read in this file")
    if any(OPTION in option.flags or option.dest == NAME for option in options):
        raise Unclear(f"it has an {OPTION} that does not reach this place")
    if names.occurrences("parse_known_args"):
        raise Unclear("it passes options on that it does not know")
    call = made.field("right") if made is not None else None
    if call is not None and call.kind() == "call":
        if keyword(call, "prefix_chars") is not None:
            raise Unclear("its options begin with other characters")
        allowed = keyword(call, "allow_abbrev")
        if allowed is not None and allowed.text() == "False":
            return
    for receiver, theirs in _by_receiver(names, options).items():
        typed = would_be_ambiguous(OPTION, theirs)
        if typed is not None:
            meant = next(f for o in theirs for f in o.flags if f.startswith(typed))
            raise Unclear(f"`{typed}` would no longer stand for `{meant}` of `{receiver}`")


def _by_receiver(names: Names, options: list[CliOption]) -> dict[str, list[CliOption]]:
    """The options of each parser; those of its groups are its own."""
    groups: dict[str, str] = {}
    for method in ("add_argument_group", "add_mutually_exclusive_group"):
        for node in names.occurrences(method):
            attribute = parent_of(node)
            assignment = parent_of(parent_of(attribute))
            target = assignment.field("left") if assignment.kind() == "assignment" else None
            if target is not None:
                groups[target.text()] = field(attribute, "object").text()
    found: dict[str, list[CliOption]] = {}
    for option in options:
        receiver = field(field(option.node, "function"), "object").text()
        found.setdefault(groups.get(receiver, receiver), []).append(option)
    return found


def _added(receiver: str, default: str, quote: str) -> str:
    return "\n".join(
        (
            f"{receiver}.add_argument(",
            f"\t{quoted(OPTION, quote)},",
            f"\taction={quoted('store_true', quote)},",
            f"\tdefault={default},",
            f"\thelp={quoted(HELP, quote)},",
            ")",
        )
    )


def _last_added(names: Names, owner: SgNode, made: SgNode | None, last: SgNode) -> SgNode | None:
    """The statement of the parser's last `add_argument`, else of its creation."""
    suite = suite_of(last) if made is None else suite_of(made)
    anchor = statement_of(made) if made is not None and within(last, suite) else None
    for node in names.occurrences("add_argument"):
        attribute = parent_of(node)
        receiver = attribute.field("object")
        if receiver is None or receiver.text() != owner.text():
            continue
        statement = statement_of(attribute)
        later = anchor is None or start(anchor) < start(statement)
        if (
            later
            and start(statement) < start(last)
            and suite_of(statement) == suite
            and names.scope_of(receiver) == names.scope_of(owner)
        ):
            anchor = statement
    return anchor


def _commands(source: Source, names: Names, owner: SgNode, last: SgNode, quote: str) -> list[str]:
    """The lines that add the flag to every sub-command."""
    lines: list[str] = []
    for node in names.occurrences("add_subparsers"):
        call = parent_of(parent_of(node))
        assignment = parent_of(call)
        target = assignment.field("left") if assignment.kind() == "assignment" else None
        if target is None or target.kind() != "identifier":
            continue
        if names.scope_of(target) != names.scope_of(owner) or start(target) > start(last):
            continue
        if len(names.bindings_at(last, target.text())) != 1:
            raise Unclear(f"`{target.text()}` stands for several sets of sub-commands")
        taken = source.text
        each = next((name for name in _LOOP_NAMES if name not in taken), "_command")
        argparse = _argparse(names, owner)
        added_text = _added(each, f"{argparse}SUPPRESS", quote).replace("\n", "\n\t")
        lines += [f"for {each} in set({target.text()}.choices.values()):", f"\t{added_text}"]
    return lines


def _argparse(names: Names, place: SgNode) -> str:
    bindings = names.bindings_at(place, "argparse")
    if any(b.how is How.IMPORT for b in bindings):
        return "argparse."
    raise Unclear("`argparse` is not imported as a module, which sub-commands need")
