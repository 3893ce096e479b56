"""Hints: what a file shows of a rule's sites before it is parsed. They never see too little."""

from pathlib import Path

import pytest

from flake8_automation import engine
from flake8_automation.code_only import code_only
from flake8_automation.languages import Language
from flake8_automation.model import Facts
from flake8_automation.registry import rules_for
from flake8_automation.rule import Rule
from flake8_automation.settings import Settings
from flake8_automation.source import Source

LIBRARY = Path(pytest.__file__).parents[1]
RULES = {rule.code: rule for rule in rules_for(Language.PYTHON)}
FACTS = Facts("m.py", frozenset({"main"}))


def hint(code: str, text: str) -> bool:
    rule = RULES[code]
    assert rule.hint is not None
    data = text.encode()
    seen = rule.hint(code_only(data))
    assert rule.hint(data) or not seen
    return seen


@pytest.mark.parametrize(
    "text",
    [
        "import subprocess\nsubprocess.run(x)\n",
        "import subprocess\nsubprocess . check_call(x)\n",
        "import subprocess as sp\nsp.run(x)\n",
        "import os, subprocess as sp\n",
        "import subprocess \\\n    as sp\n",
        "from subprocess import run\n",
        "from subprocess import (  # (all)\n    Popen,\n    call as c,\n)\n",
        "from subprocess import *\n",
        "from subprocess import Popen, \\\n    run\n",
        "from gevent.subprocess import check_output\n",
        "import subprocess\nstart = subprocess\nstart.run(x)\n",
        "import subprocess\ngetattr(subprocess, 'run')(x)\n",
        "__import__('subprocess').run(x)\n",
        "import subprocess32\nsubprocess32.run(x)\n",
        "import subprocess; subprocess.run(x)\n",
        "from importlib import import_module as load\nload(\n    'subprocess'\n).run(x)\n",
        "import subprocess; s = subprocess\n",
        "def f():\n    return subprocess\n",
    ],
)
def test_what_may_run_a_process(text: str):
    assert hint("AUT101", text)


@pytest.mark.parametrize(
    "text",
    [
        "import subprocess\nsubprocess.Popen(x)\n",
        "import os, subprocess\n",
        "from subprocess import Popen, PIPE\n",
        "from subprocess import (\n    Popen,\n    PIPE,\n)\nself.run()\n",
        "# subprocess.run(x)\n",
        "from .subprocess import runner\n",
        "MODULES = ['os', 'subprocess']\nimport_module(MODULES[0])\nself.run()\n",
        "('subprocess')\nself.run()\n",
        "import my_subprocess\nmy_subprocess.run(x)\n",
        "import subprocess_tee\nsubprocess_tee.run(x)\n",
    ],
)
def test_what_cannot_run_a_process(text: str):
    assert not hint("AUT101", text)


@pytest.mark.parametrize(
    "text",
    [
        "input()\n",
        "x = input ()\n",
        "raw_input()\n",
        "x = [input('?')]\n",
        "import builtins\nbuiltins.input()\n",
        "from six import moves\nmoves.input()\n",
        "import __builtin__ as b\nb.raw_input()\n",
        "from rich.console import Console\nConsole().input()\n",
        "ask = input\nask()\n",
        "class A:\n    def g(self): self.ask('?')\n    ask = input\n",
        "ask = tell = raw_input = input\nask ('?')\n",
        "ask: Ask = input\nask('?')\n",
        "try: pass\nfinally: x = 1; ask = input\nask('?')\n",
        "__builtins__['input']()\n",
        "import getpass\ngetpass.getpass()\n",
        "import click\nclick.confirm('?')\n",
    ],
)
def test_what_may_ask(text: str):
    assert hint("AUT201", text)


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    def input(self): ...\n",
        "self.input()\n",
        "def f(input):\n    self.input = input\n    return input\n",
        "hidden = input\n",
        "handle_input(x)\n",
        '"""Ask with input()."""\n',
        "__builtins__ = input_ = 1\n",
        "def zoom(click_and_drag):\n    plt.pause(0.1)\n",
        "first, second = input\nsecond()\n",
        "table[key] = input\nkey()\n",
    ],
)
def test_what_cannot_ask(text: str):
    assert not hint("AUT201", text)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("ArgumentParser()\nprint(x)\n", True),
        ("ArgumentParser()\nprint_json(x)\n", True),
        ("import click\nclick.echo(x)\n", True),
        ("ArgumentParser()\npp(x)\n", True),
        ("ArgumentParser()\nshow = print\n", True),
        ("ArgumentParser()\nsys.stdout.write(x)\n", True),
        ("ArgumentParser().add_argument('--json')\n", True),
        ("ArgumentParser().print_help()\n", False),
        ("from __future__ import print_function\nArgumentParser()\n", False),
        ("# ArgumentParser()\nprint(x)\n", False),
    ],
)
def test_what_may_have_a_result(text: str, may: bool):
    assert hint("AUT301", text) is may


@pytest.mark.parametrize(("text", "may"), [("input()\n", False), ("docopt(x)\ninput()\n", True)])
def test_what_may_be_a_script_that_asks(text: str, may: bool):
    assert hint("AUT202", text) is may


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("parser.add_argument('--json')\n", True),
        ('@click.option("-j/--as-json", r"--json-output")\n', True),
        ("parser.add_argument('-J')\n", True),
        ("parser = {'rest-json': 1}\n", False),
        ("parser = find(x-json)\n", False),
        ("add('--json')\n", False),
    ],
)
def test_what_may_declare_json(text: str, may: bool):
    assert hint("AUT302", text) is may


def sites(rule: Rule, path: str, text: str) -> list[tuple[str, int]]:
    found = engine.check(Source(path, text), (rule,), Settings(), FACTS).sites
    return [(site.code, site.span.start.line) for site in found]


def test_no_site_of_installed_libraries_is_overlooked():
    seen = overlooked = 0
    for path in sorted(LIBRARY.rglob("*.py")):
        data = path.read_bytes()
        missed = [
            rule
            for rule in RULES.values()
            if rule.concerns(data) and not (rule.hint or rule.concerns)(code_only(data))
        ]
        if missed and len(data) < 50_000:
            seen += 1
            text = data.decode("utf-8", "replace")
            overlooked += sum(len(sites(rule, str(path), text)) for rule in missed)
    assert overlooked == 0
    assert seen > 20
