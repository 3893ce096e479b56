"""What the code of a file shows, before it is parsed, of whether a rule can have a site in it.

A hint may see too much, never too little. It is given the bytes that `code_only` leaves, so that
prose is mostly gone. Patterns begin with a literal where they can: then the search is quick.
"""

import re
from collections.abc import Iterable

from flake8_automation.rule import Hint, Needles

_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_LONGEST = 12  # bytes of what is worth seeing before `input`

_MODULES = (b"subprocess", b"subprocess32")

# The target of `ask = input`, which is to be called somewhere.
_ALIAS = rb"(?m)^[ \t]*(?:\w+\.)*(\w+) = (?:raw_)?input$"


def uses_of_subprocess(*functions: str) -> Hint:
    """Whether one of these functions may be meant, or the module may be handed on."""
    names = frozenset({*(name.encode() for name in functions), b"*", b"\\"})

    def hint(code: bytes) -> bool:
        found = re.finditer(rb"subprocess\w*", code)
        return any(match[0] in _MODULES and _may_use(code, match, names) for match in found)

    return hint


def asks(needles: Needles) -> Hint:
    """Whether `input` is called, or given another name by which it is; or what else may ask.

    Of a needle that begins with `input`, what follows is looked for only where that is so.
    """

    def hint(code: bytes) -> bool:
        asked = b"input" in code and _calls_input(code)
        return any(
            all(part in code for part in needle) and (asked or needle[0] != b"input")
            for needle in needles
        )

    return hint


def may_have_result(code: bytes) -> bool:
    """Whether there is a command line that may print something, or that speaks of JSON."""
    if not _holds(code, (b"arser", b"click", b"typer", b"docopt", b"Fire(")):
        return False
    if _holds(code, (b"json", b"JSON", b"stdout", b"echo", b"pp(")):
        return True
    return re.search(rb"print(?:_json)?(?!\w)", code) is not None


def _may_use(code: bytes, module: re.Match[bytes], names: frozenset[bytes]) -> bool:
    start, end = module.span()
    if start and code[start - 1] in _LETTERS:
        return False
    attribute = re.compile(rb"\s*\.\s*(\w+)").match(code, end)
    if attribute:
        return attribute[1] in names
    line = code[code.rfind(b"\n", 0, start) + 1 : start].lstrip()
    if not line.startswith((b"import ", b"from ")):
        return True
    imported = re.compile(rb"\s+import\s*(\([^)]*|[^\n]*)").match(code, end)
    if imported is None:
        return re.compile(rb"\s+as\b|[ \t]*\\").match(code, end) is not None
    return not names.isdisjoint(re.findall(rb"\w+|[*\\]", imported[1]))


def _calls_input(code: bytes) -> bool:
    builtin = _holds(code, (b"builtin", b"moves", b"rich"))  # with a method of this name
    for match in re.finditer(rb"input[ \t]*\(", code):
        before = code[max(match.start() - _LONGEST, 0) : match.start()].removesuffix(b"raw_")
        if before.endswith(b"."):
            if builtin:
                return True
        elif not before or (before[-1] not in _LETTERS and not before.endswith(b"def ")):
            return True
    if b"__builtins__" in code and _holds(code, (b"input'", b'input"')):
        return True
    aliases = {match[1] for match in re.finditer(_ALIAS, code)}
    return any(re.search(rb"\b%b[ \t]*\(" % alias, code) for alias in aliases)


def _holds(code: bytes, literals: Iterable[bytes]) -> bool:
    return any(literal in code for literal in literals)
