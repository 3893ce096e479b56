"""Collecting the edits of one fix, and writing them in the layout of the file."""

import re

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._nodes import end, lineage, parent_of, start
from flake8_automation.source import Source

_FIRST_INDENT = re.compile(r":[ \t]*(?:#.*)?\r?\n([ \t]+)[^\s#]")
_LEAST_WIDTH, _MOST_WIDTH = 79, 100


IMPORT, DEFINITION = -2, -1  # the `order` of what must come before anything else at its place


class Refused(Exception):
    """The fix cannot be made right. The message completes the sentence "not done, because …"."""


class Changes:
    """The edits of one fix, and the layout that they follow.

    What is inserted at one place stands there by its `order`, and else as it came.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        found = _FIRST_INDENT.search(source.text)
        self.unit = found[1] if found and ("\t" in found[1] or len(found[1]) <= 8) else "    "
        self.unit = "\t" if "\t" in self.unit else self.unit
        longest = max(map(len, source.text.splitlines()), default=0)
        self.width = min(max(longest, _LEAST_WIDTH), _MOST_WIDTH)
        self._insertions: dict[int, list[tuple[int, str]]] = {}
        self._replacements: list[Edit] = []
        self._deepened: list[tuple[int, int]] = []

    def insert(self, offset: int, text: str, order: int = 0) -> None:
        """Insert at an offset (0-based), with `\\n` for whatever ends the lines of the file."""
        text = text.replace("\n", self.source.newline)
        self._insertions.setdefault(offset, []).append((order, text))

    def wrap(self, node: SgNode, before: str, after: str) -> None:
        """Write something in front of a node and something behind it."""
        self.insert(start(node), before)
        self.insert(end(node), after)

    def replace(self, node: SgNode, text: str) -> None:
        """Write something instead of a node."""
        self._replacements.append(Edit(self.source.span_of(node), text))

    def drop(self, begin: int, finish: int) -> None:
        """Leave out what stands between two offsets (0-based)."""
        self._replacements.append(Edit(self.source.span(begin, finish), ""))

    def edits(self) -> tuple[Edit, ...]:
        """All edits, in order of position."""
        added = [
            Edit(self.source.span(at, at), self._deepened_with_it(at, _joined(texts)))
            for at, texts in self._insertions.items()
        ]
        return tuple(sorted(added + self._replacements, key=lambda edit: edit.span.start.offset))

    def _deepened_with_it(self, at: int, text: str) -> str:
        """What is inserted among lines that are indented further is indented with them."""
        if not any(begin < at <= finish for begin, finish in self._deepened):
            return text
        return text.replace(self.source.newline, self.source.newline + self.unit)

    def line_start(self, node: SgNode) -> int:
        """Where the line (0-based offset) begins on which a node does."""
        return self.source.line_start(self.source.position(start(node)).line)

    def line_end(self, node: SgNode) -> int:
        """Where the line (0-based offset) ends on which a node does, in front of its line feed."""
        found = re.compile(r"[\r\n]|\Z").search(self.source.text, end(node))
        return found.start() if found else len(self.source.text)

    def indent(self, node: SgNode) -> str:
        """What stands in front of the first statement on a node's line."""
        line = self.source.text[self.line_start(node) : start(node)]
        return line[: len(line) - len(line.lstrip())]

    def stands_alone(self, statement: SgNode) -> bool:
        """Whether nothing but a comment shares its lines with a statement."""
        behind = self.source.text[end(statement) : self.line_end(statement)].strip()
        return (
            not behind.partition("#")[0]
            and self.indent(statement)
            == (self.source.text[self.line_start(statement) : start(statement)])
        )

    def has_own_line(self, item: SgNode) -> bool:
        """Whether an item of a list begins its line."""
        return not self.source.text[self.line_start(item) : start(item)].strip()

    def add_above(self, statement: SgNode, text: str) -> None:
        """Write a definition above a statement of the module, and above comments on it."""
        before = statement.prev()
        while (
            before is not None
            and before.kind() == "comment"
            and self.has_own_line(before)
            and not self.source.text[end(before) : self.line_start(statement)].strip()
        ):
            statement, before = before, before.prev()
        at = self.line_start(statement)
        above = self.source.text[:at].replace("\r\n", "\n")
        blank = 2 - (len(above) - len(above.rstrip("\n")) - 1)
        indented = "\n".join(
            self.unit * ((len(line) - len(line.lstrip())) // 4) + line.lstrip()
            for line in text.split("\n")
        )
        self.insert(at, "\n" * max(blank, 0) + indented + "\n\n\n", DEFINITION)

    def broken(self, beside: SgNode, before: str, inside: str, after: str) -> str:
        """A call as a line of a node's indentation; as three where it would be too long for one."""
        indent = self.indent(beside)
        if len(indent) + len(before) + len(inside) + len(after) <= self.width:
            return before + inside + after
        return f"{before}\n{indent}{self.unit}{inside}\n{indent}{after}"

    def add_line(self, statement: SgNode, text: str) -> None:
        """Write a line below a statement that stands alone on its own."""
        if not self.stands_alone(statement):
            raise Refused("a statement that it concerns shares its line with another")
        self.insert(self.line_end(statement), f"\n{self.indent(statement)}{text}")

    def deepen(self, first: SgNode, last: SgNode) -> None:
        """Indent all lines from one statement to another, but what lies inside of strings."""
        begin, finish = self.line_start(first), end(last)
        self._deepened.append((begin, self.line_end(last)))
        strings = [
            (start(node), end(node))
            for node in parent_of(first).find_all(kind="string")
            if "\n" in node.text()
        ]
        line = self.source.position(begin).line
        while (at := begin) < finish:
            if not any(a < at <= b for a, b in strings) and self.source.text[at] not in "\r\n":
                self.insert(at, self.unit)
            line += 1
            try:
                begin = self.source.line_start(line)
            except IndexError:
                break


def _joined(texts: list[tuple[int, str]]) -> str:
    return "".join(text for _, text in sorted(texts, key=lambda item: item[0]))


def statement_of(node: SgNode) -> SgNode:
    """The statement of a block, or of the module, that a node stands in or is."""
    for child, parent in lineage(node):
        if parent.kind() in {"block", "module"}:
            return child
    raise Refused("it is the whole file")
