"""Handing a flag from where the command line is read to where a prompt stands."""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._calls import with_items, with_keywords
from flake8_automation.rules.python._guards.declaring import NAME, OPTION, on_parser
from flake8_automation.rules.python._guards.decorating import command_of, is_typed, on_command
from flake8_automation.rules.python._guards.edits import Unclear, Unreached, inserted
from flake8_automation.rules.python._guards.flags import Flag, Meaning, flags_at
from flake8_automation.rules.python._guards.namespaces import namespaces_at
from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import binding_at
from flake8_automation.rules.python._nodes import (
    enclosing_function,
    field,
    parent_of,
    start,
    within,
)
from flake8_automation.source import Source

__all__ = ["OPTION", "Handed", "hand"]

# Decorators under which a function still takes what its calls give it.
_TRANSPARENT = frozenset(
    {"staticmethod", "classmethod", "contextmanager", "contextlib.contextmanager",
     "asynccontextmanager", "contextlib.asynccontextmanager", "cache", "functools.cache",
     "lru_cache", "functools.lru_cache"}
)  # fmt: skip


class Handed(NamedTuple):
    """A flag as the code at a prompt can read it, and the edits after which it can.

    `declares`: the command line does not have the flag yet.
    """

    flag: Flag
    edits: tuple[Edit, ...]
    declares: bool


def hand(source: Source, names: Names, call: SgNode) -> Handed:
    """The flag by which nobody is asked, brought to a call. Raises Unclear."""
    way = _Way(source, names)
    flag = way.flag_at(call)
    return Handed(flag, tuple(way.edits), way.declares)


class _Way:
    """The edits on the way of a flag from the command line to one place."""

    def __init__(self, source: Source, names: Names) -> None:
        self._source, self._names = source, names
        self._passed: dict[SgNode, Flag] = {}  # what functions get as a parameter
        self._declared: set[SgNode] = set()
        self.edits: list[Edit] = []
        self.declares = False

    def flag_at(self, node: SgNode) -> Flag:
        own = [f for f in flags_at(self._names, node) if f.meaning is Meaning.NOBODY]
        if own:
            return own[0]
        for space in namespaces_at(self._names, node):
            self._declare_on(space.parsing)
            return Flag(f"{space.name}.{NAME}", OPTION, Meaning.NOBODY)
        function = enclosing_function(node)
        if function is None:
            raise Unclear("the command line is not read yet where it asks")
        if function not in self._passed:
            self._passed[function] = Flag(NAME, OPTION, Meaning.NOBODY)  # what calls of itself pass
            self._passed[function] = self._through(function)
        return self._passed[function]

    def _declare_on(self, parsing: SgNode) -> None:
        if parsing not in self._declared:
            self._declared.add(parsing)
            self.edits += on_parser(self._source, self._names, parsing)
            self.declares = True

    def _through(self, function: SgNode) -> Flag:
        """Make a function take the flag as a parameter, and all that call it give it."""
        name = field(function, "name").text()
        self._check_free(function)
        command = command_of(self._names, function)
        if command is not None:
            self.edits += on_command(self._source, self._names, function, command)
            self.declares = True
            return Flag(NAME, OPTION, Meaning.NOBODY)
        if self._names.scope_of(function).kind() == "function_definition":
            return self.flag_at(function)  # it sees what the function around it sees
        self._check_decorators(function)
        calls = calls_of(self._names, function, inside=True)
        if None in calls:
            raise Unclear(f"`{name}` is handed on without being called")
        outer = [use for use in calls if use is not None and not within(use, function)]
        if not outer:
            raise Unreached(f"nothing in this file calls `{name}`")
        option = OPTION
        for use in calls:
            assert use is not None
            flag = self.flag_at(use)
            option = flag.option
            self.edits += with_keywords(self._source, use, (f"{NAME}={flag.expression}",))
        self.edits += self._parameter(function)
        return Flag(NAME, option, Meaning.NOBODY)

    def _parameter(self, function: SgNode) -> tuple[Edit, ...]:
        parameters = field(function, "parameters")
        inside = [node for node in parameters.named_children() if node.kind() != "comment"]
        typed = is_typed(function)
        text = f"{NAME}: bool = False" if typed else f"{NAME}=False"
        last = inside[-1] if inside else None
        if last is not None and last.find(kind="dictionary_splat_pattern") is not None:
            return (inserted(self._source, start(last), f"{text}, "),)
        if last is not None and last.kind() == "dictionary_splat_pattern":
            return (inserted(self._source, start(last), f"{text}, "),)
        return with_items(self._source, parameters, (text,))

    def _check_free(self, function: SgNode) -> None:
        for node in self._names.occurrences(NAME):
            if binding_at(node) is not None and self._names.scope_of(node) == function:
                name = field(function, "name").text()
                raise Unclear(f"`{name}` has a `{NAME}` of its own")

    def _check_decorators(self, function: SgNode) -> None:
        above = parent_of(function)
        if above.kind() != "decorated_definition":
            return
        for node in above.children():
            if node.kind() != "decorator":
                continue
            name = node.text()[1:].partition("(")[0].strip()
            if name not in _TRANSPARENT:
                raise Unclear(f"the decorator `@{name}` may not pass it on")
