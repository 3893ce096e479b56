"""YAML as nodes that know where they stand: what PyYAML's C parser says, with aliases resolved.

Only events are read, so nothing is ever expanded: an alias is the node that it names, once more.
Scalars stay as they are written, so that the key `on` is "on" and not true, as it is in YAML 1.1.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)
_LINE_END = re.compile(r"[\r\n]")
_BLOCK = frozenset("|>")
MERGE = "<<"


class Kind(Enum):
    """What a node is."""

    SCALAR = "a text"
    MAPPING = "a mapping"
    SEQUENCE = "a list"


class Invalid(ValueError):
    """Not YAML. The message is one line; line and column are 1-based, 0 where they are unknown."""

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column


class Node:
    """A node, the same object wherever an alias leads to it. Nothing changes it once it is read.

    `start` and `end` (exclusive) are character offsets. The end of a mapping or a list in block
    style is somewhere behind its last node. `style` is "flow" or "block", of a scalar "", "'", '"',
    "|" or ">"; `tag` is empty unless one is written.
    """

    __slots__ = ("end", "items", "kind", "pairs", "start", "style", "tag", "value")

    def __init__(self, kind: Kind, start: int, style: str, tag: str, value: str = "") -> None:
        self.kind = kind
        self.start = start
        self.end = start
        self.style = style
        self.tag = tag
        self.value = value
        self.items: tuple[Node, ...] = ()
        self.pairs: tuple[tuple[Node, Node], ...] = ()

    @property
    def is_null(self) -> bool:
        """Whether it says nothing: `key:`, `~` or `null`."""
        return self.kind is Kind.SCALAR and not self.style and self.value in _NULLS

    @property
    def is_plain(self) -> bool:
        """Whether it is a scalar without quotes, so that what it is depends on how it looks."""
        return self.kind is Kind.SCALAR and not self.style

    def children(self) -> Iterator["Node"]:
        """The nodes directly in it, keys included."""
        yield from self.items
        for pair in self.pairs:
            yield from pair


def read(text: str) -> tuple[Node, ...]:
    """The documents of a text, but for those that are empty. Raises `Invalid`."""
    from yaml import CSafeLoader, YAMLError, parse

    try:
        return _Builder(text).built(parse(text, Loader=CSafeLoader))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        reason = " ".join(reason.split())
        raise Invalid(reason, *((mark.line + 1, mark.column + 1) if mark else ())) from None
    except UnicodeEncodeError:
        raise Invalid("it holds half of a surrogate pair") from None


class _Builder:
    """Makes nodes of events."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._anchors: dict[str, Node] = {}
        self._open: list[tuple[Node, list[Node]]] = []  # collections that are being filled
        self._documents: list[Node] = []

    def built(self, events: Any) -> tuple[Node, ...]:
        import yaml

        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._add(self._new(Kind.SCALAR, event, event.value))
            elif isinstance(event, yaml.AliasEvent):
                self._add(self._named(event))
            elif isinstance(event, yaml.MappingStartEvent):
                self._open.append((self._new(Kind.MAPPING, event), []))
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open.append((self._new(Kind.SEQUENCE, event), []))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._anchors = {}
        return tuple(self._documents)

    def _new(self, kind: Kind, event: Any, value: str = "") -> Node:
        if kind is Kind.SCALAR:
            style = event.style or ""
        else:
            style = "flow" if event.flow_style else "block"
        tag = event.tag or ""
        node = Node(kind, event.start_mark.index, style, tag if tag != "!" else "", value)
        node.end = event.end_mark.index
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _named(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        mark = event.start_mark
        if node is None:
            raise Invalid(f"found undefined alias {event.anchor!r}", mark.line + 1, mark.column + 1)
        if any(node is one for one, _ in self._open):
            reason = f"the alias {event.anchor!r} stands in what it names"
            raise Invalid(reason, mark.line + 1, mark.column + 1)
        return node

    def _close(self, event: Any) -> None:
        node, inner = self._open.pop()
        node.end = event.end_mark.index
        if node.kind is Kind.SEQUENCE:
            node.items = tuple(inner)
        else:
            node.pairs = tuple(zip(inner[::2], inner[1::2], strict=True))
            _insist_on_different_keys(node, self._text)
        self._add(node)

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1][1].append(node)
        elif not node.is_null:
            self._documents.append(node)


def _insist_on_different_keys(node: Node, text: str) -> None:
    seen = set()
    for key, _ in node.pairs:
        if key.kind is not Kind.SCALAR or (key.value == MERGE and key.is_plain):
            continue
        if key.value in seen:
            line = text.count("\n", 0, key.start) + 1
            column = key.start - text.rfind("\n", 0, key.start)
            raise Invalid(f"the key {key.value!r} stands twice in one mapping", line, column)
        seen.add(key.value)


def entries(mapping: Node) -> dict[str, tuple[Node, Node]]:
    """The keys and values of a mapping by name, with those that `<<` merges; none for a scalar.

    What stands in the mapping itself wins, and of several merged mappings the first.
    """
    found: dict[str, tuple[Node, Node]] = {}
    seen: set[Node] = set()
    waiting = [mapping]
    while waiting:
        node = waiting.pop()
        if node in seen:  # once is enough, and a bomb of merges stays small
            continue
        seen.add(node)
        merged: list[Node] = []
        for key, value in node.pairs:
            if key.value == MERGE and key.is_plain:
                merged += value.items if value.kind is Kind.SEQUENCE else [value]
            elif key.kind is Kind.SCALAR:
                found.setdefault(key.value, (key, value))
        waiting += reversed(merged)
    return found


class Comment(NamedTuple):
    """A comment: its text from the `#` on, and the offset of that."""

    start: int
    text: str


def comments(text: str, documents: Iterable[Node]) -> Iterator[Comment]:
    """The comments of a text: what looks like one and stands in no scalar."""
    spans = sorted(_spans(text, documents))
    starts = [start for start, _ in spans]
    for match in _COMMENT.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or match.start() >= spans[index][1]:
            yield Comment(match.start(), match.group())


def _spans(text: str, documents: Iterable[Node]) -> Iterator[tuple[int, int]]:
    """Where scalars stand; of those in block style what is below the line of their indicator."""
    for node in nodes(documents):
        if node.kind is Kind.SCALAR:
            start = node.start
            if node.style in _BLOCK:
                header = _LINE_END.search(text, start)
                start = header.start() if header else node.end
            yield start, node.end


def nodes(top: Iterable[Node]) -> Iterator[Node]:
    """All nodes, each once, however many aliases lead to it."""
    waiting = list(top)
    seen: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
            waiting += node.children()


def digest(node: Node) -> str:
    """A hash of the data of a node, however it is laid out: hexadecimal digits."""
    known: dict[Node, str] = {}
    waiting = [node]
    while waiting:
        one = waiting[-1]
        unknown = [child for child in one.children() if child not in known]
        if unknown:
            waiting += unknown
            continue
        waiting.pop()
        inner = [known[child] for child in one.children()]
        known[one] = known.get(one) or _hash(one.kind.name, one.value, *inner)
    return known[node]


def _hash(*parts: str) -> str:
    import hashlib

    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
