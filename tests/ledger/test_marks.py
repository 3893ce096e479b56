"""What identifies a gap: it stays through a new layout, and changes with what is run."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.model import Facts, Mark
from flake8_automation.settings import Settings


def marks(text: str) -> list[Mark]:
    """The marks of the gaps in a text."""
    checked = engine.check_bytes("m.py", text.encode(), Settings(), Facts, marked=True)
    assert checked.broken is None, (checked.broken, text)
    found = [gap.mark for gap in checked.gaps()]
    return [mark for mark in found if mark is not None]


def mark(call: str) -> Mark:
    """The mark of a call of `subprocess.run`, which is given as what stands in its brackets."""
    (only,) = marks(f"import subprocess\nsubprocess.run({call})\n")
    return only


SAME = {
    "lines and a trailing comma": ("[1, 2], check=True", "\n [\n1,\n2,\n],\n check = True,\n"),
    "comments": ("[1], check=True", "[1], # one\n # two\n check=True"),
    "quotes": ("'a', \"b\"", "\"a\", '''b'''"),
    "escaped quotes": (r"'it\'s'", '"it\'s"'),
    "escapes": (r"'\x41\n'", r"'A\012'"),
    "strings side by side": ("'a' 'b'", "'ab'"),
    "raw strings": (r"r'\d'", r"'\\d'"),
    "strings that are formatted": ("f'a{x!r:>3}' 'b'", 'f"a{x!r:>3}b"'),
    "prefixes": ("F'{x}', B'b', U'u'", "f'{x}', b'b', 'u'"),
    "digits": ("0XAb, 1E5, 1J", "0xaB, 1e5, 1j"),
    "brackets around an argument": ("x, timeout=(None)", "x, timeout=None"),
    "a condition in brackets": ("(a if b else c)", "a if b else c"),
    "a backslash": ("a \\\n + b", "a + b"),
    "two words": ("a not \\\n in b", "a not in b"),
}
OTHER = {
    "another word": ("['a']", "['b']"),
    "another option": ("x, check=True", "x, check=False"),
    "a name and a string": ("x", "'x'"),
    "bytes": ("b'x'", "'x'"),
    "a formatted string": ("f'{x}'", "'{x}'"),
    "a formatted string and braces": ("f'{x}'", "f'{{x}}'"),
    "a tuple of one": ("(1,)", "(1)"),
    "an index of one": ("x[1,]", "x[1]"),
    "brackets that count": ("(a + b) * c", "a + b * c"),
    "an argument more": ("x", "x, x"),
    "two strings": ("'a', 'b'", "'a' 'b'"),
    "a raw string": (r"r'\n'", r"'\n'"),
    "the place of a space": ("'a b'", "'ab'"),
    "a list and a tuple": ("[1]", "(1,)"),
}


@pytest.mark.parametrize(("one", "two"), SAME.values(), ids=SAME)
def test_a_new_layout_is_the_same_gap(one: str, two: str) -> None:
    assert mark(one) == mark(two)


@pytest.mark.parametrize(("one", "two"), OTHER.values(), ids=OTHER)
def test_another_call_is_another_gap(one: str, two: str) -> None:
    assert mark(one) != mark(two)


def test_the_scope_is_the_name_of_what_encloses_a_gap() -> None:
    text = """
import click, os
class A:
    os.system(x)
    async def f(self):
        def g():
            os.system(x)
        return lambda: os.system(x)

@click.command()
def main():
    for item in find():
        click.echo(f"{item.name}: {item.size}")
os.system(x)
"""
    scopes = [mark.scope for mark in marks(text)]
    assert scopes == ["A", "A.f.g", "A.f", "main", ""]


def test_a_covered_site_and_a_run_that_does_not_ask_have_no_mark() -> None:
    text = b"import subprocess as s\ns.run(x, timeout=1)\ns.run(x)\n"
    for marked, expected in ((True, [False, True]), (False, [False, False])):
        sites = engine.check_bytes("m.py", text, Settings(), Facts, marked=marked).sites
        assert [site.mark is not None for site in sites] == expected


# Calls, and layouts of them

ATOMS = st.sampled_from(
    ["x", "'a b'", "'it\\'s'", "b'\\x00'", "f'{x} and {y!r:>{w}}'", "1", "0XFF", "(1,)", "None"]
)
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: f"({', '.join(items)})"),
        st.tuples(inner, inner).map(lambda pair: f"{{{pair[0]}: {pair[1]}}}"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} + {pair[1]}) * 2"),
        st.tuples(inner, inner).map(lambda pair: f"f({pair[0]}, k={pair[1]})"),
        inner.map(lambda item: f"[y for y in {item} if y not in z]"),
        inner.map(lambda item: f"(lambda: {item})"),
        inner.map(lambda item: f"x[{item}:]"),
    ),
    max_leaves=8,
)


@given(st.lists(EXPRESSIONS, min_size=1, max_size=3), st.sampled_from([1, 30, 88]))
@settings(max_examples=30)
def test_a_formatter_changes_no_mark(arguments: list[str], width: int) -> None:
    text = f"import subprocess\n\ndef f():\n  subprocess.run({', '.join(arguments)})\n"
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-n"]
    done = subprocess.run(
        [*command, "--line-length", str(width), "-"],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert marks(done.stdout) == marks(text)


@given(EXPRESSIONS, st.data())
def test_lines_spaces_and_comments_change_no_mark(argument: str, data: st.DataObject) -> None:
    before = f"import subprocess\ndef f():\n    subprocess.run({argument}, k=1)\n"
    fillers = st.sampled_from(["", " ", "\n", "  # why\n", "\n\n\t"])
    parts = [data.draw(fillers) for _ in range(4)]
    above = data.draw(st.sampled_from(["", "# a\n\n\n", "y = 1\n", "'''\n'''\n"]))
    after = (
        f"{above}import subprocess\n\nz = 2\ndef f():\n    a = 1\n"
        f"    subprocess.run({parts[0]}{argument}{parts[1]},{parts[2]}k = 1,{parts[3]})\n"
    )
    assert marks(after) == marks(before)
