"""AUT201 where its page would get too ugly: odd layouts, settings, fixes that are refused."""

import re
import subprocess
import sys
from textwrap import dedent

import pytest

from flake8_automation import engine
from flake8_automation.model import Facts, Priority, Safety, Site, Status
from flake8_automation.rules.python._guards.words import Vocabulary, words
from flake8_automation.rules.python.prompt_without_guard import prompt_without_guard
from flake8_automation.settings import Settings
from flake8_automation.source import Source

RULES = (prompt_without_guard,)
DEFAULT = Settings()
FLAGS = """\
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--yes", action="store_true")
parser.add_argument("--batch", action="store_true")
args = parser.parse_args()
"""
YES = re.sub(r".*--batch.*\n", "", FLAGS)
BATCH = re.sub(r".*--yes.*\n", "", FLAGS)


def sites(text: str, settings: Settings = DEFAULT, path: str = "a.py") -> tuple[Site, ...]:
    checked = engine.check(Source(path, text), RULES, settings, Facts(path))
    assert checked.broken is None
    return checked.sites


def gaps(text: str, settings: Settings = DEFAULT) -> list[int]:
    """The lines (1-based) of the gaps."""
    found = sites(dedent(text), settings)
    return [site.span.start.line for site in found if site.status is Status.GAP]


def fixed(text: str) -> str:
    settings = Settings(unsafe_fixes=True)
    result = engine.fix(Source("a.py", text), RULES, settings, Facts("a.py"))
    assert result.refused == ()
    return result.text


# -- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("assume_yes", ("assume", "yes")),
        ("assumeYes", ("assume", "yes")),
        ("--assume-yes", ("assume", "yes")),
        ("stdinIsTTY", ("stdin", "is", "tty")),
        ("NON_INTERACTIVE", ("non", "interactive")),
        ("_", ()),
    ],
)
def test_names_fall_into_words(name: str, split: tuple[str, ...]) -> None:
    assert words(name) == split


@pytest.mark.parametrize(
    "name",
    "interactive batch yes assume_yes force confirm no_confirm no_prompt no_prompts noprompt "
    "no_input ask no_ask prompt auto auto_run skip_confirm autoRun force_update cli_no_input "
    "isTTY".split(),
)
def test_guard_names(name: str) -> None:
    assert Vocabulary.with_names(()).speaks(name)


@pytest.mark.parametrize(
    "name",
    "task author batch_size enforce automobile yesterday reinforce input user_input dry_run "
    "force_dry_run prompt_text auto_id name promptly".split(),
)
def test_names_that_merely_look_like_it(name: str) -> None:
    assert not Vocabulary.with_names(()).speaks(name)


def test_a_user_adds_guard_names() -> None:
    text = "def f(unwatchedRun, no_questions_asked):\n    if unwatchedRun:\n        input()\n"
    assert gaps(text) == [3]
    assert gaps(text, Settings(guard_names=("unwatched",))) == []
    assert gaps(text, Settings(guard_names=("run",))) == []
    assert gaps(text, Settings(guard_names=("watched",))) == [3]


# -- spellings: taken from real code, shortened ------------------------------------------------

HEAD = """\
import argparse, click, getpass, os, sys, typer
from os import environ

args = argparse.ArgumentParser().parse_args()
"""
GUARDED = """\
if not (args.yes or args.force): input()
---
if args.yes is False: input()
---
if not getattr(args, "yes", False): input()
---
if os.isatty(sys.stdin.fileno()): input()
---
if os.environ.get("DEBIAN_FRONTEND") != "noninteractive": input()
---
if "CI" not in os.environ: input()
---
if environ.get("CI"): input()
---
yes or click.confirm("Go on?", abort=True)
---
confirm = lambda text: args.yes or input(text)
---
x = default if not sys.stdin.isatty() else input()
---
if self.args.assume_yes: input()
---
if config["core"]["interactive"]: input()
---
if kwargs.get("interactive", True): input()
---
if hasattr(sys, "ps1"): input()
---
if not sys.argv[1:]: input("Press Enter")
---
if mode == Mode.INTERACTIVE: input()
---
if args.command == "interactive": input()
---
if args.hooks == "ask": input()
---
if mode in ("batch", "interactive"): input()
---
if args.stdin: input()
---
assert sys.stdin.isatty()
input()
---
if any([args.yes, args.force]): print()
else: input()
---
if not all((sys.stdin.isatty(), sys.stdout.isatty())): sys.exit(1)
input()
---
if os.environ.get("CI"): sys.exit("no person")
input()
---
if args.batch:
    parser.error("cannot ask")
input()
---
if args.batch:
    if args.name: sys.exit()
    else: raise SystemExit
input()
---
if "--yes" in sys.argv: sys.exit()
input()
---
if "-y" in sys.argv: sys.exit()
input()
---
if needs_person(args.yes): input()
---
x = [input() for n in range(3) if not args.yes]
---
match args.mode:
    case "interactive":
        input()
---
match args.mode:
    case 1 if args.interactive:
        input()
---
try:
    click.prompt("Name")
except click.Abort:
    print()
---
class Console:
    def terminal(self):
        if not sys.stdin.isatty(): raise OSError("no terminal")
        yield
    def ask(self):
        with self.terminal(): return input()
---
try:
    while True:
        input()
except (KeyboardInterrupt, EOFError): print()
---
try:
    name = sys.argv[1]
except IndexError:
    name = input()
---
def f(name=None):
    name = name or click.prompt("Name")
---
def f(name=None):
    name = name if name else input()
---
def f(name=None):
    if name: return name
    return input()
---
def f(name=None):
    if name is not None:
        answer = name
    else:
        answer = input()
---
def f(argv):
    if len(argv) > 1: name = argv[1]
    else: name = input()
---
def f(args):
    while True:
        if args.name: break
        args.name = input()
---
class A:
    def __init__(self, args): self.user = args.user
    def ask(self):
        if not self.user: self.user = input()
---
password = self.get_param("password")
if password is None: password = getpass.getpass()
---
def f(**kwargs):
    if not any(kwargs.values()): input()
---
user = os.environ.get("LOGIN")
if not user: user = input()
---
if not (user := os.environ.get("LOGIN")): user = input()
---
@click.command()
@click.option("--name", prompt="Your name")
def hello(name): print(name)
---
def hello(name: str = typer.Option(prompt=True)): print(name)
---
name = args.name or input()
while not name: name = input()
---
class Wizard:
    def ask(self): return input()
    def run(self, interactive):
        if interactive: self.ask()
---
class Wizard:
    def ask_name(self): return input()

if args.interactive: wizard.ask_name()
---
if not args.interactive and not args.force: sys.exit("cannot ask")
input()
---
if not (args.interactive and args.name): sys.exit("cannot ask")
input()
---
if args.force is True: sys.exit()
input()
---
if not kwargs["interactive"]: sys.exit()
input()
---
if "--interactive" not in sys.argv: sys.exit()
input()
---
assert not args.batch
input()
---
if sys.stdin.isatty(): sys.exit("pipe the names in")
input()
---
user, host = args.target.split("@")
if not user: user = input()
---
user, host = parse_target(args.target)
if user is None: user = input()
"""
UNGUARDED = """\
if args.user: input()
---
if args.list: sys.exit()
input()
---
if len(sys.argv) < 2: sys.exit()
input()
---
if "--server" in sys.argv: serve()
else: input()
---
if os.path.exists(args.path): input()
---
if not args.path.exists(): input()
---
if args.command == "login": input()
---
if args.answer == "yes": input()
---
def f(found):
    if "x" not in found: input()
---
def f(matches):
    if matches: name = input("Which? ") or matches[0]
    else: name = input()
---
def f(password):
    if password: draw()
    else: input()
---
name = input() or args.name
---
if args.force: print()
input()
---
if args.force: logger.error("forced")
input()
---
if args.batch:
    if args.name: sys.exit()
input()
---
if os.environ.get("LANG"): sys.exit()
input()
---
def check(yes):
    if yes: return

def f(yes):
    check(yes)
    input()
---
data = {}
while not data["confirm"]: data["confirm"] = input()
---
if ask_first(yes): print()
else: input()
---
class A:
    def run(self):
        while not self.confirm: self.confirm = input()
---
if map(lambda yes: yes, args): input()
---
def decide(force):
    if force: return query("Sure?")

if decide(): input()
---
def ask(): return input()
if args.force: table = {"ask": ask}
---
try:
    print()
except IndexError:
    input()
---
class Console:
    def terminal(self):
        if not sys.stdin.isatty(): return
        yield
    def ask(self):
        with self.terminal(): return input()
---
match args.batch_size:
    case 1:
        input()
---
class Wizard:
    def ask_name(self): return input()

class Other:
    def ask_name(self): return 1

if args.interactive: wizard.ask_name()
---
def hello(name: str = typer.Option(prompt=False)): input()
---
if not args.force: sys.exit("use --force")
input()
---
if os.path.exists(path) and not args.force: sys.exit("use --force")
input()
---
if not args.force or not args.path.exists(): sys.exit("use --force")
input()
---
if args.force: print()
elif os.path.exists(path): sys.exit("use --force")
input()
---
if args.interactive: sys.exit()
input()
---
if args.force is not True: sys.exit()
input()
---
if args.yes == False: sys.exit()
input()
---
if not options["force"]: sys.exit()
input()
---
if not options.get("force"): sys.exit()
input()
---
if not getattr(args, "force", False): sys.exit()
input()
---
if "--force" not in sys.argv: sys.exit()
input()
---
assert args.force
input()
---
def need_force():
    if not args.force: sys.exit("use --force")

need_force()
input()
---
def ask(default):
    if default is True: input("(Y/n)")
    elif default is False: input("(y/N)")
    else: input("(y/n)")
---
for line in open("names"):
    user, host = line.split("@")
    if not user: user = input()
---
user, host = lookup(args.target)
if not user: user = input()
"""


@pytest.mark.parametrize("text", GUARDED.split("---\n"))
def test_a_spelling_that_guards(text: str) -> None:
    assert {site.status for site in sites(HEAD + text)} == {Status.COVERED}


@pytest.mark.parametrize("text", UNGUARDED.split("---\n"))
def test_a_spelling_that_does_not_guard(text: str) -> None:
    assert {site.status for site in sites(HEAD + text)} == {Status.GAP}


# -- guards ----------------------------------------------------------------------------------


def test_a_name_bound_to_a_text_or_an_answer_is_no_guard() -> None:
    text = """\
        prompt = "> "
        yes = {"y", "yes"}
        confirmed = False
        if prompt:
            input(prompt)
        choice = input("Go on? ")
        if choice in yes:
            input("Sure? ")
        while not confirmed:
            confirmed = input("Sure? ") == "y"
    """
    assert gaps(text) == [5, 6, 8, 10]


def test_a_variable_is_followed_to_what_it_holds() -> None:
    text = """\
        import os, sys
        watched = sys.stdin.isatty()
        quiet = "CI" in os.environ
        if watched:
            input()
        if not quiet:
            input()
        if sys.platform:
            input()
    """
    assert gaps(text) == [9]


def test_a_predicate_is_asked_or_followed() -> None:
    text = """\
        from util import is_interactive, is_ready

        def watched():
            return sys.stdout.isatty()

        if is_interactive():
            input()
        if watched():
            input()
        if is_ready():
            input()
    """
    assert gaps(text) == [11]


def test_functions_that_end_by_calling_each_other_are_not_followed_for_ever() -> None:
    text = """\
        def one(force):
            if force:
                two(force)
            input()

        def two(force):
            one(force)
    """
    assert gaps(text) == [4]


def test_an_option_that_selects_other_work_is_no_guard() -> None:
    text = """\
        import argparse

        def release():
            version = input("Version? ")

        def announce():
            print("done")

        args = argparse.ArgumentParser().parse_args()
        if not args.post_release:
            release()
        else:
            announce()
    """
    assert gaps(text) == [4]


def test_a_caller_that_hands_the_function_on_leaves_it_unguarded() -> None:
    text = """\
        def ask():
            return input()

        if force:
            ask()
        table = {"ask": ask}
    """
    assert gaps(text) == [2]


def test_a_test_below_the_prompt_does_not_guard_it() -> None:
    text = """\
        def f(force):
            input()
            if force:
                return
    """
    assert gaps(text) == [2]


def test_leaving_a_suite_that_is_not_around_the_prompt_does_not_guard_it() -> None:
    text = """\
        def f(force, names):
            for name in names:
                if force:
                    continue
            input()
    """
    assert gaps(text) == [5]


@pytest.mark.parametrize(
    "handler", ["except ValueError:", "except Exception:", "except:", "finally:", "else:"]
)
def test_only_a_handler_for_the_end_of_input_counts(handler: str) -> None:
    extra = "except ValueError:\n    pass\n" if handler == "else:" else ""
    assert gaps(f"try:\n    input()\n{extra}{handler}\n    pass\n") == [2]


def test_a_prompt_in_the_handler_itself_is_not_covered_by_it() -> None:
    assert gaps("try:\n    pass\nexcept EOFError:\n    input()\n") == [4]


def test_gaps_in_tests_and_examples_matter_less() -> None:
    text = 'input("Delete? [y/N] ")\n'
    assert [site.priority for site in sites(text)] == [Priority.P1]
    assert [site.priority for site in sites(text, path="tests/a.py")] == [Priority.P2]


# -- fixes -----------------------------------------------------------------------------------


def test_tabs_and_line_ends_are_kept() -> None:
    before = "import sys\n\ndef f(batch=False):\n\tprint()\n\tname = input('Name: ')\n"
    after = fixed(before)
    assert "\n\tif not non_interactive:\n\t\ttry:\n" in after
    assert "\tname = _ask('Name: ', non_interactive=batch)\n" in after
    assert fixed(before.replace("\n", "\r\n")) == after.replace("\n", "\r\n")


def test_a_call_over_several_lines_moves_as_a_whole() -> None:
    before = "def f(yes=False):\n    input(\n        'Press Enter'\n    )  # wait\n"
    after = (
        "def f(yes=False):\n    if not yes:\n        input(\n"
        "            'Press Enter'\n        )  # wait\n"
    )
    assert fixed(before) == after


def test_the_answer_is_spelled_as_the_code_compares_it() -> None:
    before = (
        YES
        + "ans = input('Go? [y/N]').upper()\nif ans not in ('YES', 'NO'):\n    raise SystemExit\n"
    )
    assert "ans = 'YES' if args.yes else input('Go? [y/N]').upper()\n" in fixed(before)


def test_the_default_and_not_a_yes_where_nobody_is_there() -> None:
    before = BATCH + 'if not input("Keep? [Y/n] ").lower().startswith("n"):\n    print(1)\n'
    after = 'if not _ask("Keep? [Y/n] ", default="y", non_interactive=args.batch).lower()'
    assert after in fixed(before)


def test_no_default_is_taken_where_it_is_not_clear_which() -> None:
    after = fixed(BATCH + "x = input('[y/N] or [Y/n]?')\n")
    assert "x = _ask('[y/N] or [Y/n]?', non_interactive=args.batch)\n" in after


def test_a_question_of_click_takes_its_default() -> None:
    before = (
        "import click\n\ndef f(no_input=False):\n    return click.prompt('Name', default='x')\n"
    )
    after = "return _prompt('Name', default='x', non_interactive=no_input)"
    assert after in fixed(before)


def test_a_flag_of_a_group_of_options_is_found() -> None:
    text = YES.replace("parser.add", "group.add").replace(
        "group.add", "group = parser.add_argument_group()\ngroup.add", 1
    )
    assert "if not args.yes:" in fixed(text + "input('Press Enter')\n")
    other = text.replace("= parser.add_argument_group", "= other.add_argument_group")
    assert "args.yes" not in fixed(other + "input('Press Enter')\n")


def test_secrets_are_known_by_keyword() -> None:
    (site,) = sites("import click\nclick.prompt('Token', hide_input=True)\n")
    assert site.priority is Priority.P1
    assert "secret" in site.message


@pytest.mark.parametrize(
    ("call", "priority"),
    [
        ("\n\nask()\n", Priority.P1),
        ("\n\ndef other():\n    ask()\n", Priority.P3),
        ("", Priority.P3),
    ],
)
def test_a_function_that_the_module_calls_is_no_helper(call: str, priority: Priority) -> None:
    (site,) = sites("def ask():\n    input('Delete? [y/N] ')\n" + call)
    assert site.priority is priority


def test_an_entry_point_is_no_helper() -> None:
    text = "def run():\n    input('Delete? [y/N] ')\n"
    facts = Facts("a.py", entry_points=frozenset({"run"}))
    (site,) = engine.check(Source("a.py", text), RULES, DEFAULT, facts).sites
    assert site.priority is Priority.P1


def test_a_confirmation_of_click_takes_its_default() -> None:
    before = (
        "import click\n\ndef f(no_input=False):\n"
        "    click.confirm('Go?', abort=True)\n"
        "    click.confirm('Go?', abort=True, default=True)\n"
        "    a = click.confirm('Go?', True)\n"
        "    b = click.confirm('Go?')\n"
    )
    assert fixed(before).endswith(
        "def f(no_input=False):\n"
        "    _confirm('Go?', abort=True, non_interactive=no_input)\n"
        "    _confirm('Go?', abort=True, default=True, non_interactive=no_input)\n"
        "    a = _confirm('Go?', True, non_interactive=no_input)\n"
        "    b = _confirm('Go?', non_interactive=no_input)\n"
    )


PARSED_ELSEWHERE = """\
import argparse


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("-y", "--assume-yes", action="store_true")
    return parser.parse_args()


def purge(args):
    if input("Purge? [y/N] ") == "y":
        print("purged")


def main():
    args = parse()
    purge(args)
    input("Press Enter ")
"""


def test_options_are_followed_to_where_they_are_handed() -> None:
    after = fixed(PARSED_ELSEWHERE)
    assert '    if args.assume_yes or input("Purge? [y/N] ") == "y":\n' in after
    assert '    if not args.assume_yes:\n        input("Press Enter ")\n' in after
    elsewhere = PARSED_ELSEWHERE + "\n\npurge(None)\n"
    assert '    if input("Purge? [y/N] ") == "y":\n' in fixed(elsewhere)


SCRIPT = (
    FLAGS
    + """\
import sys
name = input("Name [nobody]: ") or "nobody"
if not input("Delete? [y/N] ").lower().startswith("y"):
    print("kept")
else:
    print("deleted")
answer = input("Keep a copy? [Y/n] ").strip()
print("copied" if answer in ("", "y", "Y") else "no copy", name)
input("Press Enter ")
city = input("City: ")
print(city)
"""
)


def run(text: str, typed: str, *options: str) -> tuple[int, str, str]:
    command = [sys.executable, "-I", "-c", text, *options]
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("typed", ["\n\n\n\n\n", "Ann\ny\nn\n\nRome\n", "Ann\nYes\nY\n\n\n"])
def test_without_its_flag_a_fixed_script_does_what_it_did(typed: str) -> None:
    assert run(fixed(SCRIPT.replace('"--yes"', '"--old"')), typed) == run(SCRIPT, typed)
    assert run(fixed(SCRIPT.replace('"--batch"', '"--old"')), typed) == run(SCRIPT, typed)


def test_with_its_flag_a_fixed_script_asks_nobody() -> None:
    status, out, err = run(fixed(SCRIPT.replace('"--yes"', '"--old"')), "", "--batch")
    assert out == "kept\ncopied nobody\n"
    assert status == 2
    assert "the question 'City: ' needs an answer; give one without --batch" in err


def test_yes_answers_the_confirmations_and_no_question() -> None:
    after = fixed(SCRIPT.replace('"--batch"', '"--old"'))
    assert run(after, "Ann\nRome\n", "--yes")[1].endswith("deleted\ncopied Ann\nCity: Rome\n")


@pytest.mark.parametrize(
    ("story", "text"),
    [
        ("arguments that may be anything", "import click\nx = click.confirm('Go?', **more)\n"),
        ("a default that is converted", "import click\nclick.prompt('N', default='1', type=int)\n"),
        ("a loop that waits for yes", "import click\nwhile not click.confirm('Go?'):\n    pass\n"),
        ("more than a text", "input(*texts)\n"),
    ],
)
def test_what_cannot_be_kept_exactly_is_only_shown(story: str, text: str) -> None:
    (site,) = sites(BATCH + text)
    assert site.fix is not None, story
    assert site.fix.safety is Safety.DISPLAY, story
    assert site.fix.edits == ()
    assert fixed(BATCH + text) == BATCH + text


@pytest.mark.parametrize(
    ("story", "text"),
    [
        ("a loop that may not like the answer", 'while True:\n    a = input("Go? [y/n]")\n'),
        ("an answer that goes elsewhere", 'print(input("Go? [y/n]"))\n'),
        ("a question that need not be asked", 'name = args and input("Name: ")\n'),
        ("two statements on a line", 'print(); input("Press Enter")\n'),
        ("a suite on the line of its head", 'if args: input("Press Enter")\n'),
        ("a text over several lines", 'input("""Press\nEnter""")\n'),
    ],
)
def test_a_helper_stands_wherever_a_prompt_does(story: str, text: str) -> None:
    after = fixed(BATCH + text)
    assert "non_interactive=args.batch)" in after, story
    assert {site.status for site in sites(after)} == {Status.COVERED}, story
    assert run(after, "", "--batch")[0] in {0, 2}, story


@pytest.mark.parametrize(
    ("story", "text"),
    [
        ("the flag is not parsed yet", 'input("Go? [y/N]")\n' + YES),
        ("another function's flags", YES.replace("\n", "\n    ").join(("def f():\n    ", "pass\n"))
         + "\n\ndef g():\n    input('Go? [y/N]')\n"),
        ("parameters by name only", "def f(a, /, *, b=1, **c):  # c\n    x = input('Go? [y/N]')\n"),
        ("a batch of data", "def f(batch):\n    x = input('Go? [y/N]')\n"),
        ("a flag that was assigned to", "def f(yes):\n    yes = g()\n    x = input('Go? [y/N]')\n"),
    ],
)  # fmt: skip
def test_no_fix_without_a_flag_that_bears_on_the_question(story: str, text: str) -> None:
    (site,) = sites(text)
    assert site.status is Status.GAP, story
    assert fixed(text) == text, story


@pytest.mark.parametrize(
    ("story", "text"),
    [
        ("yes is no name", YES + 'name = input("Name: ")\n'),
        ("a flag that only some runs have", FLAGS.replace("parser.add", "if x:\n    parser.add")
         + "input('Go? [y/N]')\n"),
        ("a list", YES.replace("store_true", "append") + "input('Go? [y/N]')\n"),
        ("no switch", YES.replace(', action="store_true"', "") + "input('Go? [y/N]')\n"),
        ("a flag of a sub-command", YES.replace("parser.add", "sub.add") + "input('Go? [y/N]')\n"),
    ],
)  # fmt: skip
def test_a_flag_that_does_not_bear_on_the_question_is_not_used(story: str, text: str) -> None:
    after = fixed(text)
    assert "non_interactive=args.non_interactive)" in after, story
    assert "args.yes" not in after, story


def test_no_new_flag_beside_a_yes_that_some_questions_take() -> None:
    before = YES + 'name = input("Name: ")\nif input("Go? [y/N] ") == "y":\n    print(name)\n'
    after = fixed(before)
    assert after == before.replace('if input("Go', 'if args.yes or input("Go')


def test_a_late_import_is_no_place_for_another() -> None:
    before = BATCH.replace("--batch", "--old") + 'import sys\nname = input("Name: ")\n'
    assert fixed(before).startswith("import argparse\nimport os\nimport sys\n")
    assert run(fixed(before), "Ann\n") == run(before, "Ann\n")
