"""AUT301's fix: where it is made at an installed command, and why it is not made elsewhere."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from flake8_automation import engine
from flake8_automation.model import Facts, Safety
from flake8_automation.rules.python.cli_without_json import cli_without_json
from flake8_automation.settings import Settings
from flake8_automation.source import Source

UNSAFE = Settings(unsafe_fixes=True)
MAIN = """\
import argparse
{above}

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
{options}
    args = {parse}
    for name in args.names:
        size = len(name)
        print(f"{{name}}: {{size}} letters")
{body}
    return len(args.names)
"""
GUARD = '\n\nif __name__ == "__main__":\n    raise SystemExit(main())\n'


def script(
    body: str = "", above: str = "", options: str = "", parse: str = "parser.parse_args()"
) -> str:
    parts = {"body": indent(body, " " * 4), "options": indent(options, " " * 4)}
    return MAIN.format(above=above, parse=parse, **parts)


def reason(text: str) -> str:
    """Why the fix of the one gap is only shown; "" if it is made."""
    facts = Facts("tool.py")
    (gap,) = engine.check(Source("tool.py", text), (cli_without_json,), UNSAFE, facts).gaps()
    assert gap.fix is not None
    return gap.fix.title if gap.fix.safety is Safety.DISPLAY else ""


def test_the_script_of_these_tests_is_fixed() -> None:
    assert reason(script() + GUARD) == ""


def fixed(text: str, entry_points: frozenset[str] = frozenset()) -> str:
    facts = Facts("tool.py", entry_points)
    return engine.fix(Source("tool.py", text), (cli_without_json,), UNSAFE, facts).text


IMPORT_INSIDE = (
    script().replace("import argparse\n", "").replace(":\n", ":\n    import argparse\n", 1)
)


@pytest.mark.parametrize("text", [script(), script() + GUARD, IMPORT_INSIDE.lstrip()])
def test_an_installed_command_is_decorated(tmp_path: Path, text: str) -> None:
    (tmp_path / "tool.py").write_text(fixed(text, frozenset({"main"})))
    call = "import sys, tool; sys.exit(tool.main())"
    for flag in ([], ["--json"]):
        ran = subprocess.run(
            [sys.executable, "-c", call, "ab", "c", *flag],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            timeout=60,
        )
        assert ran.returncode == 2, ran.stderr
        if not flag:
            assert ran.stdout.split() == b"ab: 2 letters c: 1 letters".split()
            continue
        document = json.loads(ran.stdout)
        assert document["exit_status"] == 2
        assert document["records"] == [{"name": "ab", "size": 2}, {"name": "c", "size": 1}]


@pytest.mark.parametrize(
    ("above", "body", "why"),
    [
        ("import subprocess", 'subprocess.run(["make"], check=True, timeout=9)', "a child process"),
        ("import subprocess", 'subprocess.Popen(["make"], stdout=None)', "a child process"),
        ("import os", 'os.system("make")', "a child process"),
        ("import os", 'os.popen("more", "w").write("x")', "a child process"),
        ("import multiprocessing", "multiprocessing.Process(target=main).start()", "of its own"),
        ("import os", "os.fork()", "of its own"),
        ("import os", "os._exit(3)", "`os._exit` ends it"),
        ("import os", 'os.execvp("make", ["make"])', "`os.execvp` ends it"),
        ("import atexit", "atexit.register(print, 1)", "atexit"),
        ("import os", 'os.write(1, b"x")', "`os.write` uses descriptor 1"),
        ("", 'open(1, "w").write("x")', "`open` uses descriptor 1"),
        ("import sys", 'sys.stdout.buffer.write(b"x")', "it uses `sys.stdout.buffer`"),
        ("import sys", 'sys.__stdout__.write("x")', "it writes to `sys.__stdout__`"),
        ("from sys import stdout", 'stdout.write("x")', "it imports `stdout`"),
        ("import sys", "sys.stdout = open('x', 'w')", "in the place of `sys.stdout`"),
        ("", "while True:\n    print(len(args.names))", "an endless loop"),
        ("import itertools", "for n in itertools.count():\n    print(n)", "an endless loop"),
        ("", 'name = input("Name: ")', "the question of `input`"),
        ("import getpass", "getpass.getpass()", "the question of `getpass.getpass`"),
        ("import curses", "curses.initscr()", "it draws on the terminal"),
        ("import sys", "if len(sys.argv) < 2:\n    sys.exit(2)", "it looks at `sys.argv` itself"),
        ("import threading", "threading.Thread(target=main).start()", "a thread"),
        ("print('a tool')", "pass", "comes before it reads its options"),
        ("import doctest\ndoctest.testmod()", "pass", "may print before it reads its options"),
        ("_json_output = 1", "pass", "it uses the name `_json_output`"),
        ("json = _json = None", "pass", "are no modules in it"),
    ],
)
def test_what_one_document_cannot_stand_for_is_shown(above: str, body: str, why: str) -> None:
    assert why in reason(script(body, above) + GUARD)


@pytest.mark.parametrize(
    ("options", "parse", "why"),
    [
        ('parser.add_argument("--jobs")', "parser.parse_args()", "the abbreviation `--j`"),
        ('parser.add_argument("--js-path")', "parser.parse_args()", "the abbreviation `--j`"),
        ('parser.add_argument("-o", dest="json")', "parser.parse_args()", "another option"),
        ('parser.add_argument("rest", nargs="...")', "parser.parse_args()", "the rest of its"),
        ("", "parser.parse_known_args()[0]", "options that it does not know"),
        ("", 'parser.parse_args(["a"])', "it makes up the words"),
        ("", "parser.parse_args(namespace=main)", "an object of its own"),
        ("", "parser.parse_args() or parser.parse_args()", "in one place"),
    ],
)
def test_options_that_leave_no_room_are_shown(options: str, parse: str, why: str) -> None:
    assert why in reason(script(options=options, parse=parse) + GUARD)


def test_a_framework_that_it_does_not_know_is_named() -> None:
    text = (
        script().replace("argparse.ArgumentParser", "OptionParser").replace("args.names", "NAMES")
    )
    text = text.replace("import argparse\n", "from optparse import OptionParser\nNAMES = []\n")
    assert "optparse is not among" in reason(text.replace("add_argument", "add_option") + GUARD)


def test_a_file_that_does_not_parse_is_only_shown() -> None:
    assert "does not parse" in reason(script('print "done"') + GUARD)


def printing(shown: str, above: str = "") -> str:
    """A script that prints nothing else."""
    text = script(f"print({shown})", above).split("    for name")[0]
    return f"{text}    print({shown})\n{GUARD}"


@pytest.mark.parametrize(
    ("shown", "above", "is_one"),
    [
        ("sizes(args)", "def sizes(args):\n    return {n: len(n) for n in args.names}\n", True),
        (
            "sizes(args)",
            "def sizes(args):\n    found = [len(args.names)]\n    return found\n",
            True,
        ),
        ("sizes(args)", "def sizes(args):\n    yield args\n    return {}\n", False),
        ("sizes(args)", "def sizes(args):\n    return {}\n    return str(args)\n", False),
        ("sorted(map(len, args.names))", "", True),
        ("max(map(len, args.names))", "", False),
    ],
)
def test_an_object_that_is_printed_is_the_document(shown: str, above: str, is_one: bool) -> None:
    text = fixed(printing(shown, above))
    assert "--json" in text
    assert (f"print(_json_output.document({shown}))" in text) is is_one


def test_an_object_that_a_helper_prints_for_several_is_not() -> None:
    helper = "def show(names):\n    sizes = {n: len(n) for n in names}\n    print(sizes)\n"
    text = printing("0", helper).replace("    print(0)", "    show(args.names)")
    assert "document(" in fixed(text)
    again = text.replace("    show(", "    show(args.names)\n    show(", 1)
    assert "document(" not in fixed(again)


@pytest.mark.parametrize("shown", ["len(args.names)", 'f"{len(args.names)} names"'])
def test_an_object_beside_other_results_is_not(shown: str) -> None:
    text = printing("{n: len(n) for n in args.names}")
    assert "document(" in fixed(text)
    more = text.replace("\n\nif __name__", f"\n    print({shown})\n\n\nif __name__")
    assert more != text
    assert "--json" in fixed(more)
    assert "document(" not in fixed(more)


BESIDE = """\
import argparse
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    sizes = {{name: len(name) for name in args.names}}
{0}
    print(sizes)


if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize(
    ("beside", "is_one"),
    [
        ('print("Sizes:")', True),
        ('if not sizes:\n    print(f"none of {len(args.names)} names")\n    sys.exit(1)', True),
        ('print(f"{len(args.names)} names")', False),
        ('for name in sizes:\n    print(f"Reading {len(name)} letters ...")', False),
    ],
)
def test_what_is_printed_beside_an_object_is_not_lost(beside: str, is_one: bool) -> None:
    text = fixed(BESIDE.format(indent(beside, "    ")))
    assert "--json" in text
    assert ("_json_output.document(" in text) is is_one


@pytest.mark.parametrize(("above", "kept"), [("", True), ("@property", False)])
def test_what_reading_an_attribute_may_do_is_not_done_twice(above: str, kept: bool) -> None:
    name = "size" if above else "length"
    shop = f"class Shop:\n    size = 3\n    {above}\n    def {name}(self):\n        return 4\n"
    text = fixed(
        script('print(f"{Shop().size} {shop.size} of {shop}")', shop + "shop = Shop()\n") + GUARD
    )
    assert ("shop=shop, **{" in text) is kept
    assert "record(shop=shop" in text
