"""AUT301's fix over generated scripts: without `--json` as before, with it one document of that."""

import ast
import io
import json
from typing import Any, NoReturn

from hypothesis import event, given, settings
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.model import Facts, Safety
from flake8_automation.rules.python.cli_without_json import cli_without_json
from flake8_automation.settings import Settings
from flake8_automation.source import Source
from tests.programs import filled, run

UNSAFE = Settings(unsafe_fixes=True)
FACTS = Facts("tool.py")

# What prints: each may use `names`, a list of words, and `found`, a dictionary of their lengths.
PRINTS = """\
print(f"{len(names)} names in {found}")
---
for name, size in found.items():
    print(f"{name!r:>12}: {size:03d}", end=";\\n")
---
print("names", len(names), sep="=", end="\\n\\n")
---
print("%s has %d" % (names[0] if names else None, len(found)))
---
print("{0:<10}|{1}".format(len(names), sorted(found)))
---
print(*names, sep="\\n")
---
print(found)
---
print(json.dumps(found, indent=2, sort_keys=True))
---
print("Lengths:")
print(json.dumps(sorted(found.items())))
print("--- end ---")
---
json.dump(found, sys.stdout)
---
sys.stdout.write(f"{len(names)}\\t{max(found.values(), default=0)}\\n")
sys.stdout.flush()
---
sys.stdout.writelines(f"{name}\\n" for name in names)
---
print("\\n".join(f"{size}\\t{name}" for name, size in found.items()))
---
print(f"{sum(found.values())=}", f"{(lambda: 'é → ü')()}", end="")
---
print(f"odd: {chr(13)}{chr(11)}{chr(0x2028)}{chr(0)} {len(names)}")
print()
---
print(f"{float('nan')} {float('inf')} {set(names) if len(names) < 2 else {}} {object is None}")
---
print(f"{', '.join(f'{n}:{len(n)}' for n in names)}" if names else "no names")
---
pprint.pprint({"found": found, "names": names})
---
print(f"{len(names)} on stderr", file=sys.stderr)
---
print("Total:", sum(found.values()), file=sys.stdout, flush=True)
---
while names:
    print(f"{len(names)} left: {names.pop()}")
---
shown = [print(f"{name} {len(name)}") for name in names]
---
with contextlib.suppress(KeyError):
    print(f"length of it: {found['it']}")
    print(f"length of no: {found['no']}")
---
try:
    print(f"{len(names)} / {len(found)} = {len(names) / len(found)}")
except ZeroDivisionError as error:
    print(f"no names: {error}")
finally:
    print("counted", len(found))
---
with contextlib.redirect_stdout(io.StringIO()) as hidden:
    print(f"hidden {len(names)}")
print(f"{len(hidden.getvalue())} characters")
---
def show(text, *, often=1):
    for _ in range(often):
        print(text)
show(f"{len(names)} times", often=2)
show(f"{names}")
""".split("---\n")

ENDS = """\
return
---
return None
---
return 0
---
return len(names)
---
return True
---
sys.exit()
---
sys.exit(len(found))
---
sys.exit(f"ended by {len(names)}")
---
raise SystemExit(300)
---
raise SystemExit([1])
---
raise ValueError(f"{len(names)} names")
---
raise KeyboardInterrupt
---
if names:
    sys.exit(4)
return 5
---
try:
    sys.exit(6)
except SystemExit as end:
    print(f"caught {end.code} {len(names)}")
---
try:
    raise OSError(len(names))
except OSError as error:
    print(f"error: {error} {len(names)}")
    sys.exit(1)
finally:
    print(f"{len(names)} at the end")
---
print(f"{1 / (len(names) - len(names))}")
""".split("---\n")

IMPORTS = "import contextlib, io\nimport json\nimport pprint\nimport sys\n"
PLAIN = """\
import argparse
{0}

def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args(argv)
    names, found = args.names, dict(zip(args.names, map(len, args.names)))
    {1}
    {2}
    {3}

if __name__ == "__main__":
    main()
"""
EXITING = PLAIN.replace("    main()\n", "    sys.exit(main())\n")
FUNCTIONS = """\
{0}
from argparse import ArgumentParser

def first(names, found):
    {1}

def second(names, found):
    {2}
    return finish(names, found)

def finish(names, found):
    {3}

def parse():
    parser = ArgumentParser(description="Lengths of names.")
    parser.add_argument("names", nargs="*")
    return parser.parse_args()

def main():
    options = parse()
    names = options.names
    first(list(names), {name: len(name) for name in names})
    return second(list(names), {name: len(name) for name in names})

if __name__ == "__main__":
    raise SystemExit(main())
"""
COMMANDS = """\
#!/usr/bin/env python3
import argparse
{0}

def run_list(args):
    names, found = args.names, {n: len(n) for n in args.names}
    {1}
    {2}

def run_count(args):
    names, found = args.names, {n: len(n) for n in args.names}
    {2}
    {3}

def main():
    parser = argparse.ArgumentParser(prog="lengths")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in [("list", run_list), ("count", run_count)]:
        command = commands.add_parser(name)
        command.add_argument("names", nargs="*")
        command.set_defaults(func=function)
    args = parser.parse_args()
    return args.func(args)

if __name__ == '__main__':
    sys.exit(main())
"""
NAMED = """\
import argparse
{0}

def main():
    parser = argparse.ArgumentParser()
    add_subparsers = parser.add_subparsers(dest="error")
    add_parser = add_subparsers.add_parser("add", help="add some")
    add_parser.add_argument("names", nargs="*")
    parse_args = add_subparsers.add_parser("parse")
    parse_args.add_argument("--lengths", dest="names", nargs="*", default=["it"])
    parse_args.set_defaults(parse_args=True)
    args = parser.parse_args()
    names, found = list(args.names), {n: len(n) for n in args.names}
    {1}
    {2}
    {3}

if __name__ == "__main__":
    main()
"""
CLASS = """\
{0}
import argparse

class App:
    def __init__(self, names):
        self.names = names
        self.found = {name: len(name) for name in names}

    def report(self):
        names, found = self.names, self.found
        {1}
        {2}
        return self.end()

    def end(self):
        names, found = list(self.names), dict(self.found)
        {3}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    status = App(arguments.names).report()
    if status:
        sys.exit(status)
"""
CLICK = """\
{0}
import click

@click.command()
@click.argument("names", nargs=-1)
@click.option("--verbose", is_flag=True)
def main(names, verbose):
    names = list(names)
    found = {name: len(name) for name in names}
    {1}
    {2}
    {3}

if __name__ == "__main__":
    main()
"""
GROUP = """\
{0}
import click

@click.group()
def cli():
    pass

@cli.command("list")
@click.argument("names", nargs=-1)
def list_(names):
    names, found = list(names), {name: len(name) for name in names}
    {1}
    {2}

@cli.command()
@click.argument("names", nargs=-1)
@click.pass_context
def count(context, names):
    names, found = list(names), {name: len(name) for name in names}
    {2}
    {3}

if __name__ == "__main__":
    cli()
"""
LAYOUTS = {
    "plain": (PLAIN, ()),
    "exiting": (EXITING, ()),
    "functions": (FUNCTIONS, ()),
    "commands": (COMMANDS, ("list", "count")),
    "named": (NAMED, ("add", "parse")),
    "class": (CLASS, ()),
    "click": (CLICK, ()),
    "group": (GROUP, ("list", "count")),
}


def no_constant(name: str) -> NoReturn:
    raise AssertionError(f"{name} is no JSON")


def parse(text: str) -> Any:
    assert text.endswith("\n")
    return json.loads(text, parse_constant=no_constant)


def why_shown(text: str) -> list[str]:
    """What is said of gaps whose fix is only shown."""
    gaps = engine.check(Source("tool.py", text), (cli_without_json,), UNSAFE, FACTS).gaps()
    return [gap.fix.title for gap in gaps if gap.fix and gap.fix.safety is Safety.DISPLAY]


@settings(max_examples=100)
@given(
    layout=st.sampled_from(sorted(LAYOUTS)),
    prints=st.lists(st.sampled_from(PRINTS), min_size=1, max_size=4),
    end=st.sampled_from(ENDS),
    names=st.lists(st.sampled_from(["it", "a b", "Zürich", "x" * 20, "{}", "%s"]), max_size=3),
    kind=st.tuples(st.integers(0, 1), st.booleans()),
)
def test_a_fixed_script_prints_as_before_and_with_json_one_document(
    layout: str, prints: list[str], end: str, names: list[str], kind: tuple[int, bool]
) -> None:
    text, commands = LAYOUTS[layout]
    number, in_front = kind  # which command, and where `--json` stands
    before = filled(text, IMPORTS, "".join(prints[1:]) or "pass", prints[0], end)
    result = engine.fix(Source("tool.py", before), (cli_without_json,), UNSAFE, FACTS)
    assert result.refused == ()
    assert result.checked.broken is None
    assert why_shown(before) == []
    if not result.done:
        event("no gap")
        return
    after = result.text
    assert engine.fix(Source("tool.py", after), (cli_without_json,), UNSAFE, FACTS).text == after
    command = list(commands[number : number + 1])
    words = [*command, *(["--lengths"] if command == ["parse"] else []), *names]
    status, out, err = run(before, io.StringIO(), *words)
    assert run(after, io.StringIO(), *words) == (status, out, err)
    with_flag = [*words, "--json"]
    if in_front and layout not in {"commands", "group", "named"}:
        with_flag = ["--json", *words]
    now, printed, complained = run(after, io.StringIO(), *with_flag)
    assert (now, complained) == (status, err)
    document = parse(printed)
    if isinstance(document, dict) and set(document) >= {"command", "exit_status", "output"}:
        event("envelope")
        assert document["output"] == [line.rstrip("\n") for line in io.StringIO(out)]
        expected = status & 0xFF if isinstance(status, int) else 1
        assert document["exit_status"] == (130 if status == "KeyboardInterrupt" else expected)
        assert all(isinstance(record, dict) for record in document.get("records", []))
    else:
        event("document of its own")
        shown = out.replace("Lengths:\n", "").replace("--- end ---\n", "")  # headings
        assert document == ast.literal_eval(shown), "it is not all that was printed"
