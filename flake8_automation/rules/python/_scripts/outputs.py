"""What a program writes to its standard output."""

from collections.abc import Iterator
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import Binding, How
from flake8_automation.rules.python._names.words import Words
from flake8_automation.rules.python._nodes import field, parent_of, parts_of, start
from flake8_automation.rules.python._scripts.options import keyword
from flake8_automation.rules.python._scripts.pieces import Pieces
from flake8_automation.source import Source

_CLICK = ("echo", "secho", "echo_via_pager")
_PRINTS = frozenset(
    {
        "builtins.print",
        "rich.print",
        "rich.print_json",
        "pprint.pprint",
        "pprint.pp",
        "sys.stdout.write",
        "sys.stdout.writelines",
        "sys.__stdout__.write",
        *(f"{m}.{name}" for m in ("click", "rich_click", "asyncclick", "typer") for name in _CLICK),
    }
)
# Given `sys.stdout`, these write to it.
_DUMPS = frozenset(
    {
        "json.dump",
        "yaml.dump",
        "yaml.safe_dump",
        "yaml.dump_all",
        "toml.dump",
        "csv.writer",
        "csv.DictWriter",
    }
)
_CONSOLES = frozenset({"rich.console.Console", "rich.get_console"})


class Output(NamedTuple):
    """One call (or Python 2 print statement) that writes to standard output.

    `words` is the literal text, with a NUL where a value stands; `values` are what stands there.
    """

    node: SgNode
    writes: str  # dotted name of what is called
    words: str
    values: tuple[SgNode, ...]


def outputs_of(source: Source) -> list[Output]:
    """Everything that a file surely writes to standard output, in order."""
    names, text = source.derive(Names), source.text
    found = [
        _output(call, callee.name, names)
        for call, callee in names.calls_to(_PRINTS)
        if not callee.bound and _to_stdout(call, names)
    ]
    if "stdout" in text:
        found += [
            Output(call, callee.name, "", (call,))
            for call, callee in names.calls_to(_DUMPS)
            if any(
                names.refers_to(a) == "sys.stdout"
                for a in field(call, "arguments").named_children()
                if a.kind() in {"attribute", "identifier"}
            )
        ]
    if "Console" in text or "console" in text:
        found += [
            _output(call, "rich.print", names)
            for call in names.method_calls("print", "print_json")
            if _is_console(field(field(call, "function"), "object"), names)
        ]
    if "print " in text:
        found += [
            _statement(node, names)
            for node in _print_statements(names.words)
            if node.find(kind="chevron") is None
        ]
    return sorted(found, key=lambda output: start(output.node))


def _print_statements(words: Words) -> Iterator[SgNode]:
    """The `print` statements of Python 2."""
    for offset in words.offsets("print"):
        if words.text[offset + 5 : offset + 6] != "(":
            statement = words.keyword("print", offset)
            if statement is not None and statement.kind() == "print_statement":
                yield statement


def _to_stdout(call: SgNode, names: Names) -> bool:
    err, file = keyword(call, "err"), keyword(call, "file")
    if err is not None and err.text() != "False":
        return False
    if file is None or file.text() == "None" or names.refers_to(file) == "sys.stdout":
        return True
    bindings = names.bindings(file) if file.kind() == "identifier" else []
    return bool(bindings) and all(_is_stdout_by_default(binding, names) for binding in bindings)


def _is_stdout_by_default(binding: Binding, names: Names) -> bool:
    """`def show(rows, file=None)`: standard output, as long as nobody says otherwise."""
    default = binding.value
    if binding.how is not How.PARAMETER or default is None:
        return False
    return default.text() == "None" or names.refers_to(default) == "sys.stdout"


def _is_console(node: SgNode, names: Names) -> bool:
    if names.instance_of(node) not in _CONSOLES:
        return False
    if node.kind() != "identifier":
        return True
    values = [b.value for b in names.bindings(node) if b.value is not None]
    return not any("stderr" in value.text() or "file=" in value.text() for value in values)


def _output(call: SgNode, name: str, names: Names) -> Output:
    pieces = Pieces(names)
    for argument in parts_of(field(call, "arguments")):
        if argument.kind() != "keyword_argument":
            pieces.add(argument)
            pieces.words.append(" ")
    return Output(call, name, "".join(pieces.words), tuple(pieces.values))


def _statement(node: SgNode, names: Names) -> Output:
    pieces = Pieces(names)
    for argument in node.named_children():
        pieces.add(argument)
        pieces.words.append(" ")
    return Output(node, "builtins.print", "".join(pieces.words), tuple(pieces.values))


def block_statement(node: SgNode) -> SgNode:
    """The statement of a block (or of the module) that a node belongs to."""
    while node.kind() != "module" and parent_of(node).kind() not in {"block", "module"}:
        node = parent_of(node)
    return node
