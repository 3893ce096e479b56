"""Writing a flag right at a prompt, so that nothing changes where it is not given."""

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._guards.answers import (
    comparison_of,
    literal_for,
    shown_default,
    whole_answer,
)
from flake8_automation.rules.python._guards.edits import Unclear, before, prefixed, skipped
from flake8_automation.rules.python._guards.flags import Flag
from flake8_automation.rules.python._guards.leaving import ends_with
from flake8_automation.rules.python._guards.prompts import Kind, Prompt
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import parent_of
from flake8_automation.source import Source

_BOOLEAN = frozenset({"click.confirm", "rich_click.confirm", "typer.confirm",
                      "rich.prompt.Confirm.ask", "questionary.confirm.ask"})  # fmt: skip
_PAUSES = frozenset({"builtins.input", "click.pause", "rich_click.pause"})


class Inline:
    """One prompt and the flag that is to guard it."""

    def __init__(self, source: Source, names: Names, prompt: Prompt, flag: Flag) -> None:
        self._source, self._names, self._prompt, self._flag = source, names, prompt, flag
        self._call = prompt.call
        self._is_statement = parent_of(prompt.call).kind() == "expression_statement"
        self.is_pause = self._is_statement and prompt.name in _PAUSES

    def with_yes(self) -> tuple[str, Edit]:
        """Say yes where the flag is given: the title and the edit. Raises Unclear."""
        if self.is_pause:
            return self.skipped()
        return f"Take yes where {self._flag.option} is given", self._answered(yes=True)

    def skipped(self) -> tuple[str, Edit]:
        """Do not ask where the flag is given: the title and the edit. Raises Unclear."""
        title = f"Do not wait where {self._flag.option} is given"
        return title, skipped(self._source, parent_of(self._call), f"not {self._flag.expression}")

    def with_default(self) -> tuple[str, Edit] | None:
        """Take the default of a confirmation: the title and the edit. Raises Unclear."""
        if self._prompt.kind is not Kind.CONFIRMATION:
            return None
        yes = shown_default(self._names, self._prompt)
        if yes is None:
            return None
        if not ends_with(self._names, self._call, yes):
            raise Unclear("the loop around it might never end")
        title = f"Take the default, {'yes' if yes else 'no'}, where {self._flag.option} is given"
        return title, self._answered(yes=yes)

    def refused(self) -> tuple[str, Edit]:
        """End with status 2 where the flag is given: the title and the edit. Raises Unclear."""
        asked = self._prompt.kind.value
        text = f'"error: a {asked} needs an answer; give one without {self._flag.option}"'
        lines = (f"print({text}, file=sys.stderr)", "sys.exit(2)")
        edit = before(self._source, self._call, self._flag.expression, lines)
        return f"End with an error where {self._flag.option} is given", edit

    def _answered(self, *, yes: bool) -> Edit:
        if self._prompt.name in _BOOLEAN:
            aborts = "abort" in arguments(self._names, self._call).named
            if self._is_statement and (yes or not aborts):
                return self.skipped()[1]
            return self._decided(self._call, value=yes)
        if self._prompt.name != "builtins.input":
            raise Unclear("its answer is used in another way")
        comparison = comparison_of(self._call)
        if comparison is not None:
            return self._decided(comparison.node, comparison.if_yes if yes else comparison.if_no)
        answer = whole_answer(self._call)
        above = parent_of(answer)
        target = above.field("left")
        if above.kind() != "assignment" or target is None or target.kind() != "identifier":
            raise Unclear("its answer is used in another way")
        text = literal_for(self._names, target, yes, spelled_only=_is_in_loop(answer))
        if text is None:
            raise Unclear("the code does not say what it takes for yes")
        words = f"{self._quoted(text)} if {self._flag.expression} else "
        return prefixed(self._source, answer, words)

    def _decided(self, node: SgNode, value: bool) -> Edit:
        """Make a truth value out of the flag where it is given, and out of the node where not."""
        flag = self._flag.expression
        return prefixed(self._source, node, f"{flag} or " if value else f"not {flag} and ")

    def _quoted(self, text: str) -> str:
        first = self._call.find(kind="string_start")
        quote = "'" if first is not None and "'" in first.text() else '"'
        return f"{quote}{text}{quote}"


def _is_in_loop(node: SgNode) -> bool:
    for ancestor in node.ancestors():
        if ancestor.kind() in {"while_statement", "for_statement"}:
            return True
        if ancestor.kind() in {"function_definition", "class_definition"}:
            break
    return False
