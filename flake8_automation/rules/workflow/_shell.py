"""What a `run:` text does: its commands with their words, read by ast-grep's grammar of bash.

Expressions of the platform, `${{ … }}`, are filled in before a shell sees the text, so here they
are blotted out by as many characters of a kind that no command holds.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from ast_grep_py import SgNode, SgRoot

BLOT = "\ue000"
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)
_CONTINUED = re.compile(r"\\\r?\n")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WORDS = frozenset(
    {
        *("word", "string", "raw_string", "ansi_c_string", "concatenation", "number"),
        *("simple_expansion", "expansion", "command_substitution", "process_substitution"),
        *("arithmetic_expansion", "translated_string", "brace_expression"),
    }
)
_DECIDING = ("test_command", "if_statement", "case_statement", "command_substitution")
_NO_SHELL = re.compile(r"\b(python|pwsh|powershell|cmd|perl|node|ruby|nu)\b")
_LANGUAGE = re.compile(r"\b(python|perl|node|ruby|nu)\b")
_HERE_DOCUMENT = re.compile(r"""<<-?\s*["'\\]?[A-Za-z_]""")
_NOWHERE = frozenset({"/dev/null", "/dev/stderr", "/dev/stdout", "1", "2"})


class Word(NamedTuple):
    """A word of a command without its quotes; `start` and `end` are offsets in the text."""

    text: str
    start: int
    end: int


class Where(Enum):
    """In what a command stands."""

    PLAIN = "as a statement"
    TESTED = "in a condition"
    CAPTURED = "in a substitution"
    DEFINED = "in a function"


class Command(NamedTuple):
    """One simple command. `env` is set for it alone, `sinks` is what its output is written to.

    `fallback` is where the fallback stands that hides its failure, `|| echo …`: offsets from the
    operator on.
    """

    words: tuple[Word, ...]
    env: tuple[tuple[str, str], ...]
    sinks: tuple[str, ...]
    piped: bool
    where: Where
    fallback: tuple[int, int] | None

    @property
    def texts(self) -> tuple[str, ...]:
        """Its words."""
        return tuple(word.text for word in self.words)

    @property
    def is_talk(self) -> bool:
        """Whether it only says something, waits or does nothing, and nobody reads what it says."""
        if not self.words:
            return False
        name, *rest = self.texts
        if name == "exit":
            return rest in ([], ["0"])
        if name not in _TALK or self.sinks or self.piped:
            return False
        return not any(word.startswith("::") for word in rest)

    @property
    def only_says(self) -> bool:
        """The same, but for what the runner is told: that is said as well."""
        plain = (word._replace(text=word.text.lstrip(":")) for word in self.words[1:])
        return self._replace(words=(*self.words[:1], *plain)).is_talk


_TALK = frozenset({"echo", "printf", "sleep", "true", ":", "set", "Write-Host", "Write-Output"})


def blotted(text: str) -> str:
    """A text with its expressions blotted out; offsets stay."""
    return _EXPRESSION.sub(lambda match: re.sub(r"[^\n]", BLOT, match[0]), text)


def is_posix(shell: str) -> bool:
    """Whether what `shell:` names is read here; none is bash, but on Windows."""
    return not _NO_SHELL.search(shell)


def is_shell(shell: str) -> bool:
    """Whether what `shell:` names starts programs by their names, as bash does."""
    return not _LANGUAGE.search(shell)


def commands(text: str) -> tuple[Command, ...] | None:
    """The commands of a text, in order. None: it cannot be read."""
    blank = blotted(text)
    root = SgRoot(blank, "bash").root()
    if root.find(any=[{"kind": "ERROR"}, {"regex": "^$"}]) is not None and blank.strip():
        return None
    return tuple(_found(root))


def commands_by_line(text: str) -> tuple[Command, ...]:
    """The commands of a text that as a whole is none of bash: of the lines that could be."""
    if _HERE_DOCUMENT.search(text):
        return ()
    found: list[Command] = []
    start = 0
    for line in text.splitlines(keepends=True):
        for command in commands(line) or ():
            moved = (Word(w.text, w.start + start, w.end + start) for w in command.words)
            found.append(command._replace(words=tuple(moved), fallback=None))
        start += len(line)
    return tuple(found)


def only_talks(text: str, told: tuple[Command, ...]) -> bool:
    """Whether a text, with these commands, only says something, waits or does nothing."""
    root = SgRoot(blotted(text), "bash").root()
    decides = root.find(any=[{"kind": kind} for kind in _DECIDING]) is not None
    return not decides and all(command.is_talk for command in told)


def _found(root: SgNode) -> Iterator[Command]:
    for node in root.find_all(kind="command"):
        command = _command(node)
        if command:
            yield command._replace(fallback=_fallback(node))


def _command(node: SgNode) -> Command | None:
    """A command, but for its fallback."""
    name = node.field("name")
    if name is None:
        return None
    words = (_word(name), *(_word(c) for c in node.children() if c.kind() in _WORDS))
    env = tuple(
        (variable.text(), value.text().strip("\"'") if value else "")
        for child in node.children()
        if child.kind() == "variable_assignment"
        for variable, value in [(child.field("name"), child.field("value"))]
        if variable
    )
    return Command(words, env, tuple(_sinks(node)), _is_piped(node), _where(node), None)


def _word(node: SgNode) -> Word:
    where = node.range()
    return Word(_unquoted(node), where.start.index, where.end.index)


def _unquoted(node: SgNode) -> str:
    kind, text = node.kind(), node.text()
    if kind == "raw_string":
        return text[1:-1]
    if kind == "string":
        return _CONTINUED.sub("", text[1:-1]).replace('\\"', '"')
    if kind == "ansi_c_string":
        return text[2:-1]
    if kind in {"concatenation", "command_name"}:
        return "".join(map(_unquoted, node.children())) or text
    return _ESCAPED.sub(r"\1", text) if kind == "word" else text


def _sinks(node: SgNode) -> Iterator[str]:
    for ancestor in (node, *node.ancestors()):
        if ancestor.kind() in {"redirected_statement", "command"}:
            for child in ancestor.children():
                if child.kind() == "file_redirect" and ">" in child.text():
                    target = child.field("destination")
                    text = _unquoted(target) if target else ""
                    if text not in _NOWHERE:
                        yield text


def _is_piped(node: SgNode) -> bool:
    """Whether another command reads what it writes."""
    came_from = node
    for ancestor in node.ancestors():
        if ancestor.kind() == "pipeline":
            last = ancestor.children()[-1]
            if last.range().start.index != came_from.range().start.index:
                return True
        came_from = ancestor
    return False


def _where(node: SgNode) -> Where:
    came_from = node
    for ancestor in node.ancestors():
        kind = ancestor.kind()
        if kind in {"command_substitution", "process_substitution"}:
            return Where.CAPTURED
        if kind == "function_definition":
            return Where.DEFINED
        if kind in {"if_statement", "elif_clause", "while_statement"}:
            then = next((c for c in ancestor.children() if c.kind() in {"then", "do_group"}), None)
            if then and came_from.range().start.index < then.range().start.index:
                return Where.TESTED
        came_from = ancestor
    return Where.PLAIN


def _fallback(node: SgNode) -> tuple[int, int] | None:
    """Where `|| echo …` behind a command stands, if nothing else is done where it fails."""
    came_from = node
    for ancestor in node.ancestors():
        if ancestor.kind() not in {"list", "pipeline", "redirected_statement", "negated_command"}:
            return None
        if ancestor.kind() == "list":
            left, operator, right = _parts(ancestor)
            is_left = left.range().start.index == came_from.range().start.index
            if operator.text() == "||" and is_left and _only_talks(right) and not _asks(left):
                outer = ancestor.parent()
                redirected = outer is not None and outer.kind() == "redirected_statement"
                last = outer if outer and redirected else right
                return operator.range().start.index, last.range().end.index
        came_from = ancestor
    return None


def _asks(node: SgNode) -> bool:
    """Whether a list begins with a question, as in `test … && … || echo …`."""
    while node.kind() == "list":
        node = node.children()[0]
    command = _command(node)
    return node.kind() == "test_command" or (
        command is not None and command.texts[0] in {"test", "grep", "command", "which", "["}
    )


def _parts(node: SgNode) -> tuple[SgNode, SgNode, SgNode]:
    children = node.children()
    return children[0], children[1], children[-1]


def _only_talks(node: SgNode) -> bool:
    """Whether an alternative says something and leaves it at that: it does not fail either."""
    if node.kind() not in {"command", "compound_statement", "subshell", "redirected_statement"}:
        return False
    inner = [node] if node.kind() == "command" else list(node.find_all(kind="command"))
    told = [command for command in map(_command, inner) if command]
    says = any(command.texts[0] in {"echo", "printf"} for command in told)
    return says and all(command.only_says for command in told)
