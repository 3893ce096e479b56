"""Every reason for which a fix is only shown: a script that has it, and the words that are said."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

import pytest

from flake8_automation import engine
from flake8_automation.model import Facts, Safety
from flake8_automation.registry import all_rules
from flake8_automation.rules import python
from flake8_automation.settings import Settings
from flake8_automation.source import Source
from tests.conftest import Cli
from tests.programs import filled

UNSAFE = Settings(unsafe_fixes=True)
RULES = {rule.code: rule for rule in all_rules()}
FOLDER = Path(python.__path__[0])

SHOWS = 'for name in args.names:\n    print(f"{name}: {len(name)} letters")'
GUARD = 'if __name__ == "__main__":\n    main()\n'
FACTS = Facts("tool.py")
INSTALLED = Facts("tool.py", frozenset({"run"}))


def script(
    *,
    above: str = "",
    made: str = "parser = argparse.ArgumentParser()",
    options: str = "",
    read: str = "args = parser.parse_args()",
    body: str = "",
    shows: str = SHOWS,
    guard: str = GUARD,
) -> str:
    """A script that reads names with argparse and prints something of each."""
    options = f'parser.add_argument("names", nargs="*")\n{options}'
    inside = indent("\n".join((made, options, read, body, shows)), "    ")
    return f"import argparse\n{above}\n\ndef main():\n{inside}\n\n{guard}"


def click(above: str = "", options: str = "", body: str = "", head: str = "import click") -> str:
    """The same with click."""
    shows = indent(f"{body}\n{SHOWS.replace('args.', '').replace('print', 'click.echo')}", "    ")
    return (
        f'{head}\n{above}\n\n@click.command()\n@click.argument("names", nargs=-1)\n{options}'
        f"def main(names):\n{shows}\n\n{GUARD}"
    )


def typer(parameters: str = "names: list[str]", head: str = "import typer") -> str:
    """The same with typer."""
    shows = indent(SHOWS.replace("args.", "").replace("print", "typer.echo"), "    ")
    guard = GUARD.replace("main()", "typer.run(main)")
    return f"{head}\n\ndef main({parameters}):\n{shows}\n\n{guard}"


GROUP = """\
import click

@click.group()
def cli():
    {0}

@cli.command("list")
@click.argument("names", nargs=-1)
def list_names(names):
    for name in names:
        click.echo(f"{{name}}: {{len(name)}} letters")

if __name__ == "__main__":
    cli()
"""
# What only a caller that asks for too much would meet.
UNREACHABLE = {"it is the whole file", "it is empty", "its command is defined elsewhere"}
# After these another way is tried.
SWALLOWED = {"its answer is used in another way", "the code does not say what it takes for yes"}
OTHERS = {
    "optparse": """\
from optparse import OptionParser
parser = OptionParser()
parser.add_option("-v")
options, names = parser.parse_args()
{0}
if __name__ == "__main__":
    for name in names:
        print(f"{{name}}: {{len(name)}} letters")
""",
    "docopt": '''\
"""Usage: tool.py [--often] NAME..."""
from docopt import docopt
arguments = docopt(__doc__)
names = arguments["NAME"]
{0}
if __name__ == "__main__":
    for name in names:
        print(f"{{name}}: {{len(name)}} letters")
''',
    "fire": """\
import fire
def main(*names):
    {0}
    for name in names:
        print(f"{{name}}: {{len(name)}} letters")
if __name__ == "__main__":
    fire.Fire(main)
""",
}
BARE = 'import sys\n\nfor name in sys.argv[1:]:\n    {0}\n    print(f"{{name}}: {{len(name)}}")\n'
FLAT = """\
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("names", nargs="*")
args = parser.parse_args()
{0}
def main():
    for name in args.names:
        print(f"{{name}}: {{len(name)}} letters")
if __name__ == "__main__":
    main()
"""

# For each reason the scripts that have it; a script with its facts where these matter.
JSON: dict[str, list[str | tuple[str, Facts]]] = {
    # children that inherit standard output
    "a child process (line 9) writes to its standard output": [
        script(above="import subprocess", body='subprocess.run(["make"], check=True, timeout=9)'),
        script(above="import subprocess", body='subprocess.Popen(["make"], stderr=None)'),
        script(above="import os", body='os.system("make")'),
        script(above="import os", body='os.popen("more", "w").write("x")'),
        script(above="import os", body='os.spawnlp(os.P_WAIT, "make", "make")'),
        script(above="import asyncio", body='asyncio.create_subprocess_exec("make")'),
    ],
    "a process of its own would print beside the document (line 9)": [
        script(above="import os", body="os.fork()"),
        script(above="import multiprocessing", body="multiprocessing.Process(target=main)"),
        script(above="from multiprocessing import Pool", body="Pool(2).map(len, args.names)"),
        script(
            above="from concurrent.futures import ProcessPoolExecutor",
            body="ProcessPoolExecutor().submit(main)",
        ),
    ],
    "what `atexit` calls would print behind the document (line 9)": [
        script(above="import atexit", body="atexit.register(print, 1)"),
    ],
    # writes past `sys.stdout`
    "`os.write` uses descriptor 1 (line 9)": [
        script(above="import os", body='os.write(1, b"x")'),
    ],
    "`os.dup2` uses descriptor 1 (line 9)": [script(above="import os", body="os.dup2(2, 1)")],
    "`open` uses descriptor 1 (line 9)": [script(body='open(1, "w").write("x")')],
    "one of its files can be standard output": [
        script(options='parser.add_argument("-o", type=argparse.FileType("w"))'),
        script(body='open("/dev/stdout", "w").write("x")'),
    ],
    "it uses `sys.stdout.buffer`": [
        script(above="import sys", body='sys.stdout.buffer.write(b"x")'),
    ],
    "it uses `sys.stdout.fileno`": [script(above="import sys", body="sys.stdout.fileno()")],
    "it uses `sys.stdout.reconfigure` after it has read its options": [
        script(above="import sys", body='sys.stdout.reconfigure(encoding="utf-8")'),
    ],
    "it writes to `sys.__stdout__`": [script(above="import sys", body="sys.__stdout__.flush()")],
    "it imports `stdout` from `sys`": [script(above="from sys import stdout")],
    "it keeps `sys.stdout.write` before it reads its options": [
        script(above="import sys\nshow = sys.stdout.write"),
    ],
    "it keeps `sys.stdout` before it reads its options": [
        script(above="import sys\nOUT = sys.stdout"),
    ],
    "it puts something else in the place of `sys.stdout`": [
        script(above="import sys", body='sys.stdout = open("x", "w")'),
    ],
    # ends that no document survives, and no end at all
    "`os._exit` ends it before a document can be printed (line 9)": [
        script(above="import os", body="os._exit(3)"),
    ],
    "`os.abort` ends it before a document can be printed (line 9)": [
        script(above="import os", body="os.abort()"),
    ],
    "`os.execvp` ends it before a document can be printed (line 9)": [
        script(above="import os", body='os.execvp("make", ["make"])'),
    ],
    "an endless loop (line 9) would never come to the document": [
        script(body="while True:\n    print(len(args.names))"),
        script(above="import itertools", body="for n in itertools.count():\n    print(n)"),
    ],
    "a thread may print behind the document": [
        script(above="import threading", body="threading.Thread(target=main).start()"),
    ],
    # people
    "the question of `input` (line 9) would not be seen": [script(body='input("Name: ")')],
    "the question of `getpass.getpass` (line 9) would not be seen": [
        script(above="import getpass", body="getpass.getpass()"),
    ],
    "it draws on the terminal": [script(above="import curses", body="curses.initscr()")],
    # options
    "the abbreviation `--j` of `--jobs` would become ambiguous": [
        script(options='parser.add_argument("--jobs")'),
    ],
    "`json` is the name of another option": [
        script(options='parser.add_argument("-o", dest="json")'),
        click(above="def as_json(text):\n    return text"),
    ],
    "its options begin with other characters": [
        script(made='parser = argparse.ArgumentParser(prefix_chars="+")'),
    ],
    "it hands the rest of its command line to another program": [
        script(options='parser.add_argument("rest", nargs=argparse.REMAINDER)'),
    ],
    "it hands options that it does not know to another program": [
        script(read="args, rest = parser.parse_known_args()", body="print(rest)"),
        click(options="").replace(
            "command()", 'command(context_settings={"ignore_unknown_options": True})'
        ),
    ],
    "it looks at `sys.argv` itself (line 9)": [
        script(above="import sys", body="if len(sys.argv) < 2:\n    sys.exit(2)"),
    ],
    "it makes up the words that it reads its options from": [
        script(read='args = parser.parse_args(["a"])'),
    ],
    "its options go into an object of its own": [
        script(read="args = parser.parse_args(None, argparse.Namespace())"),
    ],
    "it does not read its options in one place": [
        script(read="args = parser.parse_args() or parser.parse_args()"),
    ],
    "its sub-commands inherit all options of its parser": [
        script(
            options='commands = parser.add_subparsers()\ncommands.add_parser("a", parents=[parser])'
        ),
    ],
    "it has several parsers": [
        script(above="OTHER = argparse.ArgumentParser()", body="OTHER.print_usage()"),
    ],
    "its parser belongs to another file": [
        'def add(commands):\n    command = commands.add_parser("sizes")\n'
        '    command.add_argument("names", nargs="*")\n    command.set_defaults(func=run)\n\n'
        "def run(args):\n" + indent(SHOWS, "    ") + "\n",
    ],
    "its parser has no name": [
        (
            "import argparse\n\ndef main():\n"
            f"    print(len(argparse.ArgumentParser().parse_args().names), 'names')\n\n{GUARD}"
        ),
    ],
    "it imports argparse in a function": [
        script(made="import argparse\nparser = argparse.ArgumentParser()", body="parser.error(1)")
        .removeprefix("import argparse\n")
        .replace("parser.error(1)", "if not args.names:\n        parser.error('none')"),
    ],
    # where a run begins
    "what it prints in line 2 comes before it reads its options": [
        script(above="print('a tool')"),
    ],
    "`doctest.testmod` (line 3) may print before it reads its options": [
        script(above="import doctest\ndoctest.testmod()"),
    ],
    "it has no main guard": [script(guard=GUARD.replace(":", " and True:", 1))],
    "it can begin in several places": [script(guard=GUARD * 2)],
    "its main guard does not lead to its options": [
        script(guard="main()\n\nif __name__ == '__main__':\n    pass\n"),
    ],
    "its main guard has several statements in a line": [
        script(guard="if __name__ == '__main__':\n    import sys; main()\n"),
    ],
    "its main guard is a single line": [
        script(guard="if __name__ == '__main__': import sys; main()\n"),
    ],
    "its options have no name of their own": [
        FLAT.format("").replace("args = parser", "args, more = parser", 1)
    ],
    "it works with its options above its main guard": [FLAT.format("number = len(args.names)")],
    "its entry points do not read its options": [(script(), INSTALLED)],
    "it does more than its entry point where it is run as a script": [
        (
            script(guard="if __name__ == '__main__':\n    x = 1\n    run()\n").replace(
                "def main", "def run"
            ),
            INSTALLED,
        ),
    ],
    "a statement that it concerns shares its line with another": [
        script(made="parser = argparse.ArgumentParser(); x = 1", options="").replace(
            '    parser.add_argument("names", nargs="*")\n', ""
        ),
    ],
    "the file does not parse": [script(body='print "done"')],
    # names that are taken
    "it uses the name `_json_output`": [script(above="_json_output = 1")],
    "`json` and `_json` are no modules in it": [script(above="json = _json = None")],
    # click and typer
    "its commands are in other files": [
        "import click\n\n@click.group()\ndef cli():\n    click.echo(f'{len(__name__)} letters')\n",
    ],
    "it prints something before it knows the command": [
        GROUP.format('click.echo(f"{len(__name__)} letters")').partition("if __name__")[0],
    ],
    "its commands are called by other code": [
        click().replace("    main()\n", "    main(standalone_mode=False)\n"),
    ],
    "its commands hand their results to a callback": [
        GROUP.format("pass").replace("@click.group()", "@click.group(result_callback=print)"),
    ],
    "several of its commands can be given in one run": [
        GROUP.format("pass").replace("@click.group()", "@click.group(chain=True)"),
    ],
    "its commands are coroutines": [
        click(head="import asyncclick as click").replace("def main", "async def main"),
        click().replace("def main", "async def main"),
    ],
    "its command takes any parameters": [typer("names: list[str], **more")],
    "it does not import `click` itself": [
        (
            "from click import command, argument, echo\n\n"
            '@command()\n@argument("names", nargs=-1)\ndef main(names):\n    for name in names:\n'
            f'        echo(f"{{name}}: {{len(name)}}")\n\n{GUARD}'
        )
    ],
    # other libraries
    **{
        f"{name} is not among the frameworks that it knows": [text.format("")]
        for name, text in OTHERS.items()
    },
}


def shown(code: str, text: str, facts: Facts) -> Iterator[str]:
    """The reasons for which fixes of a rule are only shown."""
    checked = engine.check(Source("tool.py", text), (RULES[code],), UNSAFE, facts)
    for gap in checked.gaps():
        assert gap.fix is not None
        assert gap.fix.safety is Safety.DISPLAY, "it is fixed"
        assert gap.fix.edits == ()
        yield re.split("only shown, since |not done, because ", gap.fix.title)[1]


def cases(table: dict[str, list[str | tuple[str, Facts]]]) -> Iterator[object]:
    for reason, scripts in table.items():
        for number, given in enumerate(scripts):
            text, facts = given if isinstance(given, tuple) else (given, FACTS)
            yield pytest.param(reason, text, facts, id=f"{reason}-{number}")


@pytest.mark.parametrize(("reason", "text", "facts"), list(cases(JSON)))
def test_no_json_flag_because(reason: str, text: str, facts: Facts) -> None:
    assert list(shown("AUT301", text, facts)) == [reason]


def reasons(package: str, pattern: str) -> set[str]:
    """The reasons that stand in the code of a package."""
    texts = [path.read_text() for path in sorted((FOLDER / package).glob("*.py"))]
    return {reason for text in texts for reason in re.findall(pattern, text)}


def missing(written: set[str], said: list[str]) -> set[str]:
    """Those of which no example is given; in the code they may hold values of an f-string."""
    patterns = {reason: re.sub(r"\\{.*?\\}", ".+", re.escape(reason)) for reason in written}
    return {r for r, pattern in patterns.items() if not any(re.fullmatch(pattern, s) for s in said)}


def test_every_reason_against_json_stands_in_the_table() -> None:
    written = reasons("_json_fix", r'(?:Refused\(\s*|yield )f?"([^"]+)"')
    assert len(written) > 40
    assert missing(written, list(JSON)) == UNREACHABLE


# -- AUT201 and AUT202 ---------------------------------------------------------------------------

MAIN_WITH = """\
import argparse
{0}
def main():
    parser = argparse.ArgumentParser()
    {1}
if __name__ == "__main__":
    main()
"""
ASKING: dict[str, tuple[str, str]] = {
    "`--n` would no longer stand for `--name` of `parser`": (
        "",
        'parser.add_argument("--name")\nargs = parser.parse_args()\nprint(input("Size: "))',
    ),
    "`--n` would no longer stand for `--non-root` of `more`": (
        "",
        (
            'more = parser.add_subparsers().add_parser("more")\n'
            'more.add_argument("--non-root")\n'
            'args = parser.parse_args()\nprint(input("Size: "))'
        ),
    ),
    "it passes options on that it does not know": (
        "",
        'parser.parse_known_args()\nargs = parser.parse_args()\nprint(input("Size: "))',
    ),
    "its options begin with other characters": (
        "",
        (
            'parser = argparse.ArgumentParser(prefix_chars="+")\n'
            'args = parser.parse_args()\nprint(input("Size: "))'
        ),
    ),
    "the parsed options are used as a whole, so one more would show": (
        "",
        'args = parser.parse_args()\nprint(args, input("Size: "))',
    ),
    "the command line is not read yet where it asks": (
        "",
        'size = input("Size: ")\nargs = parser.parse_args()\nprint(size)',
    ),
    "nothing in this file calls `ask`": (
        'def ask():\n    return input("Size: ")\n',
        "args = parser.parse_args()",
    ),
    "`ask` is handed on without being called": (
        'def ask():\n    return input("Size: ")\n',
        "args = parser.parse_args()\nprint(list(map(ask, [])), ask())",
    ),
    "the decorator `@wrapped` may not pass it on": (
        'from library import wrapped\n@wrapped\ndef ask():\n    return input("Size: ")\n',
        "args = parser.parse_args()\nask()",
    ),
    "`ask` has a `non_interactive` of its own": (
        'def ask():\n    non_interactive = 1\n    return input("Size: "), non_interactive\n',
        "args = parser.parse_args()\nask()",
    ),
    "`_ask` is the name of something else": (
        "_ask = _ask_user = 1\n",
        'args = parser.parse_args()\nprint(input("Size: "))',
    ),
    "`sys` stands for something else in this file": (
        "sys = None\n",
        'args = parser.parse_args()\nprint(input("Size: "))',
    ),
    "the file is written for Python 2 as well": (
        "try:\n    input = raw_input\nexcept NameError:\n    pass\n",
        'args = parser.parse_args()\nprint(input("Size: "))',
    ),
    "the loop around it might never end": (
        "import click\n",
        'args = parser.parse_args()\nwhile not click.confirm("On?", default=False):\n    pass',
    ),
    "its default is made into something else": (
        "import click\n",
        'args = parser.parse_args()\nprint(click.prompt("Size", default=len([]), type=str))',
    ),
    "the question in line 7 would remain": (
        "",
        (
            'parser.add_argument("--sure")\nargs = parser.parse_args()\n'
            'sure = args.sure or input("Sure? ")\nprint(sure, input("Size: "))'
        ),
    ),
    "its parser has no name": (
        "",
        'args = argparse.ArgumentParser().parse_args()\nprint(input("Size: "))',
    ),
    "its options cannot all be read in this file": (
        "from library import add_options\n",
        'add_options(parser)\nargs = parser.parse_args()\nprint(input("Size: "))',
    ),
    "it has an --non-interactive that does not reach this place": (
        "",
        (
            'parser.add_argument("--non-interactive", dest="there")\n'
            'args = parser.parse_args()\nprint(input("Size: "))'
        ),
    ),
    "`more` stands for several sets of sub-commands": (
        "",
        (
            "if __debug__:\n    more = parser.add_subparsers()\n"
            'else:\n    more = parser.add_subparsers(dest="more")\n'
            'args = parser.parse_args()\nprint(input("Size: "))'
        ),
    ),
    "another statement stands in the line of its parser": (
        "",
        'parser.add_argument("-x"); x = 1\nargs = parser.parse_args()\nprint(input("Size: "))',
    ),
    "another statement stands in its line": (
        "import click\n",
        "args = parser.parse_args()\nclick.pause(); x = 1",
    ),
    "its text spans lines": (
        "import click\n",
        'args = parser.parse_args()\nclick.pause("""On\n?""")',
    ),
    "its statement need not come to it": (
        "import click\n",
        "args = parser.parse_args()\ntexts = [click.edit(text) for text in args]",
    ),
    "another statement stands in the line of it": (
        "import click\n",
        'args = parser.parse_args()\nx = 1; text = click.edit("x")',
    ),
    "its arguments cannot all be read": (
        "",
        "args = parser.parse_args()\nprint(input(*[]))",
    ),
    "`getpass` is not known in the whole file": (
        "",
        'import getpass\nargs = parser.parse_args()\ngetpass.getpass("Secret: ")',
    ),
    "`getpass` is bound more than once": (
        "try:\n    import getpass\nexcept ImportError:\n    getpass = None\n",
        'args = parser.parse_args()\ngetpass.getpass("Secret: ")',
    ),
    "`click` is not imported as a module": (
        "from click import confirm\n",
        'args = parser.parse_args()\nif confirm("Sure?"):\n    print(1)',
    ),
}
COMMAND = """\
{head}

@click.command({options})
@click.option("--often")
def main(often):
    print(input("Size: "), often)

if __name__ == "__main__":
    main()
"""
TYPER = """\
{head}

def main(often: int = 1):
    print(input("Size: "), often)

if __name__ == "__main__":
    {run}
"""
# Whole scripts.
ASKING_SCRIPTS = {
    "it passes options on that it does not know": COMMAND.format(
        head="import click", options='context_settings={"ignore_unknown_options": True}'
    ),
    "`click` is not imported as a module": COMMAND.format(
        head="import click as c\nfrom click import command", options=""
    )
    .replace("@click.command", "@command")
    .replace("@click.option", "@c.option"),
    "`typer` is not imported as a module": TYPER.format(
        head="from typer import run", run="run(main)"
    ),
    "`main` is called as a function as well": TYPER.format(
        head="import typer", run="main(2)\n    typer.run(main)"
    ),
    "`argparse` is not imported as a module, which sub-commands need": """\
from argparse import ArgumentParser
parser = ArgumentParser()
commands = parser.add_subparsers()
commands.add_parser("ask")
args = parser.parse_args()
print(input("Size: "))
""",
    "it imports nothing where an import could be added": """\
print()
import argparse
parser = argparse.ArgumentParser()
args = parser.parse_args()
print(input("Size: "))
""",
    **{
        f"{name} is not among the frameworks that it knows": text.format('input("Sure? ")')
        for name, text in OTHERS.items()
    },
    "it reads `sys.argv` itself, without a parser that could take the flag": BARE.format(
        'input("Sure? ")'
    ),
}


@pytest.mark.parametrize("reason", ASKING)
def test_no_guard_because(reason: str) -> None:
    assert next(shown("AUT201", filled(MAIN_WITH, *ASKING[reason]), FACTS)) == reason


@pytest.mark.parametrize("reason", ASKING_SCRIPTS)
def test_no_guard_of_a_script_because(reason: str) -> None:
    text = ASKING_SCRIPTS[reason]
    assert next(shown("AUT201", text, FACTS)) == reason
    assert list(shown("AUT202", text, FACTS)) in ([], [reason])


def test_every_reason_not_to_guard_stands_in_a_table() -> None:
    written = reasons("_guards", r'(?:Unclear|Unreached)\(\s*f?"([^"]+)"')
    assert missing(written, [*ASKING, *ASKING_SCRIPTS]) == SWALLOWED


# -- the other rules ---------------------------------------------------------------------------

WAITING = {
    ("AUT103", "the use of its arguments and its result cannot be kept exactly"): (
        "import os\nstatus = os.system('make')\n"
    ),
    ("AUT103", "`subprocess` cannot be named here"): (
        "import os\nsubprocess = None\nos.system('make')\n"
    ),
    ("AUT104", "`asyncio` is not imported by that name here"): """\
import asyncio as a
async def work():
    child = await a.create_subprocess_exec("make")
    await child.wait()
""",
    ("AUT102", "its statement does more than take the result"): """\
import subprocess
with subprocess.Popen(["make"]) as child:
    if child.wait():
        print(1)
""",
    ("AUT302", "only the author can say what that is"): """\
import argparse
if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    print(1)
""",
}


@pytest.mark.parametrize(("code", "reason"), WAITING)
def test_no_fix_because(code: str, reason: str) -> None:
    assert list(shown(code, WAITING[code, reason], FACTS)) == [reason]


def test_fix_tells_the_reason(cli: Cli) -> None:
    Path("a.py").write_text(WAITING["AUT103", "`subprocess` cannot be named here"])
    title = "Use subprocess.run with a timeout; only shown, since `subprocess` cannot be named here"
    result = cli("fix", "--unsafe-fixes", "--isolated")
    assert result.status == 1
    assert result.out == f"a.py:3:1: AUT103 refused: {title}\n"
    assert "1 refused: no fix would be right there; each says why\n" in result.err
    assert " 1 left, 0 held, 1 refused, 0 dropped, " in result.err
    told = json.loads(cli("fix", "--unsafe-fixes", "--isolated", "--json").out)
    (refused,) = told["refused"]
    assert refused["reason"] == title
