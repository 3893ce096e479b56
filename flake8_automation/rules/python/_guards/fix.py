"""Guarding a prompt with a flag that the script already has, so that nothing changes without it."""

import re

from ast_grep_py import SgNode

from flake8_automation.model import Edit, Fix, Safety
from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._guards.answers import (
    comparison_of,
    literal_for,
    shown_default,
    whole_answer,
)
from flake8_automation.rules.python._guards.edits import Unclear, before, prefixed, skipped
from flake8_automation.rules.python._guards.flags import Flag, Meaning, flags_at
from flake8_automation.rules.python._guards.prompts import Kind, Prompt
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    field,
    parent_of,
    positional,
    string_value,
)
from flake8_automation.source import Source

_BOOLEAN = frozenset({"click.confirm", "rich_click.confirm", "typer.confirm",
                      "rich.prompt.Confirm.ask", "questionary.confirm.ask"})  # fmt: skip
_WITH_DEFAULT = frozenset(
    {"click.prompt", "rich_click.prompt", "typer.prompt", "rich.prompt.Prompt.ask"}
)
_CONVERTS = frozenset({"type", "value_proc", "confirmation_prompt"})
_ESCAPE = re.compile(r"\\(?:[\n\r]|.)")
_PAUSES = frozenset({"builtins.input", "click.pause", "typer.pause", "rich_click.pause"})


def guard_fix(source: Source, names: Names, prompt: Prompt) -> Fix | None:
    """Guard a prompt with a flag in reach; shown only, where that cannot be done exactly.

    None where no flag is in reach that bears on the question. Unsafe, because with the flag the
    program no longer asks.
    """
    shown = None
    for flag in sorted(
        flags_at(names, prompt.call), key=lambda flag: flag.meaning is Meaning.NOBODY
    ):
        guard = _Guard(source, names, prompt, flag)
        if (
            flag.meaning is Meaning.YES
            and prompt.kind is not Kind.CONFIRMATION
            and not guard.is_pause
        ):
            continue
        try:
            title, edit = guard.written()
        except Unclear:
            title = f"Test `{flag.expression}` before asking, so that {flag.option} answers it"
            shown = shown or Fix(title, (), Safety.DISPLAY)
        else:
            return Fix(title, (edit,), Safety.UNSAFE)
    return shown


class _Guard:
    """One prompt and the flag that is to guard it."""

    def __init__(self, source: Source, names: Names, prompt: Prompt, flag: Flag) -> None:
        self.source, self.names, self.prompt, self.flag = source, names, prompt, flag
        self.call = prompt.call
        self.given = arguments(names, self.call)
        self.is_statement = parent_of(self.call).kind() == "expression_statement"
        self.is_pause = self.is_statement and prompt.name in _PAUSES

    def written(self) -> tuple[str, Edit]:
        """The title and the edit. Raises Unclear."""
        option = self.flag.option
        if self.is_pause:
            return f"Do not wait where {option} is given", skipped(
                self.source, parent_of(self.call), f"not {self.flag.expression}"
            )
        if self.prompt.kind is Kind.CONFIRMATION:
            if self.flag.meaning is Meaning.YES:
                return f"Take yes where {option} is given", self._answered(yes=True)
            default = shown_default(self.names, self.prompt)
            if default is not None:
                title = f"Take the default, {'yes' if default else 'no'}, where {option} is given"
                return title, self._answered(yes=default)
        elif (default_text := self._default_text()) is not None:
            return f"Take the default where {option} is given", self._instead(default_text)
        return f"End with an error where {option} is given", self._refused()

    # -- a confirmation ----------------------------------------------------------------------

    def _answered(self, *, yes: bool) -> Edit:
        if self.prompt.name in _BOOLEAN:
            aborts = "abort" in self.given.named
            if self.is_statement and (yes or not aborts):
                return skipped(self.source, parent_of(self.call), f"not {self.flag.expression}")
            if aborts and not yes:
                return before(
                    self.source,
                    self.call,
                    self.flag.expression,
                    (f"raise {self._library()}.Abort",),
                )
            return self._decided(self.call, value=yes)
        if self.prompt.name != "builtins.input":
            raise Unclear
        comparison = comparison_of(self.call)
        if comparison is not None:
            return self._decided(comparison.node, comparison.if_yes if yes else comparison.if_no)
        answer = whole_answer(self.call)
        above = parent_of(answer)
        target = above.field("left")
        if above.kind() != "assignment" or target is None or target.kind() != "identifier":
            raise Unclear
        text = literal_for(self.names, target, yes, spelled_only=_is_in_loop(answer))
        if text is None:
            raise Unclear
        words = f"{self._quoted(text)} if {self.flag.expression} else "
        return prefixed(self.source, answer, words)

    def _decided(self, node: SgNode, value: bool) -> Edit:
        """Make a truth value out of the flag where it is given, and out of the node where not."""
        word = f"{self.flag.expression} or " if value else f"not {self.flag.expression} and "
        return prefixed(self.source, node, word)

    # -- a question --------------------------------------------------------------------------

    def _default_text(self) -> str | None:
        """The source of the answer that a question takes by itself."""
        answer = whole_answer(self.call)
        above = parent_of(answer)
        if self.prompt.name == "builtins.input":
            falls_back = above.kind() == "boolean_operator" and above.field("left") == answer
            return '""' if falls_back and field(above, "operator").text() == "or" else None
        node = self.given.get("default")
        if self.prompt.name not in _WITH_DEFAULT or node is None or string_value(node) is None:
            return None
        return None if _CONVERTS & set(self.given.named) else node.text()

    def _instead(self, text: str) -> Edit:
        return prefixed(self.source, self.call, f"{text} if {self.flag.expression} else ")

    def _refused(self) -> Edit:
        """End the program with status 2 and a line on standard error."""
        asked = next((text for n in positional(self.call)[:1] if (text := string_value(n))), "")
        asked = " ".join(_ESCAPE.sub(" ", asked).split()).rstrip(" :?>")
        asked = asked or self.prompt.kind.value
        reason = f"{self.flag.option} is given, but somebody must answer: {asked}"
        text = self._quoted(reason.replace('"', "'"), always='"')
        if self.flag.parser:
            return before(
                self.source, self.call, self.flag.expression, (f"{self.flag.parser}.error({text})",)
            )
        if self.prompt.name.startswith(("click.", "rich_click.")):
            return before(
                self.source,
                self.call,
                self.flag.expression,
                (f"raise {self._library()}.UsageError({text})",),
            )
        imported = [b for n in self.names.occurrences("sys") for b in self.names.bindings(n)]
        if not any(b.how is How.IMPORT and b.scope.kind() == "module" for b in imported):
            raise Unclear
        return before(
            self.source,
            self.call,
            self.flag.expression,
            (f"print({text}, file=sys.stderr)", "sys.exit(2)"),
        )

    def _library(self) -> str:
        """`click`, as the code calls it."""
        function = field(self.call, "function")
        if function.kind() != "attribute":
            raise Unclear
        return field(function, "object").text()

    def _quoted(self, text: str, always: str = "") -> str:
        first = self.call.find(kind="string_start")
        quote = always or ("'" if first is not None and "'" in first.text() else '"')
        return f"{quote}{text}{quote}"


def _is_in_loop(node: SgNode) -> bool:
    for ancestor in node.ancestors():
        if ancestor.kind() in {"while_statement", "for_statement"}:
            return True
        if ancestor.kind() in {"function_definition", "class_definition"}:
            break
    return False
