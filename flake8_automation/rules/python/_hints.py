"""What the bytes of a file show, before it is parsed, of whether a rule can have a site in it.

A hint may see too much, never too little. It is asked twice: about all the bytes of a file, then
about the code alone, so whatever it sees in the latter it must see in the former.
"""

import re
from collections.abc import Iterable, Iterator

from flake8_automation.rule import Hint, Needles

_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_PARSERS = (b"arser", b"click", b"typer", b"docopt", b"Fire(")
_MODULES = frozenset({b"click", b"typer"})  # with names that are often part of others
_QUOTES = (b"'", b'"')
_HOLDERS = (b"builtin", b"moves", b"rich")  # whose attribute `input` may be
_ALIASED = b"= input\n"


def uses_of_subprocess(*functions: str) -> Hint:
    """Whether one of these functions may be meant, or the module may be handed on."""
    names = frozenset(name.encode() for name in functions)
    return lambda code: any(_may_use(code, at, names) for at in _places(code, b"subprocess"))


def asks(needles: Needles, beside: tuple[bytes, ...] = (b"",)) -> Hint:
    """Whether `input` is called, or given another name by which it is; or what else may ask.

    A needle that holds `input` counts only where that is so, and none without one of `beside`.
    """
    without_input = tuple(n for n in needles if not any(b"input" in part for part in n))

    def hint(code: bytes) -> bool:
        if not _holds(code, beside):
            return False
        counting = needles if b"input" in code and _calls_input(code) else without_input
        return any(_holds_all(code, needle) for needle in counting)

    return hint


def may_have_result(code: bytes) -> bool:
    """Whether there is a command line that may print something, or that speaks of JSON."""
    if not _holds(code, _PARSERS):
        return False
    if _holds(code, (b"json", b"JSON", b"stdout", b"echo", b"pp(")):
        return True
    ends = (at + len(b"print") for at in _places(code, b"print"))
    return any(not _is_letter(code, end) for end in ends)


def declares_json(code: bytes) -> bool:
    """Whether an option such as `--json`, `--as-json` or `-J` is named, and something parses it."""
    named = re.search(rb"""["']-(?:[^"'\n]*json|J["'])""", code)
    return named is not None and _holds(code, (b"arser", b"click", b"typer"))


def _may_use(code: bytes, start: int, names: frozenset[bytes]) -> bool:
    """Whether `subprocess` or `subprocess32` at an offset can lead to one of its functions."""
    end = start + len(b"subprocess")
    end += 2 * code.startswith(b"32", end)
    if _is_letter(code, start - 1) or _is_letter(code, end):
        return False
    if code[start - 1 : start] in _QUOTES:  # a module that is loaded by its name
        return b"import_" in code and code[: start - 1].rstrip().endswith(b"(")
    attribute = re.compile(rb"\s*\.\s*(\w+)").match(code, end)
    if attribute:
        return attribute[1] in names
    statement = code[code.rfind(b"\n", 0, start) + 1 : start].rpartition(b";")[2]
    if not statement.lstrip().startswith((b"import ", b"from ")):
        return True
    imported = re.compile(rb"\s+import\s*(\([^)]*|[^\n]*)").match(code, end)
    if imported is None:
        return re.compile(rb"\s+as\b|[ \t]*\\").match(code, end) is not None
    # A comment may hold the bracket that seems to end it.
    return not names.isdisjoint(re.findall(rb"\w+", imported[1])) or any(
        sign in imported[1] for sign in (b"*", b"\\", b"#")
    )


def _calls_input(code: bytes) -> bool:
    for at in _places(code, b"input"):
        if code[at + 5 : at + 20].lstrip(b" \t").startswith(b"("):
            start = at - 4 * code.startswith(b"raw_", max(at - 4, 0), at)
            if code.startswith(b".", start - 1, start):
                if _holds(code, _HOLDERS):
                    return True
            elif not _is_letter(code, start - 1) and not code.endswith(b"def ", 0, start):
                return True
    if b"__builtins__" in code and _holds(code, (b"input'", b'input"')):
        return True
    names = {name for at in _places(code, _ALIASED) for name in _targets(code, at)}
    return any(re.search(rb"\b%b[ \t]*\(" % name, code) for name in names)


def _targets(code: bytes, end: int) -> Iterator[bytes]:
    """The names, or names of attributes, that the assignment to the left of an offset binds."""
    for target in code[code.rfind(b"\n", 0, end) + 1 : end].rpartition(b";")[2].split(b"="):
        name = re.compile(rb"\s*(?:\w+\.)*(\w+)\s*(?::|$)").match(target)
        if name:
            yield name[1]


def _places(code: bytes, literal: bytes) -> Iterator[int]:
    """The offsets of a literal; a pattern takes ten times as long to find them."""
    at = code.find(literal)
    while at >= 0:
        yield at
        at = code.find(literal, at + len(literal))


def _is_letter(code: bytes, at: int) -> bool:
    return 0 <= at < len(code) and code[at] in _LETTERS


def _holds(code: bytes, literals: Iterable[bytes]) -> bool:
    return any(_stands_in(code, literal) for literal in literals)


def _holds_all(code: bytes, literals: Iterable[bytes]) -> bool:
    return all(_stands_in(code, literal) for literal in literals)


def _stands_in(code: bytes, literal: bytes) -> bool:
    if literal not in _MODULES:
        return literal in code
    return any(not _is_letter(code, at + len(literal)) for at in _places(code, literal))
