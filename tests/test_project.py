"""What holds of the project as a whole: rules and options are complete, and the code is clean."""

import ast
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import flake8_automation
from flake8_automation.model import Priority
from flake8_automation.registry import all_rules, fix_kind, page, page_url, summary
from flake8_automation.rule import Rule
from flake8_automation.settings import BY_FIELD, OPTIONS, Settings
from tests.pages import blocks

PACKAGE = Path(flake8_automation.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
LONGEST = 300  # lines

# What `check` does without as long as nobody asks for it; each costs between 2 and 30 milliseconds.
HEAVY = (
    *("ahocorasick_rs", "argparse", "ast", "asyncio", "bz2", "concurrent.futures", "configparser"),
    *("dataclasses", "difflib", "email", "flake8", "gettext", "hashlib", "http"),
    *("importlib.metadata", "inspect", "json", "locale", "logging", "lzma", "multiprocessing"),
    *("pathlib", "pathspec", "pickle", "rich", "shutil", "signal", "socket", "ssl", "subprocess"),
    *("symtable", "tempfile", "textwrap", "tokenize", "tomllib", "traceback", "urllib.request"),
    *("weakref", "xml", "yaml", "zipfile", "zlib"),
)

# What a run on one file does without, of our own modules and packages.
SPARED = (
    *("changes", "cli.full_parser", "cli.gaps", "edits", "files.admission", "files.diff"),
    *("files.git", "files.hunks", "files.project", "history", "ledger", "marks", "report"),
    *("output.formats.json", "output.review", "yaml_nodes"),
)
# What is needed only to write a fix, and what only to judge a file, by some rule or other.
FIXING = ("_timeouts", "_guards", "_scripts", "_json_fix", "_text_results")
JUDGING = (*FIXING, "_calls", "_dictionaries", "_names", "_nodes", "_programs")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def clean(*command: str) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


# Rules


def test_every_rule_has_a_page_and_every_page_a_rule():
    pages = {path.with_suffix("") for path in (PACKAGE / "rules").rglob("*.md")}
    modules = {
        path.with_suffix("")
        for path in (PACKAGE / "rules").glob("*/*.py")
        if not path.name.startswith("_")
    }
    assert pages == modules
    found = {ROOT / rule.module.replace(".", "/") for rule in all_rules()}
    assert found == pages
    assert len(all_rules()) == len(pages)


def test_a_rule_is_called_as_its_file_is():
    for rule in all_rules():
        assert rule.name.replace("-", "_") == rule.module.rpartition(".")[2]


def test_codes_and_names_are_unique():
    assert len({rule.code for rule in all_rules()}) == len(all_rules())
    assert len({rule.name for rule in all_rules()}) == len(all_rules())
    assert [rule.code for rule in all_rules()] == sorted(rule.code for rule in all_rules())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_is_complete(rule: Rule):
    assert re.fullmatch(r"AUT[1-4]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert rule.needles
    assert all(needle and all(needle) for needle in rule.needles)
    assert isinstance(rule.priority, Priority)
    assert page(rule).startswith(f"# {rule.name} ({rule.code})\n")
    assert re.fullmatch(r"[A-Z`].{20,200}\.", summary(rule))
    assert fix_kind(rule) in {"safe", "unsafe", "shown only"}
    assert page_url(rule.code).endswith(f"/{Path(*rule.module.split('.'))}.md")


def test_a_rule_that_speaks_of_the_whole_file_has_one_site_in_it_at_most():
    ours = [rule for rule in all_rules() if rule.once]
    assert [rule.code for rule in ours] == ["AUT202", "AUT301"]
    for rule in ours:
        for block in blocks(page(rule)):
            assert len([mark for mark in block.marks() if mark.code == rule.code]) <= 1


# Options


def test_every_setting_has_one_option_and_every_option_a_setting():
    assert [option.field for option in OPTIONS] == list(Settings._fields)
    assert list(BY_FIELD) == list(Settings._fields)


def test_no_two_options_have_the_same_name():
    assert len({option.name for option in OPTIONS}) == len(OPTIONS)
    assert len({option.flake8_name for option in OPTIONS}) == len(OPTIONS)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_an_option_is_complete(option):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", option.name)
    assert option.help
    assert not option.help.endswith(".")
    assert option.kind.wants
    assert option.default == getattr(Settings(), option.field)
    assert set(option.commands) <= {"check", "fix", "gaps", "history", "compare", "clean"}


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_an_option_says_no_to_what_it_cannot_read(option):
    for nonsense in (object(), 1.5, {"a": 1.5}):
        with pytest.raises(ValueError):
            option.kind.parse(nonsense)


# Code


def test_layers_are_kept():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_types_are_right():
    clean("mypy")


def test_ruff_has_nothing_to_say():
    clean("ruff", "check", ".")


def test_the_layout_is_ruffs():
    clean("ruff", "format", "--check", ".")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_is(path: Path):
    text = path.read_text()
    assert text.count("\n") <= LONGEST
    opening = ast.get_docstring(ast.parse(text))
    assert opening is not None
    assert opening.partition("\n\n")[0].endswith((".", "?"))


def test_nothing_is_left_to_be_done():
    marks = "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"])
    for path in MODULES:
        assert not re.search(rf"\b({marks})\b", path.read_text()), path


# Start-up


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a run of `check` loads, beyond those that Python starts with."""
    program = (
        "import sys\n"
        f"sys.path[:] = {[str(ROOT), *filter(None, sys.path)]!r}\n"
        "started = set(sys.modules)\n"
        "from flake8_automation.cli import main\n"
        f"main({list(arguments)!r})\n"
        "print(*sys.modules.keys() - started, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        ("x = 1\n", JUDGING),
        ("import subprocess\nsubprocess.run(x, timeout=5)\n", FIXING),
        ("import os\nos.system(x)\n", ()),
    ],
    ids=["no needle", "covered", "a gap"],
)
def test_checking_one_file_loads_nothing_heavy(text: str, spared: tuple[str, ...], tmp_path: Path):
    (tmp_path / "checked.py").write_text(text)
    (tmp_path / "pyproject.toml").write_text('[project.scripts]\nrun = "package.module:run"\n')
    modules = loaded("check", "--exit-zero", "--no-cache", "checked.py", cwd=tmp_path)
    assert "flake8_automation.engine" in modules
    ours = [*SPARED, *(f"rules.python.{name}" for name in spared)]
    heavy = {*HEAVY, *(f"flake8_automation.{name}" for name in ours)}
    assert sorted(name for name in modules if heavy & {*parents(name)}) == []
    assert ("ast_grep_py" in modules) == (spared != JUDGING)  # only to parse the file


def test_a_configuration_is_read_without_flake8(tmp_path: Path):
    (tmp_path / "m.py").write_text("import subprocess\nsubprocess.run(x)\n")
    (tmp_path / "tox.ini").write_text("[flake8]\nper-file-ignores = m.py: AUT1, E501\n")
    modules = loaded("check", "m.py", cwd=tmp_path)
    assert "configparser" in modules
    assert "flake8" not in modules


def parents(name: str) -> Iterator[str]:
    """A module, and the packages that it stands in."""
    while name:
        yield name
        name = name.rpartition(".")[0]


@pytest.mark.parametrize("text", ["x = 1\n", "import os\nos.system(x)\n"])
def test_checking_again_loads_nothing_that_judges(text: str, tmp_path: Path):
    (tmp_path / "m.py").write_text(text)
    time.sleep(2.1)  # a file of just now may change without notice
    loaded("check", "m.py", cwd=tmp_path)
    modules = loaded("check", "m.py", cwd=tmp_path)
    judging = {"flake8_automation.engine", "flake8_automation.registry", "ast_grep_py", "hashlib"}
    assert sorted(modules & judging) == []
    assert modules & set(HEAVY) <= {"json", "zlib"}


def test_a_heavy_module_would_be_noticed(tmp_path: Path):
    (tmp_path / "m.py").write_text("x = 1\n")
    assert "json" in loaded("check", "--json", "m.py", cwd=tmp_path)


def test_the_program_sets_up_the_collector_of_garbage_and_the_command_line_does_not():
    program = (
        "import atexit, gc, sys\n"
        "from flake8_automation import __main__, cli\n"
        "atexit.register(lambda: print('frozen', gc.get_freeze_count() > 1000))\n"
        "sys.argv[1:] = ['--version']\n"
        "usual = gc.get_threshold()\n"
        "cli.main()\n"
        "assert gc.get_threshold() == usual\n"
        "__main__.main()\n"
        "assert gc.get_threshold()[0] > 2 * usual[0]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "frozen True"


def test_flake8_knows_the_plugin():
    done = run("flake8", "--version")
    assert re.search(r"\bflake8-automation: \d", done.stdout)


def test_checking_python_loads_nothing_for_workflows(tmp_path: Path):
    (tmp_path / "m.py").write_text("import subprocess\nsubprocess.run(x)\n")
    modules = loaded("check", "--select=AUT1", "m.py", cwd=tmp_path)
    workflow = {name for name in modules if "workflow" in name or "yaml" in name}
    assert workflow == set()
    assert "flake8_automation.rules.python.subprocess_without_timeout" in modules
