"""The fixes of AUT101 and AUT102 over generated calls: time runs out, and nothing else changes."""

import ast
import contextlib
import io
import subprocess
import tokenize
from collections import Counter
from textwrap import indent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.model import Facts
from flake8_automation.registry import all_rules
from flake8_automation.settings import Settings
from flake8_automation.source import Source

RULES = tuple(rule for rule in all_rules() if rule.code in {"AUT101", "AUT102"})
NUMBER = "7919"  # seconds; no other number in these texts
LIMITS = Settings(unsafe_fixes=True, timeout=int(NUMBER))
FACTS = Facts("tool.py")
ADDED = {"timeout", "=", NUMBER, ",", "(", ")"}

BEFORE = """\
import asyncio
import contextlib
import functools
SLEEP = ["sleep", "5"]
LINE = "sleep 5"
OPTIONS = {"env": None, "cwd": "."}
def same(value, *more, **named):
    return value
"""
SPELLED = {
    "import subprocess\n": "subprocess.{}",
    "import subprocess as sp\n": "sp.{}",
    "import subprocess\nfrom subprocess import *\n": "{}",
    "import subprocess\nfrom subprocess import (\n    run, call, check_call,  # these\n"
    "    check_output, Popen\n)\n": "{}",
    "try:\n    import subprocess\nexcept ImportError:\n    raise\n": "subprocess . {}",
}
FUNCTIONS = ["run", "call", "check_call", "check_output"]
WAITS = ["{}.wait()", "{}.communicate()", "{}.communicate(None)[0]", "{} . wait( )"]
GENERATOR = "word for word in SLEEP"  # stands without parentheses only if it is alone
FIRST = [
    "SLEEP",
    "(SLEEP)",
    '["sleep", "5"]',
    '["sleep", *["5"]]',
    "args=SLEEP",
    "*[SLEEP]",
    "(words := SLEEP)",
    "SLEEP if True else LINE",
    "same(SLEEP, timeout=3)",
    "(lambda timeout=None: SLEEP)()",
    GENERATOR,
    "[word for word in SLEEP]",
    "'sle' 'ep 5', shell=True",
    'f"sleep {len(LINE) - 2}", shell=True',
    '"""sleep \\\n5""", shell=True',
]
MORE = ["stdin=None", "close_fds=True", "**OPTIONS", "**{'env': None}", "bufsize = -1", "env=None"]
LAYOUTS = [
    "{}({})",
    "{}( {} )",
    "{}({},)",
    "{}(\n    {}\n)",
    "{}(\n    {},\n)",
    "{}(  # first\n    {},  # last, with ) and (\n    # the end\n)",
    "{}(\n    {}  # last: timeout=1\n)",
    "{}({}\n)",
    "{}(\n\n    {},\n\n)",
    "{} \\\n    ({})",
]
ALONE = [layout for layout in LAYOUTS if "," not in layout]
STATEMENTS = """\
{}
---
result = {}
---
result: object = {}  # noqa: E501
---
x = 1; {}; y = 2
---
return {}
---
assert {}, "not"
---
if {}: pass
---
while {}:
    break
---
print({})
---
same(1, {}, a=[{{1: {{2}}}}])
---
found = [{} for _ in range(2)]
---
found = {{"a": {}, "b": (1,)}}
---
(lambda: {})()
---
with contextlib.suppress(ValueError): {}
---
try:
    {}
finally:
    x = 1
---
try:
    {}
except (KeyError, ValueError):
    pass
else:
    x = 1
---
for _ in range(2):
    {}
    break
---
value = {} if SLEEP else None
---
value = not {} or None
---
match {}:
    case _:
        pass
---
async def work():
    return {}
asyncio.run(work())
---
class Made:
    made = {}
---
@functools.wraps({})
def inner():
    pass
---
def inner(value={}):
    return value
---
next(iter([{}][0:1]))
---
list((lambda: (yield {}))())
---
global value
value = \\
    {}
""".split("---\n")


@st.composite
def programs(draw: st.DrawFn) -> str:
    """A program that waits for a child somewhere."""
    imports, spelling = draw(st.sampled_from(sorted(SPELLED.items())))
    waits = draw(st.sampled_from(["", *WAITS]))
    first = draw(st.sampled_from(FIRST))
    more = draw(st.lists(st.sampled_from(MORE), max_size=3, unique=True))
    if sum("env" in word or "OPTIONS" in word for word in more) > 1:
        more = more[:1]
    layout = draw(st.sampled_from(LAYOUTS))
    if first == GENERATOR:
        more = []
        layout = layout if layout in ALONE else ALONE[0]
    separator = ",\n    " if "\n    {" in layout and draw(st.booleans()) else ", "
    function = spelling.format("Popen" if waits else draw(st.sampled_from(FUNCTIONS)))
    call = layout.format(function, separator.join([first, *more]))
    call = waits.format(call) if waits else call
    statement = draw(st.sampled_from(STATEMENTS))
    if "\n" in call:
        statement = statement.replace("\\\n    {}", "{}")
    place = next(line for line in statement.split("\n") if "{}" in line)
    space = " " * (len(place) - len(place.lstrip()))
    call = indent(call, space).lstrip(" ")
    body = indent(statement.format(call), draw(st.sampled_from(["\t", "    ", "  "])))
    return f"{imports}{BEFORE}\ndef main():\n{body}\nmain()\n"


def tokens(text: str) -> list[str]:
    layout = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    found = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in found if token.type not in layout]


def is_within(old: list[str], new: list[str]) -> bool:
    """Whether the old tokens stand among the new, in their order."""
    rest = iter(new)
    return all(token in rest for token in old)


@settings(max_examples=150)
@given(program=programs())
def test_a_call_gets_its_limit_and_nothing_else_changes(program: str) -> None:
    ast.parse(program)
    result = engine.fix(Source("tool.py", program), RULES, LIMITS, FACTS)
    assert result.refused == ()
    assert result.checked.broken is None
    assert result.checked.gaps() == ()
    assert len(result.done) == 1
    after = result.text
    ast.parse(after)
    old, new = tokens(program), tokens(after)
    assert is_within(old, new)
    assert set(Counter(new) - Counter(old)) <= ADDED
    assert (Counter(new) - Counter(old))[NUMBER] == 1
    assert engine.fix(Source("tool.py", after), RULES, LIMITS, FACTS).text == after
    with contextlib.redirect_stdout(io.StringIO()), pytest.raises(subprocess.TimeoutExpired):
        execute(after.replace(NUMBER, "0.02"))


def execute(text: str) -> None:
    """Run a program, and end the child that it leaves behind when its time is up."""
    children: list[subprocess.Popen[Any]] = []

    class Popen(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *words: Any, **options: Any) -> None:
            children.append(self)
            super().__init__(*words, **options)

    real, subprocess.Popen = subprocess.Popen, Popen  # type: ignore[misc]
    try:
        exec(compile(text, "tool", "exec"), {})
    finally:
        subprocess.Popen = real  # type: ignore[misc]
        for child in children:
            child.kill()
            child.wait(10)
