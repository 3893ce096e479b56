"""What is left of a file without comments and long strings: all of its code."""

import io
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.code_only import code_only

LIBRARY = Path(io.__file__).parent
LONG = b"x" * 90

PIECES = [
    *("run", "input", "(", ")", "\n", " ", "  ", "\\\n", ";", "=", ".", ",", "{", "}"),
    *("'", '"', "'''", '"""', "f'", 'rf"', "b'''", "\\'", '\\"', "\\\\", "# it's\n", "#"),
    *("'x'", '"x"', '"""x"""', f"'{LONG.decode()}'", f"'''{LONG.decode()}\n'''"),
]


def names(text: str) -> list[str] | None:
    """The names outside of strings and comments, f-strings included; None if it is no Python."""
    try:
        compile(text, "m.py", "exec")
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (SyntaxError, ValueError, tokenize.TokenError):
        return None
    return [token.string for token in tokens if token.type == tokenize.NAME]


def holds_in_order(code: str, words: list[str]) -> bool:
    at = 0
    for word in words:
        at = code.find(word, at) + len(word)
        if at < len(word):
            return False
    return True


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_name_is_lost(text: str):
    found = names(text)
    if found is not None:
        assert holds_in_order(code_only(text.encode()).decode(), found)


def test_no_name_of_the_standard_library_is_lost():
    checked = 0
    for path in sorted(LIBRARY.glob("*.py"))[::3]:
        data = path.read_bytes()
        found = names(data.decode("utf-8", "replace"))
        if found is not None:
            assert holds_in_order(code_only(data).decode("utf-8", "replace"), found), path
            checked += 1
    assert checked > 30


@pytest.mark.parametrize(
    "code",
    [
        b"x = getattr(subprocess, 'run')\n",
        b"def f(p: 'subprocess.Popen | None'): ...\n",
        b"f'" + LONG + b"{input()}'\n",
        b'rf"""' + LONG + b'{input()}"""\n',
        b"F'{a}" + LONG + b"'\n",
        b"t'" + LONG + b"{input()}'\n",
        b"Tr'" + LONG + b"{input()}'\n",
        b"# coding: shift_jis\nx = '" + LONG + b"\x95\\'; input()\n",
        b"# coding: utf-7\nx = '" + LONG + b"'\n",
        b"# coding: utf_7\nx = '" + LONG + b"'\n",
        b"f'{d['a']} " + LONG + b" {input('x')}'\n",  # since Python 3.12
        b"x = 1  \r",
    ],
)
def test_is_kept(code: bytes):
    assert code_only(code) == code


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        (b"run()  # input()\nx\n", b"run()   \nx\n"),
        (b"# input()\rrun()\r", b" \rrun()\r"),
        (b'"""Ask for input()."""\nrun()\n', b" \nrun()\n"),
        (b"x = '" + LONG + b"'\n", b"x =  \n"),
        (b"x = 'call run'\n", b"x =  \n"),
        (b"x = r'" + LONG + b"'\n", b"x = r \n"),
        (b"x = 'a\\\r\n" + LONG + b"'; y\n", b"x =  ; y\n"),
        (b"x = 'it\\'s " + LONG + b"'; y\n", b"x =  ; y\n"),
        (b"# coding: UTF8\nx = '" + LONG + b"'\n", b" \nx =  \n"),
        (b"#!/usr/bin/python\n# coding: latin-1\n'" + LONG + b"'\n", b" \n \n \n"),
    ],
)
def test_is_left_out(code: bytes, kept: bytes):
    assert code_only(code) == kept
