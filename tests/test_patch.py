"""`fix --patch` and `fix --diff` write what `git apply` turns into what `fix` would write."""

import os
import subprocess
from pathlib import Path

import pytest

from flake8_automation.output.patch import patch
from tests.conftest import Cli

GAP = b'import subprocess\n\nsubprocess.run(["a"])\n'

CONTENTS = {
    "plain": GAP,
    "CRLF": GAP.replace(b"\n", b"\r\n"),
    "lone CR": b"import subprocess\rx = 1\rsubprocess.run([])\r",
    "mixed line ends": b"import subprocess\r\nx = 1\nsubprocess.run([])\r\n",
    "no newline at the end": GAP.rstrip(),
    "BOM": b"\xef\xbb\xbf" + GAP,
    "latin-1": b"# coding: latin-1\n# \xe9\n" + GAP + b"# \xe9\n",
    "form feed": b"import subprocess\n\x0c\nsubprocess.run([])\n\x0c\n",
    "other line separators": "import subprocess\nx = '\x85\u2028'\nsubprocess.run([x])\n".encode(),
    "far apart": GAP + b"x = 1\n" * 20 + b"subprocess.run([])\n" + b"x = 1\n" * 20,
}
NAMES = ["a.py", "with space.py", 'quo"te.py', "back\\slash.py", "tab\t.py", "new\nline.py"]
NAMES += ["é.py", os.fsdecode(b"\xff.py"), "folder/b.py", "-rf.py"]


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True, timeout=60)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.py", data) for data in CONTENTS.values()] + [(name, GAP) for name in NAMES],
    ids=[*CONTENTS, *map(ascii, NAMES)],
)
def test_applying_it_is_fixing(cli: Cli, name: str, data: bytes) -> None:
    path = Path("tree") / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    assert cli("fix", "--unsafe-fixes", "--patch", "all.patch", "tree").status == 1
    assert path.read_bytes() == data
    assert cli("fix", "--unsafe-fixes", "tree").status == 0
    fixed = path.read_bytes()
    assert fixed != data
    path.write_bytes(data)
    git("init", "-q")
    git("apply", "--whitespace=nowarn", "all.patch")
    assert path.read_bytes() == fixed
    assert sorted(os.listdir(path.parent)) == [path.name]


def test_several_files_in_one_patch_that_replaces_the_last_one(cli: Cli) -> None:
    Path("a.py").write_bytes(GAP)
    Path("b.py").write_bytes(GAP)
    Path("out.patch").write_bytes(b"old\n" * 1000)
    shown = cli("fix", "--unsafe-fixes", "--diff", "--patch", "out.patch").out
    assert Path("out.patch").read_text() == shown
    assert [line for line in shown.splitlines() if line[:3] in {"---", "+++"}] == [
        "--- a/a.py",
        "+++ b/a.py",
        "--- a/b.py",
        "+++ b/b.py",
    ]


def test_nothing_to_change_is_an_empty_patch(cli: Cli) -> None:
    Path("out.patch").write_bytes(b"old\n")
    assert cli("fix", "--patch", "out.patch").status == 0
    assert Path("out.patch").read_bytes() == b""


def test_names_are_relative_to_the_working_directory(project: Path) -> None:
    (project / "sub").mkdir()
    assert patch("sub/../x.py", b"a\n", b"b\n").startswith(b"--- a/x.py\n+++ b/x.py\n")
    assert patch(str(project / "sub" / "x.py"), b"a\n", b"b\n").startswith(b"--- a/sub/x.py\n")
    # Without a tab, patch(1) takes the name to end at the first space.
    assert patch("x y.py", b"a\n", b"b\n").startswith(b"--- a/x y.py\t\n+++ b/x y.py\t\n")
    assert patch("/elsewhere/x.py", b"a\n", b"b\n").startswith(b"--- a/elsewhere/x.py\n")


def test_what_a_link_leads_to_is_what_the_patch_changes(cli: Cli, project: Path) -> None:
    Path("real.py").write_text("import subprocess\nsubprocess.run([])\n")
    os.symlink("real.py", "link")
    cli("fix", "--unsafe-fixes", "--patch", "out.patch", "link")
    assert "+++ b/real.py\n" in Path("out.patch").read_text()
