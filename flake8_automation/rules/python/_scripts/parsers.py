"""Command lines made with argparse or optparse: parsers that are filled by calls.

https://docs.python.org/3/library/argparse.html
"""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import field, parent_of, positional, start
from flake8_automation.rules.python._scripts.leaks import leaks
from flake8_automation.rules.python._scripts.options import CliOption, added, is_splatted, keyword

PARSERS = {
    "argparse.ArgumentParser": "argparse",
    "configargparse.ArgumentParser": "argparse",
    "configargparse.ArgParser": "argparse",
    "optparse.OptionParser": "optparse",
}
_TARGETS = frozenset(PARSERS)

_METHODS = (
    "add_argument",
    "add_option",
    "add_parser",
    "add_subparsers",
    "add_argument_group",
    "add_mutually_exclusive_group",
    "add_option_group",
    "set_defaults",
)
_BASES = re.compile("(Argument|Option|Arg)Parser")
# The head of a class as far as a colon in it surely is its end.
_PLAIN_HEAD = re.compile(r"[^:\[{#]*(:?)")
_ADDING = frozenset({"add_argument", "add_option"})
_MAKING = frozenset(
    {"add_parser", "add_subparsers", "add_argument_group", "add_mutually_exclusive_group"}
)


class Parsers:
    """The parsers of one file, and what the file adds to them."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._methods = names.method_calls(*_METHODS)
        self.framework = "argparse"
        self.made = self._made()

    def _made(self) -> list[SgNode]:
        calls = self._names.calls_to(_TARGETS)
        found = [call for call, _ in calls if self._is_of_a_program(call)]
        if calls:
            self.framework = PARSERS[calls[0][1].name]
        for owner in _classes_of_parsers(self._names):
            for node in self._names.occurrences(field(owner, "name").text()):
                call = parent_of(node)
                if call.kind() == "call" and call.field("function") == node:
                    found.append(call)
        return sorted(found, key=start)

    def _is_of_a_program(self, call: SgNode) -> bool:
        """Not one that only lends its options to others: without a help, and never asked."""
        add_help = keyword(call, "add_help")
        if add_help is None or add_help.text() != "False":
            return True
        target = parent_of(call).field("left")
        return target is not None and any(
            use.text() == f"{target.text()}.parse_args"
            for name in self._names.occurrences("parse_args")
            if self._names.scope_of(name) == self._names.scope_of(call)
            for use in [parent_of(name)]
        )

    def filled(self) -> list[SgNode]:
        """Where the file fills a sub-parser of another file's parser."""
        found = [
            call for call in self._methods if _last(call) == "add_parser" and self._given(call)
        ]
        if found and self._serves_others():
            return []
        if found or not any(_last(c) == "set_defaults" and self._given(c) for c in self._methods):
            return found
        return [call for call in self._methods if _last(call) in _ADDING and self._given(call)]

    def _serves_others(self) -> bool:
        """Whether what the sub-parsers run is itself given by other files."""
        defaults = [call for call in self._methods if _last(call) == "set_defaults"]
        given = [
            field(argument, "value")
            for call in defaults
            for argument in field(call, "arguments").named_children()
            if argument.kind() == "keyword_argument"
        ]
        return bool(given) and all(
            value.kind() == "identifier"
            and value.text() != "self"
            and [b.how for b in self._names.bindings(value)] == [How.PARAMETER]
            for value in given
        )

    def _given(self, call: SgNode) -> bool:
        """Whether the method is called on a parameter of the enclosing function, or on the
        `add_subparsers(...)` of one."""
        owner = field(field(call, "function"), "object")
        if owner.kind() != "identifier":
            return False
        bindings = self._names.bindings(owner)
        return bool(bindings) and all(
            b.how is How.PARAMETER
            or (
                b.value is not None
                and b.value.kind() == "call"
                and _last(b.value) == "add_subparsers"
                and self._given(b.value)
            )
            for b in bindings
        )

    def options(self) -> tuple[list[CliOption], bool]:
        """What is added, and whether that is all: nothing unreadable, no parser given away."""
        found = [
            added(_option_object(call), self._names)
            for call in self._methods
            if _last(call) in _ADDING
        ]
        makers = [call for call in self._methods if _last(call) in _MAKING] + self.made
        complete = (
            None not in found
            and not any(is_splatted(call) for call in self.made)
            and not leaks(makers, _TARGETS, self._names)
        )
        return [option for option in found if option is not None], complete


def _classes_of_parsers(names: Names) -> Iterator[SgNode]:
    """The classes of this file that are derived from one of a parser."""
    words = names.words
    for offset in words.offsets("class"):
        head = _PLAIN_HEAD.match(words.text, offset)
        if head and head[1] and "Parser" not in head[0]:
            continue
        owner = words.keyword("class", offset)
        bases = owner.field("superclasses") if owner is not None else None
        if owner is not None and bases is not None and _BASES.search(bases.text()):
            yield owner


def _option_object(call: SgNode) -> SgNode:
    """The inner call of `parser.add_option(make_option("--x"))`, else the call itself."""
    given = positional(call)
    if len(given) == 1 and given[0].kind() == "call":
        return given[0]
    return call


def _last(call: SgNode) -> str:
    function = field(call, "function")
    return field(function, "attribute").text() if function.kind() == "attribute" else ""
