"""Command lines: what declares one, which options it has, and what it prints."""

from textwrap import dedent

import pytest

from flake8_automation import engine
from flake8_automation.model import Facts, Safety, Status
from flake8_automation.rule import Case
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._scripts.aims import Aim, aim_by_name, aim_of
from flake8_automation.rules.python._scripts.json_options import offers_json
from flake8_automation.rules.python._scripts.outputs import outputs_of
from flake8_automation.rules.python._scripts.results import Results
from flake8_automation.rules.python._scripts.scripts import Script, script_of
from flake8_automation.rules.python._scripts.talk import is_talk
from flake8_automation.rules.python.cli_without_json import cli_without_json
from flake8_automation.settings import Settings
from flake8_automation.source import Source

MAIN = '\n\nif __name__ == "__main__":\n    main()\n'
# The same, for a text that is still indented.
MAIN_INSIDE = '\n    if __name__ == "__main__":\n        main()\n'


def case(text: str, entry_points: frozenset[str] = frozenset()) -> Case:
    source = Source("tool.py", dedent(text))
    return Case(source, Settings(), Facts("tool.py", entry_points))


def script(text: str, entry_points: frozenset[str] = frozenset()) -> Script:
    found = script_of(case(text, entry_points))
    assert found is not None
    return found


def statuses(text: str, entry_points: frozenset[str] = frozenset()) -> list[Status]:
    given = case(text, entry_points)
    found = engine.check(given.source, (cli_without_json,), given.settings, given.facts)
    assert found.broken is None
    return [site.status for site in found.sites]


SIZES = """\
import argparse

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*")
    for path in parser.parse_args().paths:
        print(path, len(path))
"""


def test_a_console_entry_point_makes_a_file_a_command_line():
    assert statuses(SIZES) == []
    assert statuses(SIZES, frozenset({"main"})) == [Status.GAP]


def test_a_main_guard_makes_a_file_a_command_line():
    assert statuses(SIZES + MAIN) == [Status.GAP]


def test_a_main_guard_that_runs_the_tests_of_a_module_does_not():
    assert statuses(SIZES + '\nif __name__ == "__main__":\n    doctest.testmod()\n') == []


def test_the_advice_is_shown_and_never_applied_to_optparse():
    text = SIZES.replace("argparse", "optparse").replace("ArgumentParser", "OptionParser")
    text = text.replace('add_argument("paths", nargs="*")', 'add_option("--paths")')
    source = Source("tool.py", text + MAIN)
    fixed = engine.fix(source, (cli_without_json,), Settings(unsafe_fixes=True), Facts("tool.py"))
    assert fixed.text == source.text
    assert (fixed.done, fixed.refused) == ((), ())
    (site,) = fixed.checked.gaps()
    assert site.fix is not None
    assert site.fix.safety is Safety.DISPLAY
    assert 'parser.add_option("--json", action="store_true")' in site.fix.title


def test_options_are_read_wherever_the_file_adds_them():
    found = script(
        """\
        import argparse
        common = argparse.ArgumentParser(add_help=False)
        common.add_argument("--color", choices=("auto", "never"), help="when to colour")

        def more(group):
            group.add_argument("-n", "--dry-run", action="store_true")

        def main():
            parser = argparse.ArgumentParser(parents=[common])
            more(parser.add_argument_group("work"))
            commands = parser.add_subparsers()
            one = commands.add_parser("one", parents=[common])
            either = one.add_mutually_exclusive_group()
            either.add_argument("--up", dest="upwards", action="store_true")
            either.add_argument("path")

        if __name__ == "__main__":
            main()
        """
    )
    assert found.framework == "argparse"
    assert found.complete
    assert found.site.text() == "argparse.ArgumentParser(parents=[common])"
    assert [(o.flags, o.dest, o.choices, o.takes_value) for o in found.options] == [
        (("--color",), "color", ("auto", "never"), True),
        (("-n", "--dry-run"), "dry_run", (), False),
        (("--up",), "upwards", (), False),
        (("path",), "path", (), True),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "add_common(parser)",
        "plugin.fill(parser=parser)",
        "parser.add_argument(*FLAGS)",
        "other = argparse.ArgumentParser(parents=[imported])",
        "other = argparse.ArgumentParser(**SETTINGS)",
        "for name in NAMES: parser.add_argument(name)",
    ],
)
def test_options_that_cannot_be_read_make_the_script_unknown(line: str):
    changed = SIZES.replace('    parser.add_argument("paths", nargs="*")', f"    {line}")
    assert not script(changed + MAIN).complete
    assert statuses(changed + MAIN) == []


def test_a_parser_that_a_helper_of_the_file_gives_away_is_unknown():
    changed = SIZES.replace("import argparse", "import argparse\nfrom lib import fill").replace(
        '    parser.add_argument("paths", nargs="*")', "    prepare(parser)"
    )
    assert statuses(changed + "\ndef prepare(given):\n    fill(given)\n" + MAIN) == []
    assert statuses(changed + "\ndef prepare(given):\n    print(given)\n" + MAIN) == [Status.GAP]


def test_an_own_subclass_of_the_parser_is_a_parser():
    text = SIZES.replace("argparse.ArgumentParser()", "Parser()")
    text += "\nclass Parser(argparse.ArgumentParser):\n    pass\n"
    assert statuses(text + MAIN) == [Status.GAP]


def test_a_decorator_of_another_module_may_add_options():
    text = """\
    import click
    from lib import DECORATOR

    @click.command()
    @DECORATOR
    def main():
        for row in rows():
            click.echo(row.name)
    """
    assert statuses(text.replace("DECORATOR", "pass_config")) == [Status.GAP]
    assert statuses(text.replace("DECORATOR", "common_options")) == []


def test_format_choices_that_are_imported_are_unknown():
    text = SIZES.replace('"paths", nargs="*"', '"--format", choices=FORMATS')
    imported = "from lib import FORMATS\n" + text + MAIN
    assert statuses(imported) == []
    assert statuses('FORMATS = ["text", "json"]\n' + text + MAIN) == [Status.COVERED]
    assert statuses('FORMATS = {"text": 1, "xml": 2}\n' + text + MAIN) == [Status.GAP]


@pytest.mark.parametrize(
    ("arguments", "use", "offers"),
    [
        ('"--json", action="store_true"', "", True),
        ('"-J", "--machine"', "", True),
        ('"--no-json", action="store_true"', "", True),
        ('"--json-output"', "", True),
        ('"--output-format", choices=["text", "jsonl"]', "", True),
        ('"--output", help="table, csv or json"', "", True),
        ('"--raw", action="store_true", help="print JSON"', "", True),
        ('"--json", metavar="FILE"', 'open(args.json, "w")', True),
        ('"--json", metavar="FILE"', "json.load(args.json)", False),
        ('"--json", metavar="FILE"', "open(args.json)", False),
        ('"--json", help="path of the JSON file to read"', "", False),
        ('"--json-file"', "", None),
        ('"--input-format", choices=["csv", "json"]', "", False),
        ('"--from-json", action="store_true"', "", False),
        ('"--no-override", action="store_true", help="show no override as JSON"', "", False),
        ('"--config", help="a JSON file"', "", False),
        ('"--output", help="where to put model_index.json"', "", False),
        ('"--format", choices=["text", "csv"]', "", False),
    ],
)
def test_which_options_offer_json(arguments: str, use: str, offers: bool | None):
    given = case(
        f"""\
        import argparse, json

        def main():
            parser = argparse.ArgumentParser()
            parser.add_argument({arguments})
            args = parser.parse_args()
            {use}

        if __name__ == "__main__":
            main()
        """
    )
    found = script_of(given)
    assert found is not None
    (option,) = found.options
    assert offers_json(option, given.source.derive(Names)) is offers


@pytest.mark.parametrize(
    "text",
    [
        "Installing \0",
        "[3/7] Fetched \0",
        "[INFO] Reading \0",
        "\\033[92mSaved to \0",
        "Error: \0",
        "Could not open \0",
        "Report written to \0",
        "\0 does not exist",
        "=== \0 ===",
        "\\r\0 %",
        "Cherry-picked \0",
        "Done in \0 seconds",
        "Found \0 pages",
        "Created page: \0",
        "Page \0 successfully added",
        "+ \0",
    ],
)
def test_talk(text: str):
    assert is_talk(text)


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "\0: \0",
        "Total: \0",
        "Skipped: \0",
        "Errors: \0",
        "Missing \0",
        "CPU Load: \0",
        "average length: \0",
        "\0 \0 passed",
        "Found: \0",
        "Detected page: \0",
        "Added: \0",
        "3. \0",
    ],
)
def test_no_talk(text: str):
    assert not is_talk(text)


def results(text: str) -> list[str]:
    source = Source("tool.py", dedent(text))
    judge = Results(source.derive(Names))
    return [o.node.text() for o in outputs_of(source) if judge.is_result(o)]


def test_a_helper_that_prints_its_parameter_is_judged_by_its_callers():
    text = """\
    def say(text):
        print("* " + text)

    def main():
        say("Installing " + name())
        {}
    """
    assert results(text.format("pass")) == []
    assert results(text.format("say(name())")) == ['print("* " + text)']


def test_what_goes_elsewhere_is_no_output():
    assert results("import sys\nprint(size(), file=sys.stderr)\n") == []
    assert results("import click\nclick.echo(size(), err=True)\n") == []
    assert results("print(size(), file=log)\n") == []
    assert results("import sys\nprint(size(), file=sys.stdout)\n") != []


def test_other_ways_to_write_to_standard_output():
    text = """\
    import sys
    from pprint import pprint
    from rich.console import Console
    console = Console()
    errors = Console(stderr=True)
    sys.stdout.write("%s;" % rows())
    pprint(rows())
    console.print(rows())
    errors.print(rows())
    """
    assert results(text) == [
        'sys.stdout.write("%s;" % rows())',
        "pprint(rows())",
        "console.print(rows())",
    ]


def test_a_document_that_is_passed_on_is_no_result():
    assert results("import sys\nsys.stdout.write(render(template))\n") == []


def test_a_name_that_stands_for_a_text_is_read_as_the_text():
    assert results('line = f"Installing {name()}"\nprint(line)\n') == []
    assert results('print(("Installing " "{}").format(name()))\n') == []
    assert results('line = f"{name()}: {size()}"\nprint(line)\n') == ["print(line)"]


def test_what_a_child_wrote_is_not_the_result_of_the_script():
    text = "import subprocess\nout = subprocess.check_output(['ls'])\nprint(out.decode())\n"
    assert results(text) == []


def test_python_2_is_read_as_well():
    assert results('print "total", size()\nprint >>sys.stderr, size()\n') == [
        'print "total", size()'
    ]


def program(body: str, option: str = '"paths"') -> str:
    lines = dedent(body).strip().splitlines()
    return (
        "import argparse, csv, json, sys\n\n\ndef main():\n"
        "    parser = argparse.ArgumentParser()\n"
        f"    parser.add_argument({option})\n"
        "    args = parser.parse_args()\n" + "".join(f"    {line}\n" for line in lines) + MAIN
    )


def test_remarks_of_a_script_that_works_on_files_are_no_result():
    work = 'open(target, "w").write(text)\nprint(f"{count(text)} lines")\n'
    assert statuses(program(work)) == []
    assert statuses(program(work.replace('"w"', '"r"'))) == [Status.GAP]


def test_a_script_that_works_on_files_can_still_list_them():
    work = 'open(target, "w").write(text)\nprint(f"{count(text)} lines")\n'
    assert statuses(program(work, '"--list", action="store_true"')) == [Status.GAP]


def test_much_talk_and_one_figure_is_no_result():
    talk = "\n".join(f'print(f"Building {{part{n}()}}")' for n in range(9))
    assert statuses(program(talk + '\nprint(f"size: {size()}")')) == []


def test_source_text_for_a_compiler_is_no_result():
    body = 'for name in names():\n    print(f"#define {name} {value(name)}")'
    assert statuses(program(body)) == []


@pytest.mark.parametrize(
    "body",
    [
        'print(f"version={version()}")',
        'print(f"::error file={name()}::{text()}")',
        "json.dump(rows(), sys.stdout)",
        "csv.writer(sys.stdout).writerows(rows())",
        "text = json.dumps(rows())\nprint(text)",
        'print("%(path)s:%(row)d: %(text)s" % found())',
        'print(name(), size())\nopen(os.environ["GITHUB_OUTPUT"], "a").write(text)',
    ],
)
def test_formats_that_programs_read_by_default(body: str):
    assert statuses(program(body)) == [Status.COVERED]


def test_json_under_an_option_of_any_name_is_enough_but_csv_is_not():
    body = "if args.raw:\n    print(json.dumps(rows()))\nelse:\n    print(rows())\n"
    option = '"--raw", action="store_true"'
    assert statuses(program(body, option)) == [Status.COVERED]
    assert statuses(program(body.replace("json.dumps", "to_csv"), option)) == [Status.GAP]


def test_findings_are_a_result_though_the_program_fails_after_them():
    assert statuses(program('print("\\n".join(found()))\nsys.exit(1)')) == [Status.GAP]
    assert statuses(program('print(f"{name()}: wrong")\nsys.exit(1)')) == []


def test_a_sub_parser_for_a_function_of_another_file_is_not_ours():
    text = """\
    def add(subparsers, run):
        parser = subparsers.add_parser("x")
        parser.set_defaults(run=RUN)

    def show():
        for row in rows():
            print(row.name, row.size)
    """
    assert statuses(text.replace("RUN", "run")) == []
    assert statuses(text.replace("RUN", "show")) == [Status.GAP]


def test_options_of_optparse_may_be_objects():
    text = """\
    from optparse import OptionParser, make_option

    def main():
        parser = OptionParser()
        parser.add_option(make_option("--json", action="store_true"))
        print(rows())

    if __name__ == "__main__":
        main()
    """
    assert [option.flags for option in script(text).options] == [("--json",)]
    assert statuses(text) == [Status.COVERED]


def test_json_with_words_before_it_is_for_people():
    assert statuses(program('print("Result: " + json.dumps(rows()))')) == [Status.GAP]


def test_json_in_a_file_that_an_option_names_is_the_result():
    body = 'json.dump(rows(), open(args.output, "w"))\nprint(f"{count()} rows")'
    assert statuses(program(body, '"--output"')) == [Status.COVERED]
    assert statuses(program(body, '"--size"')) == []


def test_a_loop_variable_named_like_the_parser_gives_no_parser_away():
    text = SIZES.replace("parser", "p")
    loop = "\ndef load(plugins):\n    for p in plugins:\n        plugins.load(p)\n"
    assert statuses(text + loop + MAIN) == [Status.GAP]
    assert statuses(text + "    plugins.load(p)\n" + MAIN) == []


def test_json_by_default_needs_no_option_so_unknown_options_do_not_matter():
    text = """\
    import argparse
    import json
    from lib import fill

    def main():
        parser = argparse.ArgumentParser()
        fill(parser)
        {0}
    """
    assert statuses(text.format("print(json.dumps(find()))") + MAIN_INSIDE) == [Status.COVERED]
    assert statuses(text.format("print(find())") + MAIN_INSIDE) == []


def test_what_an_object_of_the_file_prints_is_judged_by_what_it_is_given():
    text = """\
    import argparse

    class Out:
        def line(self, text):
            print(text)

    def main():
        parser = argparse.ArgumentParser()
        out = Out()
        for row in find(parser.parse_args()):
            out.line({0})
    """
    assert statuses(text.format('f"{row.name} {row.size}"') + MAIN_INSIDE) == [Status.GAP]
    assert statuses(text.format('f"Reading {row.name}"') + MAIN_INSIDE) == []
    elsewhere = text.replace("out = Out()", "out = imported()").format('f"{row.name} {row.size}"')
    assert statuses(elsewhere + MAIN_INSIDE) == []


def test_the_version_of_a_format_is_no_choice_of_formats():
    more = "parser.add_argument('--format-version', choices=VERSIONS)\n    for path"
    assert statuses(SIZES.replace("for path", more) + MAIN) == [Status.GAP]
    unknown = more.replace("-version", "")
    assert statuses(SIZES.replace("for path", unknown) + MAIN) == []


def test_the_version_of_a_library_is_no_result():
    printed = SIZES.replace("print(path, len(path))", "print('numpy', numpy.{0})")
    assert statuses(printed.format("__display_version__") + MAIN) == []
    assert statuses(printed.format("size") + MAIN) == [Status.GAP]


def test_a_switch_for_json_tells_of_a_result_that_is_printed_elsewhere():
    text = """\
    import argparse
    from lib import show

    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument({0})
        print("Reading")
        show(parser.parse_args())
    """
    assert statuses(text.format('"--json", action="store_true"') + MAIN_INSIDE) == [Status.COVERED]
    assert statuses(text.format('"--format", choices=["json"]') + MAIN_INSIDE) == [Status.COVERED]
    assert statuses(text.format('"json"') + MAIN_INSIDE) == []
    assert statuses(text.format('"--long", action="store_true"') + MAIN_INSIDE) == []


def test_one_command_of_many_that_only_shows_something_has_a_result():
    text = """\
    import click

    @click.group()
    def cli():
        pass

    @cli.command()
    def curate():
        click.echo(release().render("console"))
        {0}

    @cli.command()
    def change():
        click.echo("Reading the notes")
        click.echo("Writing the notes")
        with open("notes", "w") as file:
            file.write("x")
    """
    assert statuses(text.format("")) == [Status.GAP]
    assert statuses(text.format('click.echo(f"Saved {release()}")')) == []


def test_a_converter_prints_a_document_and_no_result():
    text = """\
    {0}
    import argparse

    def main():
        parser = argparse.ArgumentParser({1})
        parser.add_argument("path")
        print(rewritten(parser.parse_args().path))
    """
    assert statuses(text.format("", "") + MAIN_INSIDE) == [Status.GAP]
    assert statuses(text.format('"""Tool to convert a page."""', "") + MAIN_INSIDE) == []
    assert statuses(text.format("", 'description="Convert a page"') + MAIN_INSIDE) == []
    listed = text.replace('"path")', '"--list", action="store_true")')
    assert statuses(listed.format('"""Convert a page."""', "") + MAIN_INSIDE) == [Status.GAP]
    frequent = listed.replace("--list", "--print-every")
    assert statuses(frequent.format('"""Convert a page."""', "") + MAIN_INSIDE) == []


def test_what_is_shown_only_on_request_is_no_result():
    text = SIZES.replace("        print", "        if {0}:\n            print")
    wordy = "parser.parse_args().verbose"
    assert statuses(text.format(wordy) + MAIN) == []
    assert statuses(text.format(f"{wordy} and path") + MAIN) == []
    assert statuses(text.format(f"{wordy} or broken(path)") + MAIN) == [Status.GAP]
    assert statuses(text.format(f"not {wordy}") + MAIN) == [Status.GAP]
    assert statuses(text.format(f"not ({wordy} or path)") + MAIN) == [Status.GAP]
    other = text.replace("            print", "            pass\n        else:\n            print")
    assert statuses(other.format(wordy) + MAIN) == [Status.GAP]
    assert statuses(other.format(f"not {wordy}") + MAIN) == []


CHECK = """\
import argparse, sys

def main():
    parser = argparse.ArgumentParser()
    errors = 0
    for path in parser.parse_args().paths:
        if not good(path):
            print(f"Missing title in {{path}}")
            {0}
    {1}
    sys.exit(errors)
"""


def test_problems_of_items_that_are_counted_are_the_result_of_a_check():
    assert statuses(CHECK.format("errors += 1", "") + MAIN) == [Status.GAP]
    assert statuses(CHECK.format("wait()", "") + MAIN) == []
    working = CHECK.format("errors += 1", 'open("log", "w").close()')
    assert statuses(working + MAIN) == []


def test_a_function_that_is_called_for_every_item_does_not_end_the_program():
    text = """\
    import argparse

    def is_good(path):
        if not path.title:
            print(f"{{path}}: no title in {{path.line}} lines")
            return False
        return True

    def main():
        parser = argparse.ArgumentParser()
        paths = parser.parse_args().paths
        {0}
    """
    for each in ("all([is_good(path) for path in paths])", "for p in paths: is_good(p)"):
        assert statuses(text.format(each) + MAIN_INSIDE) == [Status.GAP]
    assert statuses(text.format("is_good(paths)") + MAIN_INSIDE) == []


def test_a_text_that_is_passed_through_is_no_result():
    for end in ('print(line, end="")', "click.echo(line, nl=False)", "sys.stdout.write(line)"):
        assert results(f"for line in lines:\n    {end}") == []
    for end in ("print(line)", 'print(line, end=" ")', 'print(line, len(line), end="")'):
        assert results(f"for line in lines:\n    {end}") == [end]


def test_a_script_that_changes_something_needs_more_results_than_remarks():
    text = SIZES + "        path.unlink()\n{0}" + MAIN
    row = "        print(path, path.age)\n"
    talk = "        print(f'Removed {path}')\n"
    assert statuses(text.format(row)) == [Status.GAP]
    assert statuses(text.format(row + talk)) == [Status.GAP]
    assert statuses(text.format(row + talk + talk)) == []


def test_a_single_figure_of_a_script_that_changes_something_is_a_remark():
    text = SIZES.replace("print(path, len(path))", "path.unlink()") + "    print({0})\n" + MAIN
    assert statuses(text.format('f"Total: {count()}"')) == []
    assert statuses(text.format("[path for path in rest()]")) == [Status.GAP]
    assert statuses(text.format("'\\n'.join(rest())")) == [Status.GAP]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ('"output"', []),
        ('"-o", "--output", required=True', []),
        ('"--out-file", default="sizes.txt"', []),
        ('"-o", "--output"', [Status.GAP]),
        ('"-o", "--output", default="-"', [Status.GAP]),
        ('"--output", action="store_true"', [Status.GAP]),
    ],
)
def test_a_script_whose_product_is_always_a_file_remarks_on_it(arguments: str, found: list[Status]):
    more = f"parser.add_argument({arguments})\n    for path"
    assert statuses(SIZES.replace("for path", more) + MAIN) == found


def test_a_choice_that_lists_asks_for_a_result():
    working = SIZES.replace("print(path, len(path))", "path.unlink()") + "    print('n:', n())\n"
    assert statuses(working + MAIN) == []
    for choices in ('["list", "clear"]', '("clear", "status")'):
        text = working.replace('nargs="*"', f"choices={choices}")
        assert statuses(text + MAIN) == [Status.GAP]


def test_choices_that_dict_makes_are_read():
    text = SIZES.replace('"paths", nargs="*"', '"--format", choices=FORMATS')
    assert statuses("FORMATS = dict(text=1, json=2)\n" + text + MAIN) == [Status.COVERED]
    assert statuses("FORMATS = dict(text=1, xml=2)\n" + text + MAIN) == [Status.GAP]
    assert statuses("FORMATS = dict(others(), xml=2)\n" + text + MAIN) == []


def test_a_row_that_a_separator_joins_is_for_programs():
    text = SIZES.replace("print(path, len(path))", "print({0}.join(cells(path)))") + MAIN
    for separator in ("separator", "self.delim"):
        assert statuses(text.format(separator)) == [Status.COVERED]
    assert statuses(text.format('" "')) == [Status.GAP]


def test_commands_that_a_main_function_makes_are_commands():
    text = """\
    import click

    def main():
        @click.command()
        @click.argument("path")
        def show(path):
            for row in rows(path):
                click.echo(row.name)
        show()
    """
    assert statuses(text) == []
    assert statuses(text + MAIN_INSIDE) == [Status.GAP]


def test_a_command_object_that_is_its_own_handler_is_ours():
    text = """\
    class Sizes:
        def __init__(self, commands, other):
            parser = commands.add_parser("sizes")
            parser.add_argument("path")
            parser.set_defaults(command={0})

        def run(self, args):
            for name, size in sizes(args.path):
                print(name, size)
    """
    assert statuses(text.format("self")) == [Status.GAP]
    assert statuses(text.format("other")) == []


def test_a_json_file_that_an_option_names_needs_a_result():
    text = """\
    import argparse

    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument("--json", metavar="FILE", help="write the plan as JSON")
        save(parser.parse_args().json)
        print({0})
    """
    assert statuses(text.format('"Planning"') + MAIN_INSIDE) == []
    assert statuses(text.format('"steps:", steps()') + MAIN_INSIDE) == [Status.COVERED]


@pytest.mark.parametrize("name", ["PrintManual", "print_usage", "log_row"])
def test_what_a_function_says_by_its_name_is_talk(name: str):
    assert results(f"def {name}():\n    print(rows().name)\n") == []


def test_a_call_that_is_continued_by_backslashes_is_read_whole():
    text = SIZES.replace(
        '"paths", nargs="*"', '"paths", \\\n        nargs="*", \\\n        help="{0}"'
    )
    shown = SIZES.replace("print(path, len(path))", 'print("size of " \\\n            + path)')
    assert statuses(text + MAIN) == [Status.GAP]
    assert statuses(shown + MAIN) == [Status.GAP]
    option = '"--format", \\\n        choices=["text", \\\n        "json"]'
    assert statuses(SIZES.replace('"paths", nargs="*"', option) + MAIN) == [Status.COVERED]


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("List the pages of a book.", Aim.TELL),
        ("Lists pages", Aim.TELL),
        ("pages.py - show the pages", Aim.TELL),
        ("pages: find the pages", Aim.TELL),
        ("This is a small command-line tool to compare two books", Aim.TELL),
        ("A helper script that will recursively check links", Aim.TELL),
        ("Link checker for books", Aim.TELL),
        ("Generate a report of missing links", Aim.TELL),
        ("Update the links and then show them", Aim.TELL),
        ("Generates an index", Aim.MAKE),
        ("Generate an index from a list of pages", Aim.MAKE),
        ("The script downloads books. It lists them and prints all", Aim.MAKE),
        ("Index generator", Aim.MAKE),
        ("Add the tax to some amounts", Aim.CHANGE),
        ("A packaging tool for books", Aim.MAKE),
        ("Book pre-training", Aim.MAKE),
        ("Converts a book to plain text", Aim.CONVERT),
        ("Book to plain text converter", Aim.CONVERT),
        ("Books and their pages", None),
        ("A checker", Aim.TELL),
        ("Checkers is a game", None),
        ("", None),
        ("-" * 5000, None),
        ("- = -. " * 700, None),
        ("Auto-rename photos by their date", Aim.MAKE),
        ("Read trees (from stdin), and write them in brackets (to stdout).", Aim.CONVERT),
        ("Read trees from stdin, and show them on stdout.", None),
        (
            "It reads trees from the input, halves each of them and writes it to stdout.",
            Aim.CONVERT,
        ),
    ],
)
def test_what_a_description_says_that_a_script_does(text: str, aim: Aim | None):
    described = SIZES.replace("ArgumentParser()", f"ArgumentParser(description={text!r})")
    named = SIZES.replace("ArgumentParser()", "ArgumentParser(description=TEXT)")
    assert aim_of(script(described + MAIN)) is aim
    assert aim_of(script(f"TEXT = {text!r}\n" + named + MAIN)) is aim
    assert aim_of(script(f"{text!r}\n" + SIZES + MAIN)) is aim
    assert aim_of(script(f"TEXT = {text!r}\nTEXT = other\n" + named + MAIN)) is None


def test_a_command_says_in_its_docstring_what_it_does():
    text = """\
    {0}
    def main(path: str):
        \"\"\"Count pages.\"\"\"
        print(len(path))
    {1}
    """
    click = text.format("import click\n    @click.command()", "")
    typer = text.format("import typer", 'if __name__ == "__main__":\n        typer.run(main)')
    fire = text.format("import fire", 'if __name__ == "__main__":\n        fire.Fire(main)')
    assert [aim_of(script(given)) for given in (click, typer, fire)] == [Aim.TELL] * 3


@pytest.mark.parametrize(
    ("file", "works", "aim"),
    [
        ("check_links.py", True, Aim.TELL),
        ("check_links.py", False, None),
        ("generate-index", True, Aim.MAKE),
        ("gen_index.py", False, Aim.MAKE),
        ("filter_pages.py", True, Aim.CHANGE),
        ("filter_pages.py", False, None),
        ("convert_book.py", False, Aim.CONVERT),
        ("generation.py", True, None),
        ("pages.py", True, None),
    ],
)
def test_what_the_name_of_a_script_says(file: str, works: bool, aim: Aim | None):
    assert aim_by_name(file, works=works) is aim


def test_a_parser_without_a_help_lends_its_options_unless_it_is_asked():
    silent = SIZES.replace("ArgumentParser()", "ArgumentParser(add_help=False)")
    lent = silent.replace("for path in parser.parse_args().paths", "for path in find(parser)")
    assert statuses(silent + MAIN) == [Status.GAP]
    assert statuses(lent + "\ndef find(given):\n    return []\n" + MAIN) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("fill(parser)", []),
        ("partial(main, parser=parser)", [Status.GAP]),
        ("partial(fill, parser=parser)", []),
    ],
)
def test_a_parser_that_a_handler_of_the_file_gets_stays_here(line: str, found: list[Status]):
    head = "from functools import partial\nfrom lib import fill\n"
    changed = SIZES.replace('    parser.add_argument("paths", nargs="*")', f"    {line}")
    assert statuses(head + changed + MAIN) == found


def test_a_parser_that_is_the_default_of_a_parameter_can_leave_as_any_other():
    text = """\
    import argparse
    from lib import fill

    def add(parser=argparse.ArgumentParser()):
        {0}
        return parser

    if __name__ == "__main__":
        for path in add().parse_args().paths:
            print(path, len(path))
    """
    assert statuses(text.format("parser.add_argument('paths', nargs='*')")) == [Status.GAP]
    assert statuses(text.format("fill(parser)")) == []


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ('"--type", choices=list(KINDS), help="the format of the output"', []),
        ('"--type", choices=list(KINDS), help="the type of the books"', [Status.GAP]),
        ('"--style", choices=list(KINDS), help="machine or human"', []),
        ('"--style", choices=["a", "b"], help="machine or human"', [Status.GAP]),
    ],
)
def test_choices_that_cannot_be_read_may_have_json_among_them(arguments: str, found: list[Status]):
    changed = SIZES.replace('"paths", nargs="*"', arguments).replace(".paths", ".type")
    assert statuses("from lib import KINDS\n" + changed + MAIN) == found


def test_the_first_failure_that_ends_the_program_is_no_finding():
    text = """\
    import argparse
    import sys

    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument("pages", nargs="*")
        for page in parser.parse_args().pages:
            if not page.isalpha():
                print(f"Invalid page {{size(page)}}")
                {0}
        return 0
    """
    assert statuses(text.format("return 1") + MAIN_INSIDE) == []
    assert statuses(text.format("sys.exit(3)") + MAIN_INSIDE) == []
    assert statuses(text.format("failed = True") + MAIN_INSIDE) == [Status.GAP]


def test_one_of_two_lines_about_an_item_is_its_status_unless_it_is_a_doing():
    text = """\
    import argparse

    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument("pages", nargs="*")
        for page in parser.parse_args().pages:
            if page.isalpha():
                print(f"{0}")
            else:
                print(f"{1}")
    """
    here, gone = "{page} is here", "{page} is not here"
    assert statuses(text.format(here, gone) + MAIN_INSIDE) == [Status.GAP]
    assert statuses(text.format("Found {page}", "No {page}") + MAIN_INSIDE) == [Status.GAP]
    assert statuses(text.format("Reading {page}", "Skipping {page}") + MAIN_INSIDE) == []


def test_each_line_of_a_file_may_be_changed_on_the_way_but_not_chosen():
    text = """\
    import argparse

    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument("path")
        args = parser.parse_args()
        with open(args.path) as file:
            for line in file:
                {0}
    """
    assert statuses(text.format("print(line.upper())") + MAIN_INSIDE) == []
    assert statuses(text.format("if args.path: print(line.upper())") + MAIN_INSIDE) == []
    assert statuses(text.format("if 'x' in line: print(line)") + MAIN_INSIDE) == [Status.GAP]
    assert statuses(text.format("print(len(file))") + MAIN_INSIDE) == [Status.GAP]


@pytest.mark.parametrize(
    "lines",
    [
        "print(path)\n        upload(path)",
        "place = os.path.join('x', path)\n        print(place)\n        upload(path)",
        "if path:\n            print(path)\n            with open(path): pass",
    ],
)
def test_an_item_that_is_named_before_the_work_on_it_is_progress(lines: str):
    changed = "import os\n" + SIZES.replace("print(path, len(path))", lines)
    assert statuses(changed + MAIN) == []
    after = SIZES.replace("print(path, len(path))", "upload(path)\n        print(path)")
    assert statuses(after + MAIN) == [Status.GAP]


def test_a_long_path_takes_no_time_to_tell_from_a_call():
    made = "/".join(["path"] * 60) + "[0]"
    line = f"place = {made}\n        print(place)\n        upload(path)"
    assert statuses(SIZES.replace("print(path, len(path))", line) + MAIN) == [Status.GAP]


def test_json_that_tells_of_a_failure_covers_nothing():
    text = """\
    import argparse
    import json
    import sys

    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument("path")
        if not exists(parser.parse_args().path):
            print(json.dumps({{"missing": True}}))
            {0}
    """
    assert statuses(text.format("sys.exit(1)") + MAIN_INSIDE) == []
    assert statuses(text.format("sys.exit(0)") + MAIN_INSIDE) == [Status.COVERED]


def test_remarks_beside_json_of_a_script_that_works_on_files_leave_it_covered():
    text = """\
    import argparse
    import json
    import os

    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument("path")
        path = parser.parse_args().path
        {0}
        if tidy():
            print("Freed:", freed(path))
        else:
            print(json.dumps(sizes(path)))
    """
    assert statuses(text.format("os.remove(path)") + MAIN_INSIDE) == [Status.COVERED]
    assert statuses(text.format("read(path)") + MAIN_INSIDE) == [Status.GAP]


BAD_ITEM = (
    "for one in path:\n        try: load(one)\n"
    "        except ValueError as error:\n            print(f'{one}: {error}')\n"
    "            bad = bad + 1"
)
FAILED_CHILD = (
    "child = Popen(path)\n    out, err = child.communicate()\n"
    "    if {0}: print(f'{{size(path)}} of it:', err.strip())"
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("target = name_of(path)\n    save(target)\n    print(target)", []),
        ("target = name_of(path)\n    open(target, 'w').close()\n    print(target)", []),
        ("target = name_of(path)\n    open(target).close()\n    print(target)", [Status.GAP]),
        ("target = name_of(path)\n    open(path, target).close()\n    print(target)", [Status.GAP]),
        ("make_command = f'make {name_of(path)}'\n    print(make_command)", []),
        ("make_rule = f'{name_of(path)} rules'\n    print(make_rule)", [Status.GAP]),
        ("rule_cmd = f'{name_of(path)} rules'\n    print(rule_cmd)", []),
        (FAILED_CHILD.format("child.returncode"), []),
        (FAILED_CHILD.format("child.returncode != 0"), []),
        (FAILED_CHILD.format("child.returncode == 0"), [Status.GAP]),
        (FAILED_CHILD.format("child.returncode").replace("err.strip()", "age(path)"), [Status.GAP]),
        ("os.remove(path)\n    print(size(path))", []),
        ("print(','.join([name_of(path), size(path)]))", [Status.COVERED]),
        ('print(",".join((name_of(path), size(path))))', [Status.COVERED]),
        ("print(', '.join([name_of(path), size(path)]))", [Status.GAP]),
        ("print(','.join(names_of(path)))", [Status.GAP]),
        ("print(term.move_yx(1, 0) + size(path))", []),
        ("print(term.home, size(path))", []),
        ("print(house.homes, size(path))", [Status.GAP]),
        ("while line := path:\n        print(upper(line))\n        line = path.readline()", []),
        ("while path:\n        print(upper(path))\n        path = path.parent()", [Status.GAP]),
        ("while path:\n        line = path.readline()\n        print(size(path))", [Status.GAP]),
        ("for n, one in path:\n        if n % 100 == 0: print(n)", []),
        ("for n, one in path:\n        if n % 100 == 1: print(n)", [Status.GAP]),
        ("for n, one in path:\n        if n % 100 == 0: print(size(one))", [Status.GAP]),
        ("sql = query(path)\n    print(sql)", []),
        (BAD_ITEM, [Status.GAP]),
        (BAD_ITEM.replace("bad = bad + 1", "continue"), []),
        (BAD_ITEM.replace("bad = bad + 1", "bad = 1; return 1"), [Status.GAP]),
        (BAD_ITEM.replace("bad = bad + 1", "raise"), []),
        ("os.remove(listing.name)\n    print(size(path))", [Status.GAP]),
        ("shutil.rmtree(tmp_folder)\n    print(size(path))", [Status.GAP]),
        ("try: read(path)\n    except OSError: print(size(path), age(path))", []),
        ("try: print(size(path), age(path))\n    except OSError: pass", [Status.GAP]),
    ],
)
def test_places_commands_and_what_is_said_of_a_failure_are_no_results(
    body: str, found: list[Status]
):
    head = SIZES.partition("    for path")[0]
    text = head + f"    path = parser.parse_args().paths[0]\n    {body}\n" + MAIN
    assert statuses(text) == found


@pytest.mark.parametrize(
    ("guard", "found"),
    [
        ("import doctest\n    doctest.testmod()\n    main()", [Status.GAP]),
        ("import sys, unittest\n    sys.exit(main())\n    unittest.main()", [Status.GAP]),
        ("import unittest\n    unittest.main()", []),
        ("import doctest\n    doctest.testmod()", []),
    ],
)
def test_a_script_may_run_its_tests_too(guard: str, found: list[Status]):
    assert statuses(SIZES + f'\n\nif __name__ == "__main__":\n    {guard}\n') == found


def test_json_of_one_of_several_things_is_not_json_of_the_others():
    text = """
    import argparse, json

    def main():
        parser = argparse.ArgumentParser(description="Show the settings")
        parser.add_argument("key")
        args = parser.parse_args()
        if args.key {0}:
            print(json.dumps(accounts()))
        else:
            for name, size in formats().items():
                print(name, size)
    """
    assert statuses(text.format('== "accounts"') + MAIN_INSIDE) == [Status.GAP]
    assert statuses(text.format("in MACHINE") + MAIN_INSIDE) == [Status.COVERED]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{file}:{line}: wrong", [Status.COVERED]),
        ("size {size} ({file}:{line})", [Status.GAP]),
    ],
)
def test_a_place_in_brackets_is_no_line_for_tools(line: str, found: list[Status]):
    shown = SIZES.replace("print(path, len(path))", f"print(f{line!r})")
    assert statuses(shown + MAIN) == found


@pytest.mark.parametrize(
    ("said", "found"), [("Check the rules", [Status.GAP]), ("Upload the rules", []), ("Rules", [])]
)
def test_a_check_that_writes_files_has_findings(said: str, found: list[Status]):
    text = f"""
    import argparse

    def main():
        parser = argparse.ArgumentParser(description="{said}")
        parser.add_argument("rules", nargs="*")
        failed = 0
        for rule in parser.parse_args().rules:
            place(rule).write_text(rule)
            if not holds(rule):
                print("Invalid rule:", place(rule))
                failed += 1
        return failed
    """
    assert statuses(text + MAIN_INSIDE) == found


@pytest.mark.parametrize(("then", "found"), [("continue", [Status.GAP]), ("raise", [])])
def test_what_ends_the_program_is_no_finding(then: str, found: list[Status]):
    body = BAD_ITEM.replace("print(", "bad = 1\n            print(").replace("bad = bad + 1", then)
    shown = SIZES.replace("print(path, len(path))", body.replace("\n", "\n    "))
    assert statuses(shown + MAIN) == found
