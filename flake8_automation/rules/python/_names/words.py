"""Where a name stands in a file: found in its text, since every search of the tree is dear.

A search of the tree looks at each of its nodes, for a tenth of the time that parsing took. To find
a word in the text takes a two-hundredth, and to go down to the node that stands there, next to
nothing; what the text around it says of a word often makes even that needless.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import DEEPEST
from flake8_automation.rules.python._nodes import end as _end
from flake8_automation.source import Source

# What may stand between two tokens.
GAP = r"(?:[\s\\]|#[^\n]*\n)*"

CALLED = re.compile(GAP + r"\(")

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_MANY = 8


Place = tuple[SgNode, int, int]  # a node, and where it begins and ends


class Words:
    """The words of one file, looked up one by one."""

    def __init__(self, source: Source) -> None:
        # Not the source itself, which holds this: without circles its tree is freed at once.
        self.text = source.text
        self.tree = source.tree
        self._offsets: dict[str, list[int]] = {}
        self._identifiers: dict[tuple[str, re.Pattern[str] | None], list[SgNode]] = {}
        self._children: dict[SgNode, list[SgNode]] = {}
        self._way: list[Place] = []

    def offsets(self, name: str) -> list[int]:
        """Where (0-based) a name stands in the text, also in comments, strings and so on."""
        if name not in self._offsets:
            self._offsets[name] = self._look_for(name)
        return self._offsets[name]

    def _look_for(self, name: str) -> list[int]:
        # Letters beyond ASCII do not count as such: too much is found rather than too little.
        text, size = self.text, len(name)
        if size < 3:  # it stands in many a longer word
            ends = [match.start() for match in _at_the_end(name).finditer(text)]
            return [at for at in ends if text[at - 1 : at] not in _LETTERS]
        found = []
        at = text.find(name)
        while at >= 0:
            behind = at + size
            if text[at - 1 : at] not in _LETTERS and text[behind : behind + 1] not in _LETTERS:
                found.append(at)
            at = text.find(name, behind)
        return found

    def identifiers(self, name: str, then: re.Pattern[str] | None = None) -> list[SgNode]:
        """All identifiers with this text, in order, also those behind a dot.

        Where `then` is given, only those behind which the text goes on like that.
        """
        key = name, then
        if key not in self._identifiers:
            places = self.offsets(name)
            if then is not None:
                places = [at for at in places if then.match(self.text, at + len(name))]
            self._identifiers[key] = self.nodes(name, places)
        return self._identifiers[key]

    def nodes(self, name: str, offsets: Iterable[int]) -> list[SgNode]:
        """The identifiers with this text at some of its offsets."""
        size = len(name)
        found = []
        for at in offsets:
            token = self.token(at)
            if token is not None:
                node, start, end = token
                if start == at and end == at + size and node.kind() == "identifier":
                    found.append(node)
        return found

    def keyword(self, word: str, offset: int) -> SgNode | None:
        """What begins with a keyword or a sign, if one stands at an offset (0-based)."""
        node, start, _ = self.token(offset) or (None, -1, -1)
        is_one = node is not None and start == offset and node.kind() == word
        return node.parent() if node is not None and is_one else None

    def token(self, offset: int) -> Place | None:
        """The token that covers an offset (0-based).

        Raises RecursionError where it stands so deep that to ask about it would take minutes.
        """
        way = self._way  # to the last one: what is asked for next is mostly near
        if not way:
            way.append((self.tree, 0, len(self.text)))
        node, start, end = way[-1]
        while len(way) > 1 and not start <= offset < end:
            way.pop()
            node, start, end = way[-1]
        while children := self._children_of(node):
            index = bisect_right(children, offset, key=_end)
            if index == len(children):
                return None
            node = children[index]
            where = node.range()
            start, end = where.start.index, where.end.index
            if start > offset:
                return None
            way.append((node, start, end))
            if len(way) > DEEPEST:
                raise RecursionError
        return node, start, end

    def _children_of(self, node: SgNode) -> list[SgNode]:
        children = self._children.get(node)
        if children is None:
            children = node.children()
            if len(children) > _MANY:
                self._children[node] = children
        return children


@cache
def _at_the_end(name: str) -> re.Pattern[str]:
    # Were there a \b in front as well, the search would take ten times as long.
    return re.compile(re.escape(name) + "(?![A-Za-z0-9_])")
