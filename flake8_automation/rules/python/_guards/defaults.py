"""What a question is answered with where nobody is there: its own default, or nothing."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._calls import Arguments, arguments
from flake8_automation.rules.python._guards.answers import (
    NO,
    YES,
    comparison_of,
    literal_for,
    literals_as_spelled,
    shown_default,
    whole_answer,
)
from flake8_automation.rules.python._guards.edits import Unclear
from flake8_automation.rules.python._guards.leaving import ends_with
from flake8_automation.rules.python._guards.prompts import Kind, Prompt, question_text
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parent_of, string_value

# Enter is a consent where the text warns of something, and nobody gave it.
_WARNS = re.compile(
    r"ctrl|\^c|abort|cancel|delet|eras|remov|overwrit|destroy|sure|y/n|\byes\b|kill|drop|confirm",
    re.IGNORECASE,
)
_EMPTY = frozenset({"''", '""'})
_LITERALS = {"str": "string", "int": "integer", "float": "float"}


def typed_answer(names: Names, prompt: Prompt) -> str | None:
    """What `input` gives where nobody answers; None: there is no default, the program must end."""
    answer = _typed(names, prompt)
    if answer is None or not ends_with(names, prompt.call, answer):
        return None
    return answer


def _typed(names: Names, prompt: Prompt) -> str | None:
    call = prompt.call
    if is_pause(prompt):
        return None if _WARNS.search(question_text(names, call)) else ""
    if prompt.kind is not Kind.CONFIRMATION:
        return "" if _falls_back(call) else None
    yes = shown_default(names, prompt)
    if yes is None:
        return "" if _falls_back(call) else None
    comparison = comparison_of(call)
    if comparison is not None:
        wanted = YES if yes else NO
        spelled = [t for t in literals_as_spelled(comparison.node) if t.lower() in wanted]
        return spelled[0] if spelled else wanted[0]
    above = parent_of(whole_answer(call))
    target = above.field("left") if above.kind() == "assignment" else None
    if target is None or target.kind() != "identifier":
        return ""  # as if Enter was pressed
    return literal_for(names, target, yes) or ""


def is_pause(prompt: Prompt) -> bool:
    """Whether nobody looks at the answer."""
    return parent_of(prompt.call).kind() == "expression_statement"


def _falls_back(call: SgNode) -> bool:
    """`input(…) or "nobody"`, and `name = input(…)` with `if not name: name = "nobody"` below."""
    answer = whole_answer(call)
    above = parent_of(answer)
    if above.kind() == "boolean_operator":
        return above.field("left") == answer and field(above, "operator").text() == "or"
    target = above.field("left") if above.kind() == "assignment" else None
    statement = parent_of(above)
    below = statement.next() if statement.kind() == "expression_statement" else None
    if target is None or below is None or below.kind() != "if_statement":
        return False
    name, test = target.text(), field(below, "condition").text()
    empty = {f"not {name}", *(f"{name} == {quotes}" for quotes in _EMPTY)}
    return test in empty and any(
        field(assignment, "left").text() == name and assignment.find(kind="call") is None
        for assignment in field(below, "consequence").find_all(kind="assignment")
    )


def library_default(names: Names, prompt: Prompt) -> SgNode | bool | None:
    """The default of a prompt of click, typer or rich, None without one. Raises Unclear.

    What the library makes of a default that it is given must be that value itself, and no loop
    may wait for another.
    """
    given = arguments(names, prompt.call)
    if given.is_open:
        raise Unclear("its arguments cannot all be read")
    is_rich = prompt.name.startswith("rich.")
    default: SgNode | bool | None = given.get("default", None if is_rich else 1)
    if default is None and prompt.name.endswith(".confirm"):
        default = False
    if isinstance(default, SgNode):
        if default.text() in {"None", "..."}:
            return None
        if prompt.name.endswith(".prompt"):
            _check_conversion(given, default)
    if default is not None and not _leaves(names, prompt, default):
        raise Unclear("the loop around it might never end")
    return default


def _leaves(names: Names, prompt: Prompt, default: SgNode | bool) -> bool:
    if isinstance(default, bool):
        answers: list[str | bool] = [default]
    elif default.kind() in {"true", "false"}:
        answers = [default.kind() == "true"]
    elif (text := string_value(default)) is not None:
        answers = [text]
    else:
        answers = [True, False, ""] if prompt.kind is Kind.CONFIRMATION else [""]
    return all(ends_with(names, prompt.call, answer) for answer in answers)


def _check_conversion(given: Arguments, default: SgNode) -> None:
    kind = given.named.get("type")
    if "value_proc" in given.named or default.kind() == "lambda":
        raise Unclear("its default is made into something else")
    if kind is None or _LITERALS.get(kind.text()) == default.kind():
        return
    is_choice = kind.kind() == "call" and field(kind, "function").text().endswith("Choice")
    if not (is_choice and string_value(default) is not None):
        raise Unclear("its default is made into something else")
