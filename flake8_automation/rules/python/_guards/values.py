"""Values that somebody can give before the run: as an option, an argument or in the environment.

A prompt that only stands in for such a value (`name = args.name or input()`) can be avoided.
"""

from ast_grep_py import Config, SgNode

from flake8_automation.rules.python._guards.missing import (
    ENVIRONMENT,
    HOLDERS,
    answers,
    instead_of,
    is_answer_itself,
    is_holder,
    known_to_be_given,
    missing_in,
)
from flake8_automation.rules.python._guards.switches import is_about, is_switch
from flake8_automation.rules.python._guards.uses import asks, last_name
from flake8_automation.rules.python._guards.words import is_rehearsal, words
from flake8_automation.rules.python._names.classes import own_values
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import (
    field,
    parent_of,
    positional,
    string_value,
    unwrapped,
)

_KEEPS = frozenset({"bool", "any", "all", "len", "int", "str", "list", "tuple"})
_KEEPING_METHODS = frozenset("strip rstrip lstrip lower upper split values keys items copy".split())
_SPLITTING = frozenset("split rsplit partition rpartition".split())
_PATTERNS = frozenset({"pattern_list", "tuple_pattern"})
_RESULTS: Config = {"rule": {"any": [{"kind": "assignment"}, {"kind": "return_statement"}]}}
_NAMED: Config = {"rule": {"any": [{"kind": "identifier"}, {"kind": "attribute"}]}}
_DEPTH = 3


class Values:
    """Tells which values of one file can be given before the run."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def stood_in_for(self, test: SgNode, outcome: bool, asking: SgNode) -> list[SgNode]:
        """What can be given, and is used instead of what is done on this outcome of a test."""
        instead = instead_of(test, outcome)
        if answers(instead, asking) if instead is not None else is_answer_itself(test):
            return [node for node in missing_in(test, outcome) if self.supplied(node)]
        here = known_to_be_given(test)
        values = [v for v in self.missing(test, outcome, asking) if v.text() not in here]
        return [v for v in values if instead is None or self._is_used(v, instead)]

    def missing(self, test: SgNode, outcome: bool, asking: SgNode) -> list[SgNode]:
        """What can be given, and is missing if a test has this outcome; `asking` asks for it.

        A switch gives no value, unless it is about what is asked.
        """
        question = field(asking, "arguments").text()
        return [
            node
            for node in missing_in(test, outcome)
            if self.supplied(node)
            and (not is_switch(self._names, node) or is_about(node, question))
        ]

    def _is_used(self, value: SgNode, instead: SgNode) -> bool:
        """Whether what is done instead of prompting uses the value: `x = name`, not `draw()`."""
        if value.text().endswith("argv"):
            return True
        parts = [n for n in value.find_all(_NAMED) if self.supplied(n)]
        if value.kind() in {"attribute", "subscript"}:  # args.name, not: any(kwargs.values())
            parts = [part for part in parts if not is_holder(part)]
        wanted = {value.text(), *(part.text() for part in parts)}
        mentions = [instead, *instead.find_all(_NAMED), *instead.find_all(kind=value.kind())]
        if not self._is_parameter(value):
            return any(node.text() in wanted for node in mentions)
        return instead.text() == value.text() or any(
            value.text() in [node.text() for node in statement.find_all(kind="identifier")]
            for statement in instead.find_all(_RESULTS)
            if not asks(statement)
        )

    def _is_parameter(self, node: SgNode) -> bool:
        """Whether a value comes from a caller that need not be the command line."""
        if node.kind() != "identifier":
            return False
        scopes = [b.scope for b in self._names.bindings(node) if b.how is How.PARAMETER]
        return bool(scopes) and parent_of(scopes[0]).kind() != "decorated_definition"

    def supplied(self, node: SgNode, depth: int = 0) -> bool:
        """Whether an option, an argument or the environment may give an expression its value."""
        node = unwrapped(node)
        if depth > _DEPTH:
            return False
        kind = node.kind()
        if kind == "identifier":
            return self._is_given(node, depth)
        if kind == "attribute":
            return self._attribute_supplied(node, depth)
        if kind == "subscript":
            return self._held(field(node, "value"), node)
        if kind == "call":
            function = field(node, "function")
            name = last_name(function)
            if name in ENVIRONMENT:
                return True
            if name in {"getattr", "hasattr"} and positional(node):
                return self._held(positional(node)[0], node)
            is_read = name.startswith(("get", "has"))
            if is_read and words(name)[-1] in HOLDERS:  # self.get_param("password")
                return True
            if function.kind() == "attribute":  # options.get("x"), args.name.strip()
                base = field(function, "object")
                if is_read:
                    return self._held(base, node)
                return name in _KEEPING_METHODS and self.supplied(base, depth)
            return name in _KEEPS and any(self.supplied(a, depth + 1) for a in positional(node))
        if kind in {"boolean_operator", "conditional_expression"}:
            return any(self.supplied(child, depth + 1) for child in node.named_children())
        return False

    def _is_given(self, node: SgNode, depth: int) -> bool:
        name = node.text()
        if is_rehearsal(name):
            return False
        if words(name)[-1:] == ("argv",) or name in ENVIRONMENT:
            return True
        for binding in self._names.bindings(node):
            if binding.how is How.PARAMETER:
                if name not in {"self", "cls"}:
                    return True
                continue
            value = binding.value or _taken_apart(binding.node)
            if value is not None and self.supplied(value, depth + 1):
                return True
        return False

    def _attribute_supplied(self, node: SgNode, depth: int) -> bool:
        name = field(node, "attribute").text()
        base = field(node, "object")
        if is_rehearsal(name):
            return False
        if name in ENVIRONMENT or name == "argv" or is_holder(base):
            return True
        owner = self._names.owner(base)
        if owner is None or base.text() != "self":
            return self._is_parsed(base)
        return any(
            self.supplied(v, depth + 1)
            for v in own_values(self._names.words, owner, name)
            if v != node
        )

    def _held(self, base: SgNode, whole: SgNode) -> bool:
        """Whether `base["x"]` or `base.get("x")` reads the options or the environment."""
        if any(is_rehearsal(string_value(s) or "") for s in whole.find_all(kind="string")):
            return False
        return last_name(base) in ENVIRONMENT or is_holder(base) or self._is_parsed(base)

    def _is_parsed(self, base: SgNode) -> bool:
        bindings = self._names.bindings(base) if base.kind() == "identifier" else []
        makers = [b.value.field("function") for b in bindings if b.value is not None]
        parses = ("parse_", "docopt")
        return any(maker is not None and last_name(maker).startswith(parses) for maker in makers)


def _taken_apart(part: SgNode) -> SgNode | None:
    """`auth` for the name `user` of `user, host = auth.split("@")` or `… = parse_auth(auth)`."""
    pattern = parent_of(part)
    assignment = pattern.parent()
    if pattern.kind() not in _PATTERNS or assignment is None or assignment.kind() != "assignment":
        return None
    right = assignment.field("right")
    if right is None or right.kind() != "call":
        return None
    function = field(right, "function")
    name = last_name(function)
    if name in _SPLITTING and function.kind() == "attribute":
        return field(function, "object")
    return positional(right)[0] if "parse" in words(name) and positional(right) else None
