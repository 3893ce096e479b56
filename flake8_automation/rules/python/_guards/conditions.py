"""Whether a test asks if somebody is there: by a word, at the terminal, in the environment."""

from ast_grep_py import Config, SgNode

from flake8_automation.rules.python._guards.missing import ENVIRONMENT
from flake8_automation.rules.python._guards.shown import is_shown
from flake8_automation.rules.python._guards.uses import asks, last_name
from flake8_automation.rules.python._guards.values import Values
from flake8_automation.rules.python._guards.words import Vocabulary, is_asking
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import Binding, How
from flake8_automation.rules.python._nodes import field, parent_of, string_value

_WORDLIKE: Config = {"rule": {"any": [{"kind": "identifier"}, {"kind": "string"}]}}
_DECIDING: Config = {"rule": {"any": [{"kind": "if_statement"}, {"kind": "return_statement"}]}}
_GETTERS = frozenset(
    {"get", "getattr", "hasattr", "pop", "getenv", "getboolean", "get_bool", "set"}
)
_TRANSPARENT = frozenset({"bool", "any", "all", "len", "int", "str", "isinstance"}) | _GETTERS
_FIXED = frozenset(
    {
        "string",
        "concatenated_string",
        "list",
        "tuple",
        "set",
        "dictionary",
        "float",
        "list_comprehension",
    }
)
_FIXED_TEXTS = frozenset({"set", "frozenset", "list", "tuple", "str"})
_CHOICES = frozenset({"tuple", "list", "set", "case_pattern"})
_DEPTH = 3


class Conditions:
    """Reads the tests of one file, with the words of a run."""

    def __init__(self, names: Names, vocabulary: Vocabulary) -> None:
        self._names = names
        self._words = vocabulary
        self._values = Values(names)

    def speaks(self, test: SgNode, depth: int = 0) -> bool:
        """Whether a test looks at the terminal, the environment, or a name that is a guard."""
        return any(
            self._string_speaks(node) if node.kind() == "string" else self._name_speaks(node, depth)
            for node in [test, *test.find_all(_WORDLIKE)]
            if node.kind() in {"identifier", "string"} and not self._is_hidden(node, test)
        )

    def _is_hidden(self, node: SgNode, test: SgNode) -> bool:
        """Whether a name is merely handed to a function that asks somebody by itself."""
        if node == test:
            return False
        child = node
        for parent in node.ancestors():
            if parent.kind() == "lambda":
                return True
            if parent.kind() == "call" and parent.field("arguments") == child:
                name = last_name(field(parent, "function"))
                if name not in _TRANSPARENT and (is_asking(name) or not name):
                    return True
            if parent == test:
                return False
            child = parent
        return False

    def _name_speaks(self, node: SgNode, depth: int) -> bool:
        parent = parent_of(node)
        name = node.text()
        if parent.kind() == "keyword_argument" and parent.field("name") == node:
            return False
        if parent.kind() == "attribute":
            if parent.field("attribute") == node:
                above = parent_of(parent)
                if above.kind() == "call" and above.field("function") == parent:
                    return self._function_speaks(parent, name, depth)
                if self._words.speaks(name):
                    return not _is_answered(parent) and not is_shown(self._names, parent)
                return self._reads_host(node)
            above = parent_of(parent)
            is_method = above.kind() == "call" and above.field("function") == parent
            return is_method and self._variable_speaks(node, depth)
        if parent.kind() == "call" and parent.field("function") == node:
            return self._function_speaks(node, name, depth)
        return self._reads_host(node) or self._variable_speaks(node, depth)

    def _function_speaks(self, function: SgNode, name: str, depth: int) -> bool:
        if self._words.asks_state(name) or self._reads_host(function):
            return True
        definition = self._names.definition_of(function)
        if depth > 1 or definition is None or definition.kind() != "function_definition":
            return False
        body = field(definition, "body")
        return not asks(body) and any(
            self.speaks(part, _DEPTH)
            for statement in body.find_all(_DECIDING)
            for part in [statement.field("condition") or statement]
        )

    def _variable_speaks(self, node: SgNode, depth: int) -> bool:
        bindings = self._names.bindings(node)
        values = [b.value for b in bindings if b.value is not None and b.how is How.ASSIGNMENT]
        if self._words.speaks(node.text()) and not self._is_answer(bindings):
            return not is_shown(self._names, node)
        return depth < _DEPTH and any(
            value.kind() not in _FIXED and not asks(value) and self.speaks(value, depth + 1)
            for value in values
            if node not in [value, *value.find_all(kind="identifier")]
        )

    def _is_answer(self, bindings: list[Binding]) -> bool:
        """Whether a name holds what somebody typed, or a text, and nothing that was set before."""
        asked = any(b.value is not None and asks(b.value) for b in bindings)
        unfixed = [
            b
            for b in bindings
            if b.value is None or not (asks(b.value) or _is_fixed(b.value, asked))
        ]
        return bool(bindings) and not [b for b in unfixed if b.how is not How.OTHER or not asked]

    def _reads_host(self, node: SgNode) -> bool:
        """Whether `environ` or `getenv` is read for a variable that tells that nobody watches."""
        if last_name(node) not in ENVIRONMENT:
            return False
        for ancestor in node.ancestors():
            if ancestor.kind() in {"call", "subscript", "comparison_operator"}:
                texts = [string_value(n) for n in ancestor.find_all(kind="string")]
                if texts:
                    return any(self._words.is_host_variable(text or "") for text in texts)
            elif ancestor.kind() not in {"attribute", "argument_list", "not_operator"}:
                break
        return True

    def _string_speaks(self, node: SgNode) -> bool:
        text = string_value(node) or ""
        parent = parent_of(node)
        if text.startswith("-"):  # "--yes" in sys.argv, arguments["--yes"]
            return self._words.speaks(text) or text == "-y"
        if parent.kind() == "subscript":
            is_key = parent.field("value") != node and self._words.speaks(text)
            return is_key and not _is_answered(parent)
        if parent.kind() == "argument_list":
            call = parent_of(parent)
            return last_name(field(call, "function")) in _GETTERS and self._words.speaks(text)
        if parent.kind() == "comparison_operator":  # args.hooks == "ask", not: answer == "yes"
            others = [other for other in parent.named_children() if other != node]
            is_setting = (
                text != "yes" and self._words.speaks(text) and self._values.supplied(others[0])
            )
            return is_setting or self._words.states_it(text)
        return parent.kind() in _CHOICES and self._words.states_it(text)


def _is_fixed(value: SgNode, asked: bool) -> bool:
    kind = value.kind()
    if kind == "call":
        return last_name(field(value, "function")) in _FIXED_TEXTS
    return kind in _FIXED or (asked and kind in {"true", "false", "none", "integer"})


def _is_answered(place: SgNode) -> bool:
    """Whether the function around `data["confirm"]` or `self.confirm` stores an answer there."""
    for ancestor in place.ancestors():
        if ancestor.kind() in {"function_definition", "module"}:
            return any(
                field(assignment, "left").text() == place.text() and asks(assignment)
                for assignment in ancestor.find_all(kind="assignment")
            )
    return False
