"""The fix of AUT201 and AUT202: a script asks as before, and nobody where nobody is there."""

import io
import re
import time
from textwrap import dedent

from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.model import Facts, Safety
from flake8_automation.registry import all_rules
from flake8_automation.rule import Rule
from flake8_automation.settings import Settings
from flake8_automation.source import Source
from tests.programs import Silent, filled, run

RULES = tuple(rule for rule in all_rules() if rule.code in {"AUT201", "AUT202"})
COMMAND_LINE = tuple(rule for rule in RULES if rule.code == "AUT202")
UNSAFE = Settings(unsafe_fixes=True)


def fixed(text: str, rules: tuple[Rule, ...] = RULES) -> str:
    result = engine.fix(Source("a.py", dedent(text)), rules, UNSAFE, Facts("a.py"))
    assert result.refused == ()
    assert result.checked.broken is None
    return result.text


def titles(text: str) -> list[str]:
    """The titles of what is shown only, in order of position."""
    checked = engine.check(Source("a.py", dedent(text)), RULES, UNSAFE, Facts("a.py"))
    fixes = [site.fix for site in checked.gaps() if site.fix is not None]
    assert all(fix.safety is Safety.DISPLAY and fix.edits == () for fix in fixes)
    assert fixed(text) == dedent(text)
    return [fix.title for fix in fixes]


# -- any script that is put together from these does what it did -------------------------------

QUESTIONS = """\
if input("Delete? [y/N] ").lower() == "y":
    print("deleted")
---
answer = input("Keep? [Y/n] ").strip()
print("kept" if answer != "n" else "dropped")
---
name = input("Name [nobody]: ") or "nobody"
print(name)
---
print(input("City: "))
---
input("Press Enter ")
print("on")
---
while True:
    again = input("Again? [y/N] ")
    if again in ("y", "yes"):
        print("again")
        continue
    break
---
while input("More? [Y/n] ") != "n":
    print("more")
---
size = int(input("Size: "))
print(size)
---
for number in range(2):
    if input(f"Take {number}? [y/N] ") in ("y", "yes"):
        print(number)
---
color = input("Color: ")
if not color:
    color = "red"
print(color)
---
def stop():
    return input("Stop? [y/n] ") == "y"
print(stop())
""".split("---\n")
PROMPTS = re.compile(r"[A-Z][a-z]+(?: [A-Z0-9][a-z]*)?(?:\?|:)? ?(?:\[[^]]*\])?:? ")

FLAT = """\
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--verbose", action="store_true")
args = parser.parse_args()
{0}
{1}
"""
MAIN = """\
import argparse

def main(argv=None):
    parser = argparse.ArgumentParser()
    args = parser.parse_args(argv)
    {0}
    {1}

if __name__ == "__main__":
    main()
"""
HELPERS = """\
import argparse

def ask(subject):
    {0}
    return subject

def work(subject, *more, **extra):
    {1}
    return ask(subject)

def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("subject", nargs="?", default="it")
    return parser.parse_args()

def main():
    args = parse()
    print(work(args.subject))
    print(ask(
        args.subject,
    ))

if __name__ == "__main__":
    main()
"""
COMMANDS = """\
from argparse import ArgumentParser
import argparse

def add(args):
    {0}

def show(args):
    {1}

def build_parser():
    parser = ArgumentParser()
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("add", aliases=["a"]).set_defaults(func=add)
    other = commands.add_parser("show")
    other.set_defaults(func=show)
    parser.set_defaults(func=add)
    return parser

def main():
    options = build_parser().parse_args()
    options.func(options)

if __name__ == "__main__":
    main()
"""
METHODS = """\
import argparse

class Wizard:
    def __init__(self, subject):
        self.subject = subject

    def ask(self):
        {0}

    def run(self, *, often=1):
        self.ask()
        {1}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    args = parser.parse_args()
    Wizard("it").run()
"""
CLICK = """\
import click

def ask():
    {0}

@click.command()
@click.option("--verbose", is_flag=True)
def main(verbose):
    ask()
    {1}

if __name__ == "__main__":
    main()
"""


@settings(max_examples=60, deadline=None)
@given(
    together=st.booleans(),
    layout=st.sampled_from([FLAT, MAIN, HELPERS, COMMANDS, METHODS, CLICK]),
    questions=st.tuples(st.sampled_from(QUESTIONS), st.sampled_from(QUESTIONS)),
    typed=st.lists(st.sampled_from(["", "y", "n", "yes", "7"]), min_size=20, max_size=20),
)
def test_a_fixed_script_asks_as_before_and_nobody_where_nobody_is(
    together: bool, layout: str, questions: tuple[str, str], typed: list[str]
) -> None:
    before = filled(layout, *questions)
    after = fixed(before, COMMAND_LINE if together and layout is not FLAT else RULES)
    assert after != before
    assert fixed(after) == after
    answers = "\n".join([*typed, *["n"] * 20]) + "\n"
    assert run(after, io.StringIO(answers)) == run(before, io.StringIO(answers))
    alone = run(after, Silent(), "--non-interactive")
    assert run(after, Silent(), variable="1") == alone
    status, out, err = run(after, io.StringIO())
    assert (status, err) == (alone[0], alone[2])
    assert PROMPTS.sub("", out) == alone[1]
    assert alone[0] in {0, 2}
    assert not {"deleted", "again", "dropped", "more"} & set(alone[1].split())
    assert ("--non-interactive" in alone[2]) == (alone[0] == 2)


def test_a_sub_command_takes_the_flag_before_and_behind_its_name() -> None:
    after = fixed(filled(COMMANDS, QUESTIONS[1], QUESTIONS[4]))
    for options in (["--non-interactive", "show"], ["show", "--non-interactive"]):
        assert run(after, Silent(), *options) == (0, "on\n", "")
    assert run(after, Silent(), "a", "--non-interactive") == (0, "kept\n", "")


# -- what is shown only, and why -----------------------------------------------------------------


def test_an_option_that_asks_by_itself_keeps_its_command_without_the_flag() -> None:
    before = """\
        import click

        @click.command()
        @click.option("--name", prompt=True)
        def main(name):
            if click.confirm("Delete?"):
                print(name)
        """
    assert {title.partition("because ")[2] for title in titles(before)} == {
        "the question in line 4 would remain"
    }


def test_two_commands_get_a_flag_each() -> None:
    after = fixed("""\
        import click

        @click.command()
        @click.option("--old")
        def one(old) -> None:
            if click.confirm("One?"):
                print(1)

        @click.command()
        def two(*, often: int = 2):
            if click.confirm("Two?"):
                print(2)
        """)
    assert after.count('"--non-interactive",') == 2
    assert after.count("def _confirm(") == 1
    assert '@click.option("--old")\n@click.option(\n    "--non-interactive",' in after
    assert "def one(old, non_interactive: bool) -> None:" in after
    assert "def two(*, often: int = 2, non_interactive: bool = False):" in after


def test_many_attributes_of_an_object_do_not_take_long() -> None:
    kept = "\n".join(f"        self.a{n} = a{n}" for n in range(40))
    given = ", ".join(f"a{n}" for n in range(40))
    text = (
        "import argparse\n\nclass Wizard:\n"
        f"    def __init__(self, {given}):\n{kept}\n\n"
        '    def ask(self):\n        return input("Name: ")\n\n'
        "parser = argparse.ArgumentParser()\nargs = parser.parse_args()\n"
    )
    begun = time.process_time()
    assert '_ask("Name: ", non_interactive=args.non_interactive)' in fixed(text)
    assert time.process_time() - begun < 10  # seconds; it took hours when each led to all others
