"""Values that say nothing new: what the program was given, what it says itself, where it writes."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import field, parent_of, positional, string_value
from flake8_automation.rules.python._scripts import vocabulary as words
from flake8_automation.rules.python._scripts.options import keyword

_CHILD = re.compile(
    r"\b(subprocess\.|check_output|communicate|getoutput|Popen|stdout\b|stderr\b|"
    r"run_command|execute_?\w*\()"
)
_SAVES = re.compile(
    r"(?i)^(?:save\w*|write\w*|dump|to_(?:csv|excel|parquet|file|pickle)|export\w*)$"
)
_BODIES = frozenset({"r.text", "resp.text", "response.text"})


class Echoes:
    """The judge of the values that one file prints."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def is_echo(self, value: SgNode) -> bool:
        """Whether a value is a message, the program's own input, or the path of its product."""
        text, kind = value.text(), value.kind()
        if words.NAMESPACES.match(text):
            return True
        if kind in {"identifier", "attribute"}:
            if words.ECHOED.match(text.rpartition(".")[2]) or text in _BODIES:
                return True
            return (
                self._is_caught(value)
                or self._is_of_a_child(value)
                or self._is_given(value)
                or self._is_written_to(value)
            )
        if kind == "call":
            return self._is_echoing_call(value)
        return kind == "lambda" or (kind == "subscript" and text.endswith(words.MESSAGES))

    def _is_echoing_call(self, call: SgNode) -> bool:
        function = field(call, "function")
        if words.ECHOING_CALLS.search(function.text()):
            return True
        if call.text().rstrip(")").endswith(words.MESSAGES):
            return True
        if function.text().endswith("join") and any(map(self.is_echo, positional(call))):
            return True
        owner = function.field("object") if function.kind() == "attribute" else None
        return owner is not None and owner.kind() != "string" and self.is_echo(owner)

    def _is_given(self, value: SgNode) -> bool:
        """Whether a name merely stands for an option: `path = args.path`."""
        if value.kind() != "identifier":
            return False
        bindings = self._names.bindings(value)
        given = bindings[0].value if len(bindings) == 1 else None
        return (
            given is not None
            and bindings[0].how is How.ASSIGNMENT
            and given.kind() in {"attribute", "subscript"}
            and words.NAMESPACES.match(given.text()) is not None
        )

    def _is_written_to(self, value: SgNode) -> bool:
        """Whether a name is that of a file that the program writes: no news, but a place."""
        if value.kind() != "identifier":
            return False
        for use in self._names.occurrences(value.text()):
            above = parent_of(use)
            if above.kind() != "argument_list":
                continue
            call = parent_of(above)
            if call.kind() != "call":
                continue
            callee = field(call, "function").text().rpartition(".")[2]
            if _SAVES.match(callee) or (callee == "open" and _writes(call, use)):
                return True
        return False

    def _is_caught(self, value: SgNode) -> bool:
        """Whether a name is that of an exception."""
        while value.kind() == "attribute":
            value = field(value, "object")
        if value.kind() != "identifier":
            return False
        return any(
            ancestor.kind() == "except_clause"
            for binding in self._names.bindings(value)
            if binding.how is How.OTHER
            for ancestor in binding.node.ancestors()
        )

    def _is_of_a_child(self, value: SgNode) -> bool:
        """Whether a name holds what another process wrote."""
        if value.kind() != "identifier":
            return False
        for binding in self._names.bindings(value):
            above = parent_of(binding.node)
            if above.kind() in {"pattern_list", "tuple_pattern"}:
                above = parent_of(above)
            if above.kind() not in {"assignment", "for_statement", "named_expression"}:
                continue
            made = above.field("right") or above.field("value")
            if made is not None and _CHILD.search(made.text()):
                return True
        return False


def _writes(call: SgNode, path: SgNode) -> bool:
    given = positional(call)
    mode = given[1] if len(given) > 1 else keyword(call, "mode")
    return (
        given[:1] == [path]
        and mode is not None
        and bool(re.search(r"[wax]", string_value(mode) or ""))
    )
