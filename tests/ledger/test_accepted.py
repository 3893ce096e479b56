"""The file of accepted gaps: its lines, what they can hold, and what is wrong with one."""

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flake8_automation.ledger.accepted import Corrupt, Entry, load, parsed, plain, rendered
from flake8_automation.ledger.keys import Key

DIGEST = "0123456789abcdef"
LINE = f"AUT101 src/a.py f.g {DIGEST} 1 slow since 2019"

PATHS = (
    st.binary(min_size=1, max_size=12)
    .filter(lambda data: b"\0" not in data and not data.startswith(b"/"))
    .map(os.fsdecode)
)
NAMES = st.from_regex(r"[a-zäß_]{0,4}(\.[a-z中]{1,3})?", fullmatch=True)
ENTRIES = st.builds(
    Entry,
    st.builds(
        Key,
        st.sampled_from(["AUT101", "AUT102"]),
        PATHS,
        NAMES,
        st.sampled_from([DIGEST, "f" * 16]),
        st.integers(1, 12),
    ),
    st.text(max_size=12).map(plain),
)


def test_a_line_says_what_identifies_a_gap_and_why_it_is_accepted() -> None:
    (entry,) = parsed(f"{LINE}\n".encode())
    assert entry == Entry(Key("AUT101", "src/a.py", "f.g", DIGEST, 1), "slow since 2019")
    assert rendered([entry]) == f"{LINE}\n".encode()


def test_odd_names_stand_in_one_line_of_text() -> None:
    key = Key("AUT101", os.fsdecode(b"a b\n\xff%/\xc3\xa4.py"), "", DIGEST)
    line = rendered([Entry(key, "why")])
    assert line == f"AUT101 a%20b%0A%FF%25/ä.py - {DIGEST} 1 why\n".encode()
    assert parsed(line) == (Entry(key, "why"),)


@given(st.lists(ENTRIES, unique_by=lambda entry: entry.key))
@example([Entry(Key("AUT101", "a\u2028b\x85\r.py", "", DIGEST), "")])
@example([Entry(Key("AUT101", "-", "-", DIGEST), "- %")])
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    data = rendered(entries)
    if not any(entry.key.scope == "-" for entry in entries):
        assert parsed(data) == tuple(sorted(entries))
    assert data.count(b"\n") == len(entries)
    assert rendered(parsed(data)) == data
    assert rendered(reversed(entries)) == data


@given(st.lists(ENTRIES))
def test_order_and_doubles_in_a_file_do_not_matter(entries: list[Entry]) -> None:
    lines = rendered(entries).splitlines(keepends=True)
    shuffled = b"\n".join(line.rstrip(b"\n") + b"\r" for line in reversed(lines + lines[:2]))
    assert parsed(shuffled) == parsed(b"".join(lines))


def test_of_two_reasons_for_one_gap_one_stays() -> None:
    two = f"AUT101 a.py f {DIGEST} 1 {{}}\n"
    assert [e.reason for e in parsed((two.format("b") + two.format("a")).encode())] == ["a"]


@given(st.text(max_size=20))
def test_a_reason_is_one_line(reason: str) -> None:
    one = plain(reason)
    assert len(one.splitlines()) <= 1
    assert plain(one) == one == one.strip()


WRONG = {
    "too short": (b"AUT101 a.py f 1", "expected CODE PATH SCOPE DIGEST INDEX REASON"),
    "a conflict": (b"<<<<<<< HEAD", "a merge conflict is left in it"),
    "no code": (f"aut101 a.py f {DIGEST} 1".encode(), "no code: 'aut101'"),
    "an absolute path": (f"AUT101 /a.py f {DIGEST} 1".encode(), "no path: '/a.py'"),
    "half an escape": (f"AUT101 a%2 f {DIGEST} 1".encode(), "no path: 'a%2'"),
    "two spaces": (f"AUT101 a.py  {DIGEST} 1".encode(), "no name: ''"),
    "a short digest": (b"AUT101 a.py f 0123 1", "no digest: '0123'"),
    "no number": (f"AUT101 a.py f {DIGEST} x".encode(), "no index: 'x'"),
    "number 0": (f"AUT101 a.py f {DIGEST} 0 why".encode(), "no index: '0'"),
    "other bytes": (b"AUT101 \xff f 0123 1", "not UTF-8"),
}


@pytest.mark.parametrize(("line", "message"), WRONG.values(), ids=WRONG)
def test_a_line_that_is_none_is_named(line: bytes, message: str) -> None:
    with pytest.raises(Corrupt) as raised:
        parsed(LINE.encode() + b"\n\n" + line + b"\n")
    assert str(raised.value) == f".automation-gaps:3: {message}"


def test_a_list_that_is_no_file(tmp_path: os.PathLike[str]) -> None:
    assert load(os.path.join(tmp_path, "nothing")) is None
    with pytest.raises(Corrupt, match=r"\.automation-gaps: cannot be read: it is a folder"):
        load(os.fspath(tmp_path))
