"""One file's text: decoded, positioned and parsed at most once.

A `Source` never changes. What is expensive (the tree, the line table, anything a rule derives) is
made on first use and kept, so that rules can ask freely.
"""

import os
import re
import warnings
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

from flake8_automation.languages import Language, language_of
from flake8_automation.model import Broken, BrokenKind, Position, Span

if TYPE_CHECKING:  # each is loaded for the first file that is parsed by it
    from ast_grep_py import SgNode

    from flake8_automation.yaml_nodes import Comment, Node

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"

# The parser takes up to 500 bytes for each character, and 3 seconds for a million of them.
_MOST_CHARACTERS = 5_000_000
_MOST_IN_WORKFLOW = 1_000_000  # takes 3 seconds, too
_WORKFLOW_KEYS = frozenset({"jobs", "runs"})  # of a workflow, and of an action
_LONG_LINE = 20_000
_CALL = r"\w\("
_MOST_COUNTING = 1_000_000_000  # some 8 seconds

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST, without the cost of importing ast
_DEEP_INDENTS = (" " * 300, "\t" * 40)
_LINE_END = r"\r\n?|\n"
_LONE_CARRIAGE_RETURN = r"\r(?!\n)"
_CODING = rb"(?m)^(?:\xef\xbb\xbf)?[ \t\f]*#.*?coding[:=]"


class Undecodable(ValueError):
    """The bytes are not text in the encoding that they declare. The message says why."""


class Source:
    """The text of one file.

    `text` has no byte order mark and keeps its line ends. Rules speak in character offsets of
    `text`; `span` and `position` turn them into rows and columns.
    """

    def __init__(self, path: str, text: str, *, encoding: str = "utf-8", bom: bool = False) -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self.bom = bom
        self.language = language_of(path)
        self._derived: dict[Callable[[Source], Any], Any] = {}

    @classmethod
    def from_bytes(cls, path: str, data: bytes) -> "Source":
        """Decode as Python does (PEP 263), and what is no Python as UTF-8. Raises `Undecodable`."""
        is_python = language_of(path) is Language.PYTHON
        encoding = _declared_encoding(data) if is_python else "utf-8"
        bom = data.startswith(_BOM)
        try:
            text = data.removeprefix(_BOM).decode(encoding)
        except (UnicodeError, LookupError) as error:
            raise Undecodable(f"not {encoding}: {error}") from None
        return cls(path, text, encoding=encoding, bom=bom)

    def with_text(self, text: str) -> "Source":
        """The same file with another text."""
        return Source(self.path, text, encoding=self.encoding, bom=self.bom)

    def to_bytes(self, text: str) -> bytes:
        """Encode a changed text as this file is encoded. Raises `UnicodeEncodeError`."""
        return (_BOM if self.bom else b"") + text.encode(self.encoding)

    @property
    def name(self) -> str:
        """The name of the file, without its folders: all that rules may know of its path."""
        return os.path.basename(self.path)

    @property
    def newline(self) -> str:
        """The line end that an inserted line should use: the first one in the file."""
        first = re.search(_LINE_END, self.text)
        return first.group() if first else "\n"

    @property
    def excess(self) -> Broken | None:
        """Why judging this text would take too much time or memory, if it would."""
        return self.derive(_excess)

    @property
    def tree(self) -> "SgNode":
        """The root node of Python. Its offsets are those of `text`. Raises RecursionError."""
        return self.derive(_parse)

    @property
    def documents(self) -> "tuple[Node, ...]":
        """The documents of a workflow file. Raises `Invalid`."""
        return self.derive(_documents)

    @property
    def comments(self) -> "tuple[Comment, ...]":
        """The comments of a workflow file. Raises `Invalid`."""
        return self.derive(_comments)

    @property
    def broken(self) -> Broken | None:
        """What CPython's own parser objects to, or that of YAML, if it does."""
        return self.derive(_judge if self.language is Language.PYTHON else _judge_workflow)

    def derive(self, build: Callable[["Source"], T]) -> T:
        """`build(self)`, computed once per source and shared by all who ask."""
        if build not in self._derived:
            self._derived[build] = build(self)
        result: T = self._derived[build]
        return result

    def position(self, offset: int) -> Position:
        """Where the character at `offset` (0-based) stands."""
        starts = self.derive(_line_starts)
        row = bisect_right(starts, offset)
        before = self.text[starts[row - 1] : offset]
        column = len(before) + 1
        if before.isascii():
            return Position(offset, row, column, column, column)
        utf8 = len(before.encode("utf-8", "surrogatepass")) + 1
        utf16 = len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1
        return Position(offset, row, column, utf8, utf16)

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from `start` up to, but not including, `end` (0-based)."""
        return Span(self.position(start), self.position(end))

    def span_of(self, node: "SgNode") -> Span:
        """The span of a node of this source's tree."""
        where = node.range()
        return self.span(where.start.index, where.end.index)

    def line_start(self, line: int) -> int:
        """The offset (0-based) at which a line (1-based) begins."""
        return self.derive(_line_starts)[line - 1]


def _declared_encoding(data: bytes) -> str:
    # Nearly every file is UTF-8 without saying so; tokenize costs 6 ms to import.
    head = data.split(b"\n", 2)[:2]
    if not any(b"coding" in line for line in head) or not re.search(_CODING, b"\n".join(head)):
        return "utf-8"
    import io
    import tokenize

    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        raise Undecodable(str(error)) from None
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _excess(source: Source) -> Broken | None:
    is_python = source.language is Language.PYTHON
    most = _MOST_CHARACTERS if is_python else _MOST_IN_WORKFLOW
    if len(source.text) > most:
        return Broken(BrokenKind.UNJUDGED, f"it has more than {most:,} characters")
    if not is_python:
        return None
    # The parser counts its way from the start of the line to every position it is asked for.
    if not _has_long_line(source.text):
        return None
    long = [line for line in source.text.split("\n") if len(line) > _LONG_LINE]
    if sum(len(line) * len(re.findall(_CALL, line)) for line in long) > _MOST_COUNTING:
        reason = f"its lines are too long, with more than {_LONG_LINE:,} characters"
        return source.broken or Broken(BrokenKind.UNJUDGED, reason)
    return None


def _has_long_line(text: str) -> bool:
    start = 0
    while len(text) - start > _LONG_LINE:
        line_end = text.rfind("\n", start, start + _LONG_LINE + 1)
        if line_end < 0:
            return True
        start = line_end + 1
    return False


def _line_starts(source: Source) -> list[int]:
    if "\r" in source.text:
        return [0, *(match.end() for match in re.finditer(_LINE_END, source.text))]
    # the same for what most files are, in a tenth of the time
    lengths = (len(line) + 1 for line in source.text.split("\n")[:-1])
    return [0, *accumulate(lengths)]


def _parse(source: Source) -> "SgNode":
    # Python ends a line at a lone carriage return, tree-sitter does not: swap it for a line feed,
    # which is as long, so that offsets stay those of the file.
    text = source.text
    # The grammar's scanner aborts the process at 511 levels of indentation; Python takes 100.
    if any(deep in text for deep in _DEEP_INDENTS) and source.broken:
        raise RecursionError
    if "\r" in text:
        text = re.sub(_LONE_CARRIAGE_RETURN, "\n", text)
    from ast_grep_py import SgRoot

    return SgRoot(text, "python").root()


def _judge(source: Source) -> Broken | None:
    try:
        from _symtable import symtable  # without its classes, which take 2 ms to load
    except ImportError:
        from symtable import symtable

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # Parses as `compile` does but makes no objects of the tree, for about half the time.
            symtable(source.text, source.path, "exec")
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return _objection(source)
    return None


def _objection(source: Source) -> Broken | None:
    # The table of symbols has objections of its own, to what parses all the same.
    try:
        compile(source.text, source.path, "exec", _ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        reason = (error.msg or "invalid syntax").splitlines()[0]
        return Broken(BrokenKind.UNPARSED, reason, error.lineno or 0, error.offset or 0)
    except ValueError as error:  # NUL bytes, lone surrogates
        return Broken(BrokenKind.UNPARSED, str(error))
    except (MemoryError, RecursionError):
        return Broken(BrokenKind.UNPARSED, "nested too deeply for Python's own parser")
    return None


def _documents(source: Source) -> "tuple[Node, ...]":
    from flake8_automation.yaml_nodes import read

    return read(source.text)


def _comments(source: Source) -> "tuple[Comment, ...]":
    from flake8_automation.yaml_nodes import comments

    return tuple(comments(source.text, source.documents))


def _judge_workflow(source: Source) -> Broken | None:
    from flake8_automation.yaml_nodes import Invalid, Kind, entries

    try:
        documents = source.documents
    except Invalid as error:
        return Broken(BrokenKind.UNPARSED, str(error), error.line, error.column)
    if not documents:
        return Broken(BrokenKind.UNJUDGED, "it is no workflow: it is empty")
    for document in documents:
        if document.kind is not Kind.MAPPING:
            return Broken(BrokenKind.UNJUDGED, f"it is no workflow: it is {document.kind.value}")
        if not _WORKFLOW_KEYS & entries(document).keys():
            return Broken(BrokenKind.UNJUDGED, "it is no workflow: it has no jobs")
    return None
