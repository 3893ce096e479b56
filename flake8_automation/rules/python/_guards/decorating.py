"""Declaring `--non-interactive` on a command of click or typer.

https://click.palletsprojects.com/en/stable/options/ and
https://typer.tiangolo.com/tutorial/arguments/envvar/
"""

from itertools import pairwise
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._calls import with_items
from flake8_automation.rules.python._guards.declaring import (
    HELP,
    NAME,
    OPTION,
    VARIABLE,
    quote_of,
    quoted,
)
from flake8_automation.rules.python._guards.edits import Unclear, inserted, line_behind, unit_of
from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import end, field, parent_of, start
from flake8_automation.source import Source

_CLICKS = ("click", "rich_click")
_METHODS = frozenset({"command", "group", "callback"})
_DECLARING = ("option", "argument")


class Command(NamedTuple):
    """A function that is a command: its framework, and the decorators that make it one."""

    framework: str
    decorators: tuple[SgNode, ...]


def command_of(names: Names, function: SgNode) -> Command | None:
    """The command of click or typer that a function is, or None."""
    above = parent_of(function)
    decorators: tuple[SgNode, ...] = ()
    if above.kind() == "decorated_definition":
        decorators = tuple(n for n in above.children() if n.kind() == "decorator")
    for decorator in decorators:
        framework = _framework(names, _callee(decorator))
        if framework is not None:
            return Command(framework, decorators)
    if any(_is_run(names, node) for node in names.occurrences(field(function, "name").text())):
        return Command("typer", decorators)
    return None


def is_typed(function: SgNode) -> bool:
    """Whether a function says of which types what it takes, or returns, is."""
    returned = function.field("return_type")
    return returned is not None or any(n.kind().startswith("typed") for n in _parameters(function))


def on_command(
    source: Source, names: Names, function: SgNode, command: Command
) -> tuple[Edit, ...]:
    """The edits that give a command the flag, and its function the parameter. Raises Unclear."""
    texts = [node.text() for node in command.decorators]
    if any("ignore_unknown_options" in text for text in texts):
        raise Unclear("it passes options on that it does not know")
    if any(OPTION in text for text in texts):
        raise Unclear(f"it has an {OPTION} that does not reach this place")
    if command.framework == "typer":
        return _long_parameter(source, function, _typer_option(source, names, function))
    quote = quote_of(source)
    option = "\n".join(
        (
            f"@{_click_option(names, function)}(",
            f"\t{quoted(OPTION, quote)},",
            "\tis_flag=True,",
            f"\tenvvar={quoted(VARIABLE, quote)},",
            f"\thelp={quoted(HELP, quote)},",
            ")",
        )
    )
    typed = is_typed(function)
    has_default = any("default" in n.kind() for n in _parameters(function))
    text = f"{NAME}: bool" if typed else NAME
    if has_default:
        text += " = False" if typed else "=False"
    declared = [d for d in command.decorators if _callee(d).text().split(".")[-1] in _DECLARING]
    above = declared[-1] if declared else command.decorators[-1]
    return (line_behind(source, above, option), *_parameter(source, function, text))


def _typer_option(source: Source, names: Names, function: SgNode) -> str:
    """The parameter, in lines: tabs stand for levels of indentation."""
    bound = names.bindings_at(function, "typer")
    if not any(b.how is How.IMPORT for b in bound):
        raise Unclear("`typer` is not imported as a module")
    quote = quote_of(source)
    texts = (
        quoted(OPTION, quote),
        f"envvar={quoted(VARIABLE, quote)}",
        f"help={quoted(HELP, quote)}",
    )
    if names.bindings_at(function, "Annotated"):
        option = "".join(f"\n\t\t{text}," for text in texts)
        return f"{NAME}: Annotated[bool, typer.Option({option}\n\t)] = False"
    if any(use is not None for use in calls_of(names, function)):
        raise Unclear(f"`{field(function, 'name').text()}` is called as a function as well")
    option = "".join(f"\n\t\t{text}," for text in ("False", *texts))
    return f"{NAME}: bool = typer.Option({option}\n\t)"


def _click_option(names: Names, function: SgNode) -> str:
    """`click.option`, as this file can call it."""
    for module in _CLICKS:
        if any(b.how is How.IMPORT for b in names.bindings_at(function, module)):
            return f"{module}.option"
    for node in names.occurrences("option"):
        if (names.refers_to(node) or "").endswith("click.option"):
            return "option"
    raise Unclear("`click` is not imported as a module")


def _parameter(source: Source, function: SgNode, text: str) -> tuple[Edit, ...]:
    inside = _parameters(function)
    if inside and inside[-1].kind() == "dictionary_splat_pattern":
        return (inserted(source, start(inside[-1]), f"{text}, "),)
    return with_items(source, field(function, "parameters"), (text,))


def _long_parameter(source: Source, function: SgNode, text: str) -> tuple[Edit, ...]:
    """Add a parameter that needs a line of its own, and so give one to each of the others."""
    parameters, inside = field(function, "parameters"), _parameters(function)
    unit = unit_of(source, "")
    text = text.replace("\t", unit).replace("\n", source.newline)
    if "\n" in parameters.text() or not inside or inside[-1].kind() == "dictionary_splat_pattern":
        return _parameter(source, function, text)
    newline = source.newline
    edits = [Edit(source.span(start(parameters) + 1, start(inside[0])), newline + unit)]
    for one, other in pairwise(inside):
        edits.append(Edit(source.span(end(one), start(other)), f",{newline}{unit}"))
    last = f",{newline}{unit}{text},{newline}"
    edits.append(Edit(source.span(end(inside[-1]), end(parameters) - 1), last))
    return tuple(edits)


def _parameters(function: SgNode) -> list[SgNode]:
    inside = field(function, "parameters").named_children()
    return [node for node in inside if node.kind() != "comment"]


def _framework(names: Names, callee: SgNode) -> str | None:
    reference = names.refers_to(callee) or ""
    if reference in {f"{module}.{kind}" for module in _CLICKS for kind in ("command", "group")}:
        return "click"
    if callee.kind() != "attribute" or field(callee, "attribute").text() not in _METHODS:
        return None
    owner = field(callee, "object")
    maker = names.instance_of(owner)
    if maker in {"typer.Typer", "click.Group", "rich_click.Group"}:
        return maker.partition(".")[0].replace("rich_click", "click")
    group = names.definition_of(owner)
    if group is None or group.kind() != "function_definition":
        return None
    command = command_of(names, group)
    return command.framework if command is not None else None


def _is_run(names: Names, use: SgNode) -> bool:
    """Whether a name is given to `typer.run`."""
    above = parent_of(use)
    if above.kind() != "argument_list":
        return False
    return names.refers_to(field(parent_of(above), "function")) == "typer.run"


def _callee(decorator: SgNode) -> SgNode:
    expression = decorator.named_children()[0]
    return field(expression, "function") if expression.kind() == "call" else expression
