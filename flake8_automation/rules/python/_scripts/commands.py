"""Command lines declared by decorators: click and typer."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.words import Words
from flake8_automation.rules.python._nodes import field
from flake8_automation.rules.python._scripts.components import parameters
from flake8_automation.rules.python._scripts.options import CliOption, decorated, is_splatted

_CLICKS = ("click", "rich_click", "asyncclick")


def _of_click(*names: str) -> frozenset[str]:
    return frozenset(f"{module}.{name}" for module in _CLICKS for name in names)


_COMMANDS = _of_click("command", "group")
_OPTIONS = _of_click("option", "argument")
_GROUPS = _of_click("Group") | {"typer.Typer"}
_METHODS = frozenset({"command", "group", "callback"})

# Beginnings of names of decorators that add no option.
_HARMLESS = re.compile(
    r"^(pass_|with_|_?handle|catch|log|time|cache|lru|wraps|require|ensure|check|coro|async|run_|"
    r"sync|deprecat|track|provide|command$|group$|callback$|result_callback|version_option|"
    r"help_option|confirmation_option|password_option|argument$|option$|pass|click|typing|error|"
    r"suppress|retry|synchron|contextmanager|staticmethod|property|register)"
)

_SIGN = re.compile(r"(?m)^[ \t\f]*@")


def _decorated_definitions(words: Words) -> Iterator[SgNode]:
    """Everything that is decorated, in order of position."""
    seen = None
    for match in _SIGN.finditer(words.text):
        decorator = words.keyword("@", match.end() - 1)
        definition = decorator.parent() if decorator is not None else None
        if definition is not None and definition.kind() == "decorated_definition":
            if definition != seen:
                yield definition
            seen = definition


class Commands:
    """The click and typer commands of one file; `nested`: also those made in its functions."""

    def __init__(self, names: Names, *, nested: bool) -> None:
        self._nested = nested
        self._names = names
        self.framework = "click"
        self.decorators: list[SgNode] = []
        self._functions: list[SgNode] = []
        self.complete = True
        for definition in _decorated_definitions(names.words):
            self._read(definition)

    def _read(self, definition: SgNode) -> None:
        scopes = {"module", "function_definition"} if self._nested else {"module"}
        if self._names.scope_of(definition).kind() not in scopes:
            return
        function = field(definition, "definition")
        decorators = [d for d in definition.named_children() if d.kind() == "decorator"]
        called = [(d, _callee(d)) for d in decorators]
        references = [self._names.refers_to(callee) for _, callee in called]
        stacked = any(reference in _OPTIONS for reference in references)
        commands = [
            decorator
            for (decorator, callee), reference in zip(called, references, strict=True)
            if self._makes_command(callee, reference, stacked=stacked)
        ]
        if not commands or function.kind() != "function_definition":
            return
        self.decorators.append(commands[0])
        self._functions.append(function)
        for _, callee in called:
            own = self._names.definition_of(callee) is not None
            if not own and not self._is_bound_here(callee):
                self.complete &= bool(_HARMLESS.match(callee.text().rpartition(".")[2]))

    def _makes_command(self, callee: SgNode, reference: str | None, *, stacked: bool) -> bool:
        if reference in _COMMANDS:
            return True
        if callee.kind() != "attribute" or field(callee, "attribute").text() not in _METHODS:
            return False
        owner = field(callee, "object")
        maker = self._names.instance_of(owner)
        if maker == "typer.Typer":
            self.framework = "typer"
        if maker in _GROUPS or stacked:
            return True
        group = self._names.definition_of(owner)
        above = group.parent() if group is not None else None
        return (
            above is not None
            and above.kind() == "decorated_definition"
            and any(
                self._names.refers_to(_callee(d)) in _COMMANDS
                or _callee(d).text().endswith((".group", ".command"))
                for d in above.named_children()
                if d.kind() == "decorator"
            )
        )

    def _is_bound_here(self, callee: SgNode) -> bool:
        """`json_option = click.option(...)` in this file: read with all other options."""
        if callee.kind() != "identifier":
            return False
        return self._names.instance_of(callee) in _OPTIONS

    def options(self) -> tuple[list[CliOption], bool]:
        """What the commands offer, and whether that is all."""
        found: list[CliOption] = []
        complete = self.complete
        for call, _ in self._names.calls_to(_OPTIONS):
            option = decorated(call, self._names)
            found += [option] if option is not None else []
            complete &= option is not None and not is_splatted(call)
        if self.framework == "typer":
            for function in self._functions:
                found += parameters(function, self._names)
        return found, complete


def _callee(decorator: SgNode) -> SgNode:
    expression = decorator.named_children()[0]
    return field(expression, "function") if expression.kind() == "call" else expression
