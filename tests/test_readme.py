"""What the documents show is run, what they list is made, and what they offer to copy is loaded."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from flake8_automation import __version__, cli, config, engine
from flake8_automation.cli import gaps
from flake8_automation.model import Facts
from flake8_automation.registry import all_rules, fix_kind, page_url
from flake8_automation.rule import Rule
from flake8_automation.settings import Settings
from flake8_automation.source import Source
from tests import documents
from tests.documents import DOCUMENTS, PACKAGE, ROOT, refreshed
from tests.pages import Block, blocks

README = (ROOT / "README.md").read_text()
PROSE = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md")
PARSERS = {
    "python": ast.parse,
    "toml": tomllib.loads,
    "yaml": yaml.safe_load,
    "json": json.loads,
}


def blocks_of(language: str, text: str = README) -> list[Block]:
    return [block for block in blocks(text) if block.info.split()[0] == language]


def as_params(language: str) -> list[Any]:
    return [pytest.param(block.text, id=f"line{block.line}") for block in blocks_of(language)]


def of_kind(language: str, literal: str) -> str:
    (text,) = [block.text for block in blocks_of(language) if literal in block.text]
    return text


def run(*words: str, cwd: Path, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status, done.stdout
    return done.stdout


@pytest.mark.parametrize("name", DOCUMENTS)
def test_tables_and_output_are_what_the_code_gives_now(name: str):
    text = (ROOT / name).read_text()
    assert refreshed(text) == text, "stale: run `python -m tests.documents`, and look at the change"


def test_a_stale_document_is_noticed():
    stale = "<!-- layers -->\nmodel\n<!-- /layers -->\n\n```console\n$ flake8 --version\n1.0\n```\n"
    fresh = refreshed(stale)
    assert documents.layers() in fresh
    assert "flake8-automation: " in fresh
    assert "\n1.0\n" not in fresh


def test_the_example_is_reported_by_flake8_and_fixed_by_us():
    first, fixed, waived, *_ = (block.text for block in blocks_of("console"))
    for code in ("AUT101", "AUT201"):
        assert code in first
    assert "3 held: --unsafe-fixes applies them" in fixed
    assert "1 file read, 0 gaps\n" in fixed
    assert waived.endswith("$ flake8 --select AUT watch.py\n"), "flake8 honours all waivers"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param(block.info.split()[0], block.text, id=f"{name}-line{block.line}")
        for name in PROSE
        for block in blocks((ROOT / name).read_text())
        if block.info.split()[0] in PARSERS
    ],
)
def test_every_block_is_valid_in_its_language(language: str, text: str):
    PARSERS[language](text)


def test_the_two_lines_of_the_set_up_are_there_for_the_ci_script():
    lines = [line for block in blocks_of("sh") for line in block.text.splitlines()]
    (check,) = [line for line in lines if line.endswith(" check PATH")]
    (test,) = [line for line in lines if line.endswith(" -m pytest")]
    for line in (check, test):
        assert line.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert re.findall(r"\[(\w+)\]", test) == list(extras["optional-dependencies"])
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("text", as_params("ini"))
def test_an_ini_block_is_read_by_us_and_by_flake8(text: str, tmp_path: Path):
    (tmp_path / "setup.cfg").write_text(text)
    (tmp_path / "empty.py").write_text("")
    loaded = config.load({}, directory=str(tmp_path))
    assert loaded.settings != Settings()
    assert not loaded.notes
    assert run("flake8", "empty.py", cwd=tmp_path) == ""


def test_both_configuration_blocks_say_the_same(tmp_path: Path):
    wanted = {}
    for name, text in (
        ("setup.cfg", of_kind("ini", "[flake8]")),
        ("pyproject.toml", of_kind("toml", "[tool.flake8-automation]")),
    ):
        (tmp_path / name).write_text(text)
        wanted[name] = config.load({}, directory=str(tmp_path)).settings
        (tmp_path / name).unlink()
    assert wanted["setup.cfg"] == wanted["pyproject.toml"] != Settings()


def test_ruff_leaves_our_comments_alone_with_the_line(tmp_path: Path):
    code = 'import subprocess\n\nsubprocess.run(["make"])  # noqa: AUT101, S603\n'
    (tmp_path / "x.py").write_text(code)
    fix = ("ruff", "check", "--no-cache", "--quiet", "--fix", "--select", "RUF100", "x.py")
    (tmp_path / "ruff.toml").write_text("")
    run(*fix, cwd=tmp_path)
    assert "AUT101" not in (tmp_path / "x.py").read_text()
    (tmp_path / "x.py").write_text(code)
    (tmp_path / "ruff.toml").unlink()
    (tmp_path / "pyproject.toml").write_text(of_kind("toml", "external"))
    run(*fix, cwd=tmp_path)
    assert "# noqa: AUT101\n" in (tmp_path / "x.py").read_text()


@pytest.mark.parametrize(
    ("setting", "status"),
    [("select = A", 1), ("ignore = A", 0), ("extend-ignore = A", 0), ("per-file-ignores = *:A", 0)],
)
def test_a_beginning_of_our_codes_means_them_too(setting: str, status: int, tmp_path: Path):
    (tmp_path / "x.py").write_text('import subprocess\n\nsubprocess.run(["make"])\n')
    (tmp_path / "setup.cfg").write_text(f"[flake8]\n{setting}\n")
    run("flake8", "x.py", cwd=tmp_path, status=status)
    run("flake8_automation", "check", "x.py", cwd=tmp_path, status=status)


@pytest.mark.parametrize("literal", ["PyCQA/flake8", "flake8-automation-fix"])
def test_pre_commit_takes_the_hook_blocks(literal: str, tmp_path: Path):
    text = of_kind("yaml", literal)
    (tmp_path / ".pre-commit-config.yaml").write_text(text)
    run("pre_commit", "validate-config", cwd=tmp_path)
    ours = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    (repo,) = yaml.safe_load(text)["repos"]
    if repo["repo"] in page_url("AUT101"):
        assert {hook["id"] for hook in repo["hooks"]} == ours
        assert repo["rev"] == f"v{__version__}"
    else:
        (hook,) = repo["hooks"]
        assert hook["additional_dependencies"] == [f"flake8-automation=={__version__}"]


def test_the_job_obeys_what_we_ask_of_others():
    workflow = yaml.safe_load(of_kind("yaml", "runs-on"))
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert job["timeout-minutes"] <= 10
    (python,) = [step["with"] for step in job["steps"] if "setup-python" in step.get("uses", "")]
    assert python["cache"] == "pip"
    assert Path(python["cache-dependency-path"]).name in README.split("```yaml\nname:")[0]
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands == [f"pip install flake8-automation=={__version__}", "flake8-automation check"]


def test_every_command_and_option_that_is_shown_exists(capsys: pytest.CaptureFixture[str]):
    shown = re.findall(r"flake8-automation (\w[\w-]*)((?: [\w.=-]+)*)", README)
    options: dict[str, set[str]] = {}
    for command, rest in shown:
        if command in cli.COMMANDS:
            options.setdefault(command, set()).update(re.findall(r"--[\w-]+", rest))
    assert {"check", "fix", "rule"} <= set(options)
    helps: dict[str, set[str]] = {}
    for command in [*cli.COMMANDS, *(f"gaps {word}" for word in gaps.SUBCOMMANDS)]:
        words = command.split()
        with pytest.raises(SystemExit):
            cli.main([*words, "--help"])
        helps.setdefault(words[0], set()).update(re.findall(r"--[\w-]+", capsys.readouterr().out))
    for command, used in options.items():
        assert used <= helps[command]
    flake8s = {"--version", "--format"}
    foreign = ("ruff ", "pre-commit ")
    spans = [span for span in re.findall(r"`([^`\n]+)`", README) if not span.startswith(foreign)]
    alone = {flag for span in spans for flag in re.findall(r"--[\w-]+", span)}
    assert alone - flake8s <= set().union(*helps.values())


@pytest.mark.parametrize("name", PROSE)
def test_links_lead_somewhere(name: str):
    text = (ROOT / name).read_text()
    for link in re.findall(r"\]\(([^)#]+)", text):
        home, found, path = link.partition("/blob/main/")
        if found:
            assert page_url("AUT101").startswith(home)
        elif link.startswith("https://"):
            continue
        assert ((ROOT / path) if found else (ROOT / name).parent / link).is_file(), link


def test_the_architecture_names_every_module():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    for path in PACKAGE.iterdir():
        if path.suffix == ".py":
            assert f"`{path.name}`" in text
        elif (path / "__init__.py").exists():
            assert f"`{path.name}/`" in text


def test_the_architecture_says_why_there_is_a_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.split(r"[<>=]", line)[0] for line in project["dependencies"]}
    text = (ROOT / "ARCHITECTURE.md").read_text()
    table = text.partition("## Dependencies\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| ([\w-]+) \|", table, re.MULTILINE)) - {"Package", "---"} == needed


def test_the_changelog_names_every_rule():
    text = " ".join((ROOT / "CHANGELOG.md").read_text().split())
    assert not [rule.code for rule in all_rules() if f"{rule.code} {rule.name}" not in text]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_page_says_first_how_safe_its_fix_is(rule: Rule):
    assert fix_kind(rule) in {"safe", "unsafe", "shown only"}


def test_the_rule_in_the_contributing_guide_works():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    (code,) = (block.text for block in blocks_of("python", text))
    space: dict[str, Any] = {"__name__": "flake8_automation.rules.python.my_rule"}
    exec(compile(code, "my_rule.py", "exec"), space)
    rule = space["my_rule"]
    example = "import time\n\ntime.sleep(5)\n"
    assert f"{example[:-1]}  # {rule.code}\n" in text
    assert rule.concerns(example.encode())
    found = engine.check(Source("x.py", example), (rule,), Settings(), Facts("x.py"))
    assert [(site.code, site.span.start.line) for site in found.gaps()] == [("AUT901", 3)]
