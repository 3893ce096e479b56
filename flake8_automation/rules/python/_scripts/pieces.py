"""An expression that makes a text, taken apart into its words and its values."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import field, parts_of, string_value, unwrapped
from flake8_automation.rules.python._scripts.vocabulary import COLOUR_NAMES, COMMANDS, DRESSES

_PERCENT = re.compile(r"%(?:\(\w+\))?[-+ #0-9.*]*[a-zA-Z]")
_BRACES = re.compile(r"\{[^{}]*\}")


class Pieces:
    """An expression that makes a text, read into words and values."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.words: list[str] = []
        self.values: list[SgNode] = []

    def add(self, node: SgNode, depth: int = 0) -> None:
        """Read one more expression."""
        node = unwrapped(node)
        kind = node.kind()
        literal = string_value(node)
        if literal is not None:
            self.words.append(literal)
        elif kind in {"string", "concatenated_string"}:
            self._add_template(node, depth)
        elif kind == "binary_operator" and _operator(node) == "%" and self._formats(node):
            self._add_percent(node, depth)
        elif kind == "binary_operator" and _operator(node) == "+":
            self.add(field(node, "left"), depth)
            self.add(field(node, "right"), depth)
        elif kind == "binary_operator" and _operator(node) == "*" and _is_ruler(node):
            self.words.append("---")
        elif kind == "call":
            self._add_call(node, depth)
        elif kind in {"tuple", "list_splat", "conditional_expression"}:
            for child in _parts(node):
                self.add(child, depth)
                self.words.append(" ")
        elif kind == "identifier" and depth < 3:
            self._add_name(node, depth)
        elif kind not in {"integer", "float", "none", "true", "false", "ellipsis"}:
            self._add_value(node)

    def _add_value(self, node: SgNode) -> None:
        if COLOUR_NAMES.match(node.text()):
            return
        self.words.append("\0")
        self.values.append(node)

    def _add_template(self, node: SgNode, depth: int) -> None:
        for child in node.named_children():
            if child.kind() == "string":
                self._add_template(child, depth)
            elif child.kind() == "string_content":
                self.words.append(child.text())
            elif child.kind() == "interpolation":
                self.add(child.named_children()[0], depth)

    def _formats(self, node: SgNode) -> bool:
        left = unwrapped(field(node, "left"))
        return left.kind() in {"string", "concatenated_string"} or "%" in left.text()

    def _add_percent(self, node: SgNode, depth: int) -> None:
        left, right = unwrapped(field(node, "left")), unwrapped(field(node, "right"))
        given = _parts(right) if right.kind() in {"tuple", "dictionary"} else [right]
        self._fill(_PERCENT.sub("\0", string_value(left) or ""), given, depth)

    def _fill(self, template: str, given: list[SgNode], depth: int) -> None:
        """A template whose marks are NULs, and the values that go there."""
        self.words.append(template)
        inner = Pieces(self._names)
        for argument in given:
            inner.add(argument, depth)
        self.values += inner.values

    def _add_call(self, call: SgNode, depth: int) -> None:
        function = field(call, "function")
        arguments = [
            field(a, "value") if a.kind() == "keyword_argument" else a
            for a in parts_of(field(call, "arguments"))
        ]
        if function.kind() == "attribute":
            name, owner = field(function, "attribute").text(), unwrapped(field(function, "object"))
            template = string_value(owner)
            if name == "format" and template is not None:
                self._fill(_BRACES.sub("\0", template), arguments, depth)
                return
            if DRESSES.search(name) and not arguments:
                self.add(owner, depth)
                return
        last = function.text().rpartition(".")[2]
        if arguments and (last == "_" or DRESSES.search(last)):  # gettext, colours
            self.add(arguments[0], depth)
        else:
            self._add_value(call)

    def _add_name(self, node: SgNode, depth: int) -> None:
        """A name that stands for a text made nearby is read as that text."""
        bindings = self._names.bindings(node)
        value = bindings[0].value if len(bindings) == 1 else None
        if (
            value is None
            or COMMANDS.search(node.text())
            or bindings[0].how is not How.ASSIGNMENT
            or not _is_text(value)
        ):
            self._add_value(node)
        else:
            self.add(value, depth + 1)


def _is_text(node: SgNode) -> bool:
    node = unwrapped(node)
    kind = node.kind()
    if kind == "binary_operator":
        return _operator(node) in {"+", "%"} and (
            _is_text(field(node, "left")) or _is_text(field(node, "right"))
        )
    if kind == "call":
        function = field(node, "function")
        return function.text().endswith(".format") and _is_text(field(function, "object"))
    return kind in {"string", "concatenated_string"}


def _operator(node: SgNode) -> str:
    return field(node, "operator").text()


def _is_ruler(node: SgNode) -> bool:
    return any(string_value(unwrapped(field(node, side))) is not None for side in ("left", "right"))


def _parts(node: SgNode) -> list[SgNode]:
    if node.kind() == "conditional_expression":
        first, *_, last = parts_of(node)
        return [first, last]
    if node.kind() == "dictionary":
        return [field(pair, "value") for pair in node.named_children() if pair.kind() == "pair"]
    return parts_of(node)
