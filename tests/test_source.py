"""Bytes become text as Python reads them, and every place in the text is known in every unit."""

import codecs
import io
import tokenize
import warnings

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.model import BrokenKind, Facts, Position
from flake8_automation.registry import all_rules
from flake8_automation.settings import Settings
from flake8_automation.source import Source, Undecodable

BOM = codecs.BOM_UTF8
TEXTS = st.text(alphabet="ab \t\f\v\r\n\x85\u2028é中😀'\"#\\", max_size=60)


def naive_position(text: str, offset: int) -> Position:
    """Walk from the start of the text, one character after the other."""
    line, before, i = 1, "", 0
    while i < offset:
        if text[i] == "\n" or (text[i] == "\r" and text[i + 1 : i + 2] != "\n"):
            line, before = line + 1, ""
        else:
            before += text[i]
        i += 1
    utf8 = sum(len(character.encode()) for character in before)
    utf16 = sum(2 if character > "\uffff" else 1 for character in before)
    return Position(offset, line, len(before) + 1, utf8 + 1, utf16 + 1)


def decoded_by_python(data: bytes) -> str | None:
    """The text that `tokenize.open` gives, but with the line ends that stand in the file."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return io.TextIOWrapper(io.BytesIO(data), encoding, newline="").read()
    except (SyntaxError, UnicodeError, LookupError):
        return None


def test_one_place_in_three_units():
    text = 's = "é😀"; subprocess.run(["x"])\n'
    position = Source("m.py", text).position(text.index("subprocess"))
    assert position == Position(offset=10, line=1, column=11, column_utf8=15, column_utf16=12)


@pytest.mark.parametrize("before", ["", "# é\n", "x = 1\r\n", "x = 1\r", "\f\n\t\n"])
def test_a_site_stands_where_its_call_does(before: str):
    text = f'import subprocess\n{before}s = "é😀"; subprocess.run(["x"])\n'
    source = Source("m.py", text)
    (site,) = engine.check(source, all_rules(), Settings(select=("AUT101",)), Facts("m.py")).sites
    start, end = site.span
    assert text[start.offset : end.offset] == 'subprocess.run(["x"])'
    assert start[2:] == (11, 15, 12)
    assert start == naive_position(text, start.offset)


@given(TEXTS, st.data())
def test_positions_agree_with_counting(text: str, data: st.DataObject):
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] != "\r\n":  # no character starts between the two
        assert Source("m.py", text).position(offset) == naive_position(text, offset)


@given(TEXTS)
def test_lines_start_where_python_says(text: str):
    source = Source("m.py", text)
    lines = io.StringIO(text, newline="").readlines()
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    ended = not text or text[-1] in "\r\n"
    wanted = starts if ended else starts[:-1]
    assert [source.line_start(i) for i in range(1, len(wanted) + 1)] == (wanted if text else [0])


COOKIES = {
    "no cookie": b"x = 'caf\xc3\xa9'\n",
    "utf-8 cookie": b"# coding: utf-8\nx = 'caf\xc3\xa9'\n",
    "latin-1 cookie": b"# -*- coding: latin-1 -*-\nx = 'caf\xe9'\n",
    "cookie on line two": b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n",
    "cookie on line three is none": b"#\n#\n# coding: latin-1\nx = 1\n",
    "cookie behind code is none": b"x = 1  # coding: latin-1\n",
    "cookie behind a code line is none": b"x = 1\n# coding: latin-1\n",
    "cookie behind a blank line": b"\n# coding: latin-1\nx = '\xe9'\n",
    "cookie behind a long first line": b"#" + b"-" * 500 + b"\n# coding: latin-1\nx = '\xe9'\n",
    "long line before the cookie": b"# " + b"-" * 500 + b" coding: latin-1\nx = '\xe9'\n",
    "bom": BOM + b"x = 'caf\xc3\xa9'\n",
    "bom and cookie": BOM + b"# coding: utf-8\nx = 'caf\xc3\xa9'\n",
    "bom against cookie": BOM + b"# coding: latin-1\nx = 1\n",
    "unknown cookie": b"# coding: klingon\nx = 1\n",
    "cookie that is no text encoding": b"# coding: rot13\nx = 1\n",
    "utf-16 cookie": b"# coding: utf-16\nx = 1\n",
    "carriage returns": b"# coding: latin-1\r\nx = '\xe9'\r\n",
    "lone carriage returns": b"#!/usr/bin/python\r# coding: latin-1\rx = '\xe9'\r",
    "form feed before the cookie": b"\f# coding: latin-1\nx = '\xe9'\n",
    "other encodings": b"# coding: euc-jp\nx = '\xa4\xa2'\n",
    "not utf-8": b"x = '\xe9'\n",
    "surrogates": b"x = '\xed\xa0\x80'\n",
    "empty": b"",
    "bom alone": BOM,
}


@pytest.mark.parametrize("data", COOKIES.values(), ids=COOKIES)
def test_bytes_are_decoded_as_python_decodes_them(data: bytes):
    wanted = decoded_by_python(data)
    if wanted is None:
        with pytest.raises(Undecodable):
            Source.from_bytes("m.py", data)
    else:
        source = Source.from_bytes("m.py", data)
        assert source.text == wanted
        assert source.to_bytes(source.text) == data


@given(
    bom=st.booleans(),
    head=st.sampled_from([b"", b"#!/bin/sh\n", b"\n", b"x = 1\n", b"\f", b"# \xc3\xa9\r\n"]),
    cookie=st.sampled_from([b"", b"# coding: latin-1", b"# coding=utf8", b"#coding: ascii", b"#c"]),
    body=st.binary(max_size=8),
)
def test_decoding_agrees_with_python(bom: bool, head: bytes, cookie: bytes, body: bytes):
    data = (BOM if bom else b"") + head + cookie + b"\n" + body
    try:
        source = Source.from_bytes("m.py", data)
    except Undecodable:
        assert decoded_by_python(data) is None
    else:
        assert source.text == decoded_by_python(data)
        assert source.to_bytes(source.text) == data


def test_a_message_for_bytes_that_are_not_text_is_one_line():
    for data in COOKIES.values():
        try:
            Source.from_bytes("m.py", data)
        except Undecodable as error:
            assert str(error)
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("text", "newline"),
    [("a\r\nb\n", "\r\n"), ("a\nb\r\n", "\n"), ("a\rb", "\r"), ("a", "\n"), ("", "\n")],
)
def test_inserted_lines_end_as_the_first_line_does(text: str, newline: str):
    assert Source("m.py", text).newline == newline


def test_a_lone_carriage_return_ends_a_line():
    source = Source("m.py", "import subprocess  # why\rsubprocess.run(['x'])\r")
    (site,) = engine.check(source, all_rules(), Settings(select=("AUT101",)), Facts("m.py")).sites
    assert (site.span.start.line, site.span.start.column) == (2, 1)
    assert source.broken is None


BROKEN = {
    "an old print": "print 1\n",
    "a missing bracket": "def f(:\n    pass\n",
    "an indent": "if x:\npass\n",
    "a return outside is fine for a parser": "return\n",
    "an open string": "x = 'abc\n",
    "nothing": "",
    "a lone backslash": "\\",
    "a tab among spaces": "if x:\n        a\n\tb\n",
    "a form feed": "\fx = 1\n",
    "a NUL": "x = 1\0\n",
    "a lone surrogate": "x = '\ud800'\n",
    "walrus": "(a := 1)\n",
    "an f-string": "f'{x!r:>{y}}'\n",
    "a bad escape": "'\\d'\n",
    "an is with a literal": "x is 1\n",
    "carriage returns": "if x:\r    y\r",
    "a byte order mark inside": "x = 1\n\ufeffy = 2\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_is_what_python_says(text: str):
    source = Source("m.py", text)
    assert (source.broken is None) == parses(text)
    if source.broken:
        assert source.broken.kind is BrokenKind.UNPARSED
        assert source.broken.reason
        assert "\n" not in source.broken.reason


@given(st.text(alphabet="xy=()[]:\\'\"# \n\t\r\f1é", max_size=12))
@example("(\n'''\n")
def test_broken_agrees_with_python(text: str):
    assert (Source("m.py", text).broken is None) == parses(text)


def test_brackets_nested_too_deeply_are_told():
    broken = Source("m.py", "(" * 60_000 + ")" * 60_000 + "\n").broken
    assert broken is not None
    assert broken.kind is BrokenKind.UNPARSED


def test_what_is_wrong_has_a_place():
    broken = Source("m.py", "x = 1\ny = = 2\n").broken
    assert broken is not None
    assert (broken.line, broken.column, broken.reason) == (2, 5, "invalid syntax")


def parses(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text.encode(), "m.py", "exec", 0x400, dont_inherit=True)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return False
    return True


def test_what_is_derived_is_made_once():
    calls = []

    def count(source: Source) -> int:
        calls.append(source)
        return len(source.text)

    source = Source("m.py", "abc")
    assert [source.derive(count), source.derive(count)] == [3, 3]
    assert calls == [source]


def test_another_text_of_the_same_file_keeps_how_it_is_written():
    source = Source.from_bytes("m.py", BOM + b"x = 1\r\n").with_text("y = 'é'\r\n")
    assert source.to_bytes(source.text) == BOM + "y = 'é'\r\n".encode()
    assert source.path == "m.py"
