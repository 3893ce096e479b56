"""Which of a program's outputs are results: data that it computed, not progress or complaints."""

import re
from collections.abc import Sequence

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    enclosing_function,
    field,
    parent_of,
    parts_of,
    string_value,
    within,
)
from flake8_automation.rules.python._scripts import vocabulary as words
from flake8_automation.rules.python._scripts.complaints import (
    ENDS,
    branch_in_loop,
    is_complaint,
    is_counted,
    is_fatal,
    is_in_loop,
    is_of_failed_child,
    is_remark,
    passes,
)
from flake8_automation.rules.python._scripts.echoes import Echoes
from flake8_automation.rules.python._scripts.options import keyword
from flake8_automation.rules.python._scripts.outputs import Output
from flake8_automation.rules.python._scripts.pieces import Pieces
from flake8_automation.rules.python._scripts.talk import is_talk, plain

# Where on the screen to go on: `term.move_yx(row, 0)`, `term.home`.
_MOVES = re.compile(r"\.(?:move(?:_\w+)?\(|(?:home|clear|clear_eo[ls])$)")


class Results:
    """The judge of the outputs of one file."""

    def __init__(self, names: Names, outputs: Sequence[Output] = ()) -> None:
        self._names = names
        self._outputs = outputs
        self._echoes = Echoes(names)

    def is_result(self, output: Output, depth: int = 0) -> bool:
        """Whether an output surely shows data that the program computed."""
        values = self.data(output)
        if not values or is_talk(output.words) or self._is_complaint(output):
            return False
        if any(_MOVES.search(value.text()) for value in values):
            return False  # a piece of a screen
        function = enclosing_function(output.node)
        shows = function is not None and words.TELLERS.match(field(function, "name").text())
        piece = _adds_no_line_end(output) and not shows
        if output.words.strip() == "\0" and (piece or passes(output.node)):
            return False  # a text that is passed through, or a generated document
        if function is not None and words.TALKERS.search(_snake(field(function, "name").text())):
            return False
        if function is None or not all(self._is_parameter(value) for value in values):
            return True
        return depth < 4 and any(
            self.is_result(self._handed_on(call, output), depth + 1)
            for call in self._calls_of(function)
        )

    def data(self, output: Output) -> list[SgNode]:
        """The values of an output that are neither messages nor the program's own input."""
        return [value for value in output.values if not self._echoes.is_echo(value)]

    def _is_complaint(self, output: Output) -> bool:
        """A list of findings is the result of a check, even if the program fails because of it."""
        findings = any(".join(" in value.text() for value in output.values)
        if findings:
            return is_remark(output.node)
        if is_of_failed_child(output.node) and len(self.data(output)) < len(output.values):
            return True  # what the other program said of its failure is in it
        return is_complaint(output.node, of_item=self._is_for_items(output))

    def is_finding(self, output: Output) -> bool:
        """Whether an output tells what is wrong with one of several items, and it is counted."""
        data = self.data(output)
        for_items = self._is_for_items(output)
        if not data or not (is_in_loop(output.node) or for_items) or not is_counted(output.node):
            return False
        if _is_bare(output) and len(data) < len(output.values):  # `print(f"{path}: {error}")`
            return not is_fatal(output.node)
        says = words.FAILING.match(plain(output.words).lstrip(words.MARKS)) is not None
        return says and not is_complaint(output.node, of_item=for_items)

    def is_status(self, output: Output) -> bool:
        """Whether an output says of an item of several how it fares, one thing or another:
        `if same: print(name, "unchanged")`, `else: print(name, "changed")`.
        """
        values = {value.text() for value in self.data(output)}
        if not values or self._is_ongoing(output) or is_remark(output.node):
            return False
        return any(
            not self._is_ongoing(other) and values & {value.text() for value in other.values}
            for other in self._alternatives(output)
        )

    def is_answer(self, output: Output) -> bool:
        """Whether an output shows something computed, in whatever words, and none of a doing."""
        return (
            bool(self.data(output))
            and not self._is_ongoing(output)
            and not self._is_complaint(output)
            and not passes(output.node)
        )

    def _is_for_items(self, output: Output) -> bool:
        """Whether the function that an output stands in is called in a loop."""
        function = enclosing_function(output.node)
        return function is not None and any(map(is_in_loop, self._calls_of(function)))

    @staticmethod
    def _is_ongoing(output: Output) -> bool:
        return words.ONGOING.match(plain(output.words).lstrip(words.MARKS)) is not None

    def _alternatives(self, output: Output) -> list[Output]:
        """What the other branches of the nearest `if` in a loop print."""
        test, branch = branch_in_loop(output.node)
        if test is None or not (is_in_loop(output.node) or self._is_for_items(output)):
            return []
        return [
            other
            for other in self._outputs
            if within(other.node, test) and not within(other.node, branch)
        ]

    def is_strong(self, output: Output) -> bool:
        """Whether a result is a row of several, a text made elsewhere, or a bare value."""
        if _is_bare(output) or is_in_loop(output.node):
            return True
        return any(".join(" in value.text() for value in output.values)

    def is_account(self, output: Output) -> bool:
        """Whether a result is printed by a function that is there to print: `print_report`."""
        function = enclosing_function(output.node)
        if function is None or not words.TELLERS.match(field(function, "name").text()):
            return False
        return self.is_strong(output) or len(output.values) > 1

    def _is_parameter(self, value: SgNode) -> bool:
        if value.kind() != "identifier":
            return False
        bindings = self._names.bindings(value)
        return bool(bindings) and all(b.how is How.PARAMETER for b in bindings)

    def _calls_of(self, function: SgNode) -> list[SgNode]:
        """The calls of a function of this file, in this file."""
        calls = []
        for node in self._names.occurrences(field(function, "name").text()):
            above = parent_of(node)
            callee = above if above.kind() == "attribute" else node
            call = parent_of(callee)
            if call.kind() != "call" or call.field("function") != callee:
                continue
            if self._names.definition_of(callee) == function or (
                callee == above and self._is_method(callee, function)
            ):
                calls.append(call)
        return calls

    def _is_method(self, callee: SgNode, function: SgNode) -> bool:
        """Whether `out.line` is the method `line` of the class that `out` was made with."""
        owner = next((a for a in function.ancestors() if a.kind() in ENDS), None)
        receiver = field(callee, "object")
        if owner is None or owner.kind() != "class_definition" or receiver.kind() != "identifier":
            return False
        made = [binding.value for binding in self._names.bindings(receiver)]
        return bool(made) and all(
            value is not None
            and value.kind() == "call"
            and self._names.definition_of(field(value, "function")) == owner
            for value in made
        )

    def _handed_on(self, call: SgNode, output: Output) -> Output:
        """The output as this call of the function around it makes it."""
        pieces = Pieces(self._names)
        for argument in parts_of(field(call, "arguments")):
            node = field(argument, "value") if argument.kind() == "keyword_argument" else argument
            pieces.add(node)
            pieces.words.append(" ")
        text = output.words.replace("\0", "").strip() + " " + "".join(pieces.words)
        return Output(call, output.writes, text.strip(), tuple(pieces.values))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)


def _is_bare(output: Output) -> bool:
    return not re.search(r"[A-Za-z]{2}", plain(output.words))


def _adds_no_line_end(output: Output) -> bool:
    if output.writes == "sys.stdout.write":
        return True
    if output.node.kind() != "call":
        return False
    end, new_line = keyword(output.node, "end"), keyword(output.node, "nl")
    return (end is not None and string_value(end) == "") or (
        new_line is not None and new_line.text() == "False"
    )
