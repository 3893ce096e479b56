"""What is found in the text is what a search of the tree would find."""

import gc
import weakref
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_automation.model import Facts
from flake8_automation.registry import all_rules
from flake8_automation.rule import Case
from flake8_automation.rules.python._names.imports import Imports
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.words import Words
from flake8_automation.settings import Settings
from flake8_automation.source import Source

if TYPE_CHECKING:
    from ast_grep_py import SgNode

OWN = sorted(Path(__file__).parents[1].rglob("*.py"))[::4]
UGLY = '''
import os, \\
    sys as été, a.b
from subprocess import (
    run,  # not )
    call as own,
)
if os: from x import *; import y
# import z and os
"""import os"""
été.run(os . path, run=os)
x = f"{os.sep}{os!r:>{x}}"; a\u0301s = os
class os2(os): os: os = os
match os:
    case os: print (os)
async def print(*os, **exec): return [os for os in os if (os := x)]
'''
TEXTS = [UGLY, UGLY.replace("\n", "\r\n"), *(path.read_text("utf-8") for path in OWN)]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_names_are_where_the_tree_has_them(text: str):
    source = Source("m.py", text)
    searched: dict[str, list[SgNode]] = defaultdict(list)
    for node in source.tree.find_all(kind="identifier"):
        searched[node.text()].append(node)
    words = Words(source)
    assert {name: words.identifiers(name) for name in searched} == searched
    assert not words.identifiers("no_such_name")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_imports_are_those_of_the_tree(text: str):
    source = Source("m.py", text)
    kinds = ({"kind": "import_statement"}, {"kind": "import_from_statement"})
    statements = source.tree.find_all(any=kinds)
    assert Imports(source).naming(["import"]) == statements
    with_os = [node for node in statements if "os" in node.text()]
    assert [node for node in Imports(source).naming(["os"]) if "os" in node.text()] == with_os


def test_calls_of_methods_come_in_order_of_position():
    source = Source("m.py", "a.m().n(b.m( )).m\\\n (1)\nm()\nm.x()\n")
    calls = [call.text() for call in Names(source).method_calls("m", "n")]
    assert calls == ["a.m().n(b.m( )).m\\\n (1)", "a.m().n(b.m( ))", "a.m()", "b.m( )"]


def test_a_source_is_gone_as_soon_as_nobody_holds_it():
    text = "import subprocess\ndef f(x):\n    subprocess.run(x)\n    print(input())\n"
    source = Source("m.py", text)
    gc.disable()
    try:
        for rule in all_rules():
            assert list(rule.find(Case(source, Settings(), Facts("m.py")))) is not None
        left = weakref.ref(source)
        del source
        assert left() is None
    finally:
        gc.enable()


def test_without_fixes_the_sites_are_the_same():
    text = "import subprocess\nsubprocess.run(x)\nsubprocess.Popen(x).wait()\ninput()\n"
    source = Source("m.py", text)
    for rule in all_rules():
        found = list(rule.find(Case(source, Settings(), Facts("m.py"))))
        bare = list(rule.find(Case(source, Settings(), Facts("m.py"), wants_fixes=False)))
        assert bare == [site._replace(fix=None, alternatives=()) for site in found]
