"""The pages about hosts: their blocks are validated, and the commands in them are run."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from flake8_automation import __version__, output
from tests.documents import PLACES, ROOT
from tests.pages import Block, blocks

SCHEMAS = {
    "github-workflow": ["vendor.github-workflows"],
    "gitlab-ci": ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
    "azure-pipelines": ["vendor.azure-pipelines", "--data-transform", "azure-pipelines"],
}
GAP = 'import subprocess\n\nsubprocess.run(["a"])\n'


def all_blocks() -> Iterator[tuple[str, Block]]:
    """Every block of every page."""
    for page in PLACES:
        for block in blocks((ROOT / page).read_text()):
            yield page, block


def of_info(*infos: str) -> list[Any]:
    """The blocks whose fence says one of these."""
    found = [(page, block) for page, block in all_blocks() if block.info in infos]
    return [pytest.param(block, id=f"{page}-line{block.line}") for page, block in found]


def run(*words: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run a module of this Python."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_yaml_block_says_what_it_is() -> None:
    kinds = {f"yaml {kind}" for kind in (*SCHEMAS, "pre-commit")}
    assert {block.info for _, block in all_blocks() if block.info.startswith("yaml")} == kinds


@pytest.mark.parametrize("block", of_info(*(f"yaml {kind}" for kind in SCHEMAS)))
def test_fits_its_schema(block: Block, tmp_path: Path) -> None:
    (tmp_path / "block.yml").write_text(block.text)
    words = SCHEMAS[block.info.split()[1]]
    done = run("check_jsonschema", "--builtin-schema", *words, "block.yml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("block", of_info("yaml pre-commit"))
def test_pre_commit_takes_it(block: Block, tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text(block.text)
    assert run("pre_commit", "validate-config", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("block", of_info("yaml github-workflow"))
def test_zizmor_finds_nothing_but_tags(block: Block, tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "block.yml").write_text(block.text)
    # pages name releases by their tags, as their readers do
    rules = {"unpinned-uses": {"config": {"policies": {"*": "ref-pin"}}}}
    (tmp_path / "zizmor.yml").write_text(yaml.safe_dump({"rules": rules}))
    zizmor = os.path.join(os.path.dirname(sys.executable), "zizmor")
    done = subprocess.run(
        [zizmor, "--offline", "--quiet", "--config", "zizmor.yml", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("block", of_info("yaml github-workflow"))
def test_jobs_obey_what_we_ask_of_others(block: Block) -> None:
    workflow = yaml.safe_load(block.text)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 10


def commands(text: str) -> list[str]:
    """The lines of a block that run us or flake8, up to a pipe to somebody else."""
    joined = re.sub(r"\|\n\s+", "| ", text)
    found = re.findall(r"(?:^|[\s'/])((?:flake8-automation|flake8) (?:\w+|--).*)", joined)
    return [re.split(r" \| |'$", line)[0] for line in found]


@pytest.mark.parametrize(
    ("page", "command"),
    [
        pytest.param(page, command, id=f"{page}-{command}"[:70])
        for page, block in all_blocks()
        if block.info in {"sh", "groovy"} or block.info.startswith("yaml")
        for command in commands(block.text)
    ],
)
def test_its_commands_run(
    page: str, command: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--allow-empty", "-qma"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
    ):
        subprocess.run(["git", *words], check=True, timeout=60)
    (project / "a.py").write_text(GAP)
    subprocess.run(["git", "add", "."], check=True, timeout=60)
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    done = subprocess.run(
        ["sh", "-c", command],
        env=os.environ | {"PATH": path, "GITHUB_BASE_REF": "main"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    without_gaps = "--exit-zero" in command or "suggest" in command
    assert done.returncode == (0 if without_gaps else 1), done.stderr
    file = re.search(r"--output-file (\S+)", command)
    assert (project / file[1]).stat().st_size if file else done.stdout


def test_versions_are_this_one() -> None:
    for page, block in all_blocks():
        for version in re.findall(r"flake8-automation(?:==|@v|/raw/v)([\d.]+)\b", block.text):
            assert version == __version__, page


def test_the_table_of_formats_is_whole() -> None:
    text = (ROOT / "docs" / "README.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    assert named == set(output.format_names())
