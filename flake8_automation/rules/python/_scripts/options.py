"""The options that a command line declares: their flags, choices and help."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parts_of, positional, string_value

_COLLECTIONS = frozenset({"list", "tuple", "set"})
_PASSING_ON = frozenset({"list", "tuple", "set", "sorted", "frozenset", "Choice"})
_SWITCHES = frozenset(
    {"store_true", "store_false", "store_const", "append_const", "count", "help", "version"}
)


class CliOption(NamedTuple):
    """One option or argument.

    `flags` are as typed on the command line (`--json`, `-j`); a positional argument has its name
    there. `dest` is the name under which the program reads it. `choices` are the values it is
    limited to: empty where any will do, None where they cannot be read. `node` declares it.
    """

    flags: tuple[str, ...]
    dest: str
    node: SgNode
    help: str = ""
    choices: tuple[str, ...] | None = ()
    takes_value: bool = False

    def words(self) -> frozenset[str]:
        """The words that its flags are made of, in lower case."""
        text = " ".join(self.flags) if self.flags else self.dest
        return frozenset(word.lower() for word in re.findall(r"[A-Za-z]+", text))


def keyword(call: SgNode, name: str) -> SgNode | None:
    """The value of a keyword argument of a call."""
    for node in field(call, "arguments").named_children():
        if node.kind() == "keyword_argument" and field(node, "name").text() == name:
            return field(node, "value")
    return None


def keywords(call: SgNode) -> Iterator[str]:
    """The names of the keyword arguments of a call."""
    for node in field(call, "arguments").named_children():
        if node.kind() == "keyword_argument":
            yield field(node, "name").text()


def is_splatted(call: SgNode) -> bool:
    """Whether arguments of the call cannot be read: `f(*args)`, `f(**options)`."""
    arguments = field(call, "arguments").named_children()
    return any(node.kind() in {"list_splat", "dictionary_splat"} for node in arguments)


def added(call: SgNode, names: Names) -> CliOption | None:
    """What `add_argument` or `add_option` adds, or None where its flags cannot be read."""
    dest = keyword(call, "dest")
    flags = [string_value(node) for node in positional(call) or ([dest] if dest else [])]
    if None in flags or not flags or is_splatted(call):
        return None
    known = tuple(flag for flag in flags if flag)
    action, kind = keyword(call, "action"), keyword(call, "type")
    choices = keyword(call, "choices")
    return CliOption(
        known,
        (string_value(dest) if dest is not None else None) or destination(known),
        call,
        _raw(keyword(call, "help")),
        values(choices, names) if choices is not None else members(kind, names),
        action is None or string_value(action) not in _SWITCHES,
    )


def decorated(call: SgNode, names: Names) -> CliOption | None:
    """What `click.option(...)` or `click.argument(...)` declares, or None if it cannot be read."""
    words = [string_value(node) for node in positional(call)]
    if None in words or not words:
        return None
    flags = tuple(f for word in words if word for f in word.split("/") if f.startswith("-"))
    given = [word for word in words if word and not word.startswith("-")]
    kind, is_flag = keyword(call, "type"), keyword(call, "is_flag")
    switch = (is_flag is not None and is_flag.text() == "True") or any(
        "/" in (word or "") for word in words
    )
    switch = switch or keyword(call, "flag_value") is not None or keyword(call, "count") is not None
    return CliOption(
        flags or tuple(given),
        given[0] if given else destination(flags),
        call,
        _raw(keyword(call, "help")),
        values(kind, names) if kind is not None and kind.kind() == "call" else (),
        not switch,
    )


def from_text(text: str, node: SgNode) -> list[CliOption]:
    """The options that a usage text names, as docopt reads it."""
    found = []
    for line in text.splitlines():
        for flag in re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", line):
            found.append(CliOption((flag,), flag, node, line.partition(flag)[2]))  # noqa: PERF401
    return found


def destination(flags: tuple[str, ...]) -> str:
    """The name that argparse and click give to the value of these flags."""
    long = [flag for flag in flags if flag.startswith("--")]
    return (long or list(flags) or [""])[0].lstrip("-").replace("-", "_")


def values(node: SgNode, names: Names, depth: int = 0) -> tuple[str, ...] | None:
    """The strings that an expression surely holds, or None."""
    kind = node.kind()
    if kind in _COLLECTIONS:
        items = parts_of(node)
        found = [string_value(item) for item in items]
        # Numbers and constants are no strings, but neither do they hide any.
        unread = [i for i, s in zip(items, found, strict=True) if s is None and not _plain(i)]
        return None if unread else tuple(s for s in found if s is not None)
    if depth > 4:
        return None
    if kind == "dictionary":
        pairs = parts_of(node)
        if any(pair.kind() != "pair" for pair in pairs):
            return None
        keys = [string_value(field(pair, "key")) for pair in pairs]
        return None if None in keys else tuple(key for key in keys if key)
    if kind == "identifier":
        bound = names.bindings(node)
        if len(bound) == 1 and bound[0].value is not None:
            value = bound[0].value
            return members(node, names) or values(value, names, depth + 1)
        return None
    if kind == "call":
        return _called(node, names, depth)
    if kind in {"list_comprehension", "generator_expression"}:
        loops = [child for child in node.named_children() if child.kind() == "for_in_clause"]
        return values(field(loops[0], "right"), names, depth + 1) if len(loops) == 1 else None
    return None


def _called(call: SgNode, names: Names, depth: int) -> tuple[str, ...] | None:
    function = field(call, "function")
    if function.kind() == "attribute" and field(function, "attribute").text() == "keys":
        return values(field(function, "object"), names, depth + 1)
    last = function.text().rpartition(".")[2]
    arguments = positional(call)
    if last in _PASSING_ON and arguments:
        return values(arguments[0], names, depth + 1)
    if last == "dict" and not arguments:
        return tuple(keywords(call))
    if last in {"range", "Path", "File", "IntRange", "FloatRange", "DateTime", "FileType"}:
        return ()
    return None


def members(node: SgNode | None, names: Names) -> tuple[str, ...] | None:
    """The values of an enumeration of this file; nothing for any other type."""
    if node is None or node.kind() != "identifier":
        return ()
    definition = names.definition_of(node)
    if definition is None or definition.kind() != "class_definition":
        return ()
    bases = definition.field("superclasses")
    if bases is None or "Enum" not in bases.text():
        return ()
    found = []
    for assignment in field(definition, "body").find_all(kind="assignment"):
        value = assignment.field("right")
        name = field(assignment, "left").text()
        found += [name.lower(), (string_value(value) if value is not None else None) or name]
    return tuple(found)


def _plain(node: SgNode) -> bool:
    return node.kind() in {"integer", "float", "none", "true", "false", "unary_operator"}


def _raw(node: SgNode | None) -> str:
    return " ".join(node.text().split()) if node is not None else ""
