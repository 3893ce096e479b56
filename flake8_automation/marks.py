"""What identifies a gap in the text around it, wherever it moves and however it is laid out.

The mark of a gap is the qualified name of what encloses it and a hash of its tokens: of those that
a formatter keeps. Comments, line breaks, trailing commas, the kind of quotes, the case of digits,
strings that are cut in several, and parentheses around a whole argument do not count.
"""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.model import Mark

_PASSED_OVER = frozenset({"comment", "line_continuation"})
_STRINGS = frozenset({"string", "concatenated_string"})
_DEFINITIONS = frozenset({"function_definition", "class_definition"})
_CLOSING = frozenset(")]}")

# What stands between parentheses is all that stands in such a place, so they say nothing.
_SLOTS = frozenset(
    {
        *("argument_list", "keyword_argument", "default_parameter", "typed_default_parameter"),
        *("list", "tuple", "set", "pair", "subscript", "interpolation", "lambda"),
    }
)
_NEED_A_COMMA = frozenset({"tuple", "subscript"})  # as `(1,)` does: without it, another value

_EXPRESSION = "\0{}\0"  # in a formatted string, whose text has no such character once it is ASCII
_PREFIX = re.compile(r"[A-Za-z]*")
_TO_ESCAPE = re.compile(r'\\.|"|\r\n?|\n', re.DOTALL)


def mark(node: SgNode) -> Mark:
    """The mark of a gap that stands at `node`."""
    import hashlib

    tokens = "\n".join(_tokens(node))  # none holds a line break
    digest = hashlib.sha256(tokens.encode("utf-8", "surrogatepass")).hexdigest()
    return Mark(_enclosing(node), digest[:16])


def _enclosing(node: SgNode) -> str:
    """The names of the definitions around a node, with dots; a decorator belongs to its own."""
    names = []
    came_from = node
    for ancestor in node.ancestors():
        definition = None
        if ancestor.kind() in _DEFINITIONS:
            definition = ancestor
        elif ancestor.kind() == "decorated_definition" and came_from.kind() == "decorator":
            definition = ancestor.field("definition")
        name = definition.field("name") if definition else None
        if name:
            names.append(name.text())
        came_from = ancestor
    return ".".join(reversed(names))


def _tokens(top: SgNode) -> Iterator[str]:
    waiting = [top]
    while waiting:
        node = waiting.pop()
        kind = node.kind()
        if kind in _STRINGS:
            yield _string(node)
            continue
        children = [child for child in node.children() if child.kind() not in _PASSED_OVER]
        if children:
            waiting += reversed(_without_what_says_nothing(node, children))
        else:
            text = node.text()
            yield text.lower() if kind in {"integer", "float"} else " ".join(text.split())


def _without_what_says_nothing(node: SgNode, children: list[SgNode]) -> list[SgNode]:
    kind = node.kind()
    if kind == "parenthesized_expression":
        parent = node.parent()
        return children[1:-1] if parent and parent.kind() in _SLOTS else children
    if len(children) > 2 and children[-1].text() in _CLOSING and children[-2].kind() == ",":
        commas = sum(1 for child in children if child.kind() == ",")
        if commas > 1 or kind not in _NEED_A_COMMA:
            return [*children[:-2], children[-1]]
    return children


def _string(node: SgNode) -> str:
    """A string, or several that stand side by side, as one literal in ASCII."""
    parts = (
        [node] if node.kind() == "string" else [c for c in node.children() if c.kind() == "string"]
    )
    pieces: list[str] = []
    kinds = set()
    for part in parts:
        children = part.children()
        start = children[0].text() if children else ""
        prefix = _PREFIX.match(start)
        letters = prefix.group().lower() if prefix else ""
        kinds |= set(letters) & set("bft")
        for child in children[1:-1]:
            if child.kind() == "interpolation":
                pieces.append(_EXPRESSION.format("\t".join(_tokens_below(child))))
            else:
                text = child.text()
                if set(letters) & set("ft"):
                    text = text.replace("{{", "{").replace("}}", "}")
                pieces.append(ascii(text if "r" in letters else _cooked(text, letters))[1:-1])
    return "".join(sorted(kinds)) + '"' + "".join(pieces) + '"'


def _tokens_below(interpolation: SgNode) -> Iterator[str]:
    for child in interpolation.children()[1:-1]:
        yield from _tokens(child)


def _cooked(text: str, letters: str) -> str:
    """What the text of a string that is not raw stands for; itself where it stands for nothing."""
    import ast
    import warnings

    quoted = _TO_ESCAPE.sub(_escaped, text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about escapes that there are none of
        try:
            value = ast.literal_eval(f'{"b" if "b" in letters else ""}"{quoted}"')
        except (SyntaxError, ValueError):
            return text
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _escaped(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith("\\"):
        return found
    return '\\"' if found == '"' else "\\n"
