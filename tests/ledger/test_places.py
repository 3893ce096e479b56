"""Repositories of every kind, and names of every kind: right, or one clear error."""

import json
import os
from pathlib import Path

import pytest

from flake8_automation.ledger.accepted import parsed
from flake8_automation.ledger.home import Home, Outside, home
from tests.conftest import Cli
from tests.repositories import git, make_repository, write

LIST = Path(".automation-gaps")
GAP = "import subprocess as s\ns.run(x)\n"
COVERED = "import subprocess as s\ns.run(x, timeout=1)\n"


def accept(cli: Cli) -> None:
    """Accept what is there."""
    result = cli("gaps", "accept", "--reason", "as it was")
    assert result.status == 0, result.err


def follows(cli: Cli) -> None:
    """All of it works where we are: a list is made, is kept to, and shrinks."""
    accept(cli)
    assert [e.key.path for e in parsed(LIST.read_bytes())] == ["a.py"]
    assert cli("gaps", "check").status == 0
    write({"b.py": GAP})
    assert cli("gaps", "check").status == 1
    write({"a.py": COVERED, "b.py": COVERED})
    assert cli("gaps", "check").status == 3
    assert cli("gaps", "accept").status == 0
    assert cli("gaps", "check").status == 0
    value = json.loads(cli("gaps", "--json").out)
    assert value["total"]["coverage"] == 1
    assert value["folders"][0]["folder"] == "."


def test_no_repository(cli: Cli) -> None:
    write({"a.py": GAP})
    follows(cli)
    assert not Path(".gitattributes").exists()


def test_a_repository_without_commits(cli: Cli) -> None:
    git("init", "-q")
    write({"a.py": GAP})
    follows(cli)
    assert LIST.with_name(".gitattributes").exists()


def test_a_detached_head(cli: Cli) -> None:
    make_repository({"a.py": GAP})
    git("checkout", "-q", "--detach")
    follows(cli)


def test_a_shallow_clone(cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_repository({"a.py": GAP})
    git("commit", "-q", "--allow-empty", "-m", "more")
    git("clone", "-q", "--depth", "1", f"file://{project}", "../shallow")
    monkeypatch.chdir("../shallow")
    assert git("rev-parse", "--is-shallow-repository") == "true"
    follows(cli)


def test_a_worktree_has_a_list_of_its_own(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_repository({"a.py": GAP})
    git("worktree", "add", "-q", "../beside", "-b", "other")
    monkeypatch.chdir("../beside")
    follows(cli)
    assert not (project / LIST).exists()


def test_a_submodule_has_a_list_of_its_own(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = project.parent / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    make_repository({"a.py": GAP})
    monkeypatch.chdir(project)
    make_repository({"a.py": GAP, "outer.py": GAP})
    git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "sub")
    monkeypatch.chdir("sub")
    follows(cli)
    monkeypatch.chdir("..")
    accept(cli)
    paths = [e.key.path for e in parsed(LIST.read_bytes())]
    assert paths == ["a.py", "outer.py"]  # git lists no files of the submodule, so we read none
    assert cli("gaps", "check", "sub").status == 0


def test_a_project_in_a_folder_of_a_repository_may_have_its_own_list(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_repository({"top.py": GAP, "part/a.py": GAP})
    write({"part/.automation-gaps": ""})
    monkeypatch.chdir("part")
    follows(cli)
    assert Path(".gitattributes").exists()
    monkeypatch.chdir("..")
    assert cli("gaps", "check").status == 4


def test_a_path_outside_of_the_project(cli: Cli, project: Path) -> None:
    make_repository({"a.py": GAP})
    (project.parent / "foreign.py").write_text(GAP)
    accept(cli)
    for words in (("gaps", "check"), ("gaps", "accept"), ("gaps", "accept", "--reason", "x")):
        result = cli(*words, "../foreign.py")
        assert result.status == 2
        told = f"../foreign.py: it is outside of the project {project}"
        assert result.err == f"flake8-automation: error: {told}\n"
    assert cli("check", "--accepted", "../foreign.py").status == 1
    folders = json.loads(cli("gaps", "--json", "../foreign.py").out)["folders"]
    assert [row["folder"] for row in folders] == [str(project.parent)]


def test_a_way_through_a_symbolic_link_leads_to_the_same_file(cli: Cli, project: Path) -> None:
    make_repository({"a.py": GAP})
    accept(cli)
    Path("../link").symlink_to(project)
    assert cli("gaps", "check", "../link/a.py").status == 0
    assert cli("check", "--accepted", "../link/a.py").status == 0


ODD = ["a b.py", "a\nb.py", "a\tb.py", "é.py", "%41.py", "-.py", "x y/ z.py", "日本/語.py"]


def test_odd_names(cli: Cli) -> None:
    files = {os.fsencode(name): GAP for name in ODD} | {b"\xff\xfe.py": GAP, b"d\xff/x.py": GAP}
    git("init", "-q")
    for name, text in files.items():
        os.makedirs(os.path.dirname(name) or b".", exist_ok=True)
        Path(os.fsdecode(name)).write_text(text)
    accept(cli)
    entries = parsed(LIST.read_bytes())
    assert {os.fsencode(entry.key.path) for entry in entries} == set(files)
    assert LIST.read_bytes().count(b"\n") == len(files)
    LIST.read_bytes().decode()
    assert cli("gaps", "check").status == 0
    assert cli("check", "--accepted").status == 0
    for kind in ("text", "json", "markdown", "html"):
        for view in ("folder", "rule"):
            words = ("--by", view, "--top", "99", "--output-format", kind)
            result = cli("gaps", *words)
            assert result.status == 0
            result.out.encode()
    for name in files:
        Path(os.fsdecode(name)).write_text(COVERED)
    result = cli("gaps", "check")
    assert result.status == 3
    assert "d\\udcff/x.py: AUT101 closed, but still listed\n" in result.out
    assert cli("gaps", "accept").status == 0
    assert LIST.read_bytes() == b""


def test_a_list_that_is_a_symbolic_link_stays_one(cli: Cli) -> None:
    make_repository({"a.py": GAP, "lists/gaps": ""})
    LIST.symlink_to("lists/gaps")
    accept(cli)
    assert LIST.is_symlink()
    assert Path("lists/gaps").read_text().startswith("AUT101 a.py - ")


def test_a_list_that_is_a_folder(cli: Cli) -> None:
    make_repository({"a.py": GAP})
    LIST.mkdir()
    for words in (("gaps", "check"), ("gaps", "accept", "--reason", "x"), ("check", "--accepted")):
        result = cli(*words)
        assert result.status == 2
        assert ".automation-gaps: cannot be read: it is a folder" in result.err


def test_the_root_of_a_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"one/two/three/x": "", "one/setup.cfg": ""})
    monkeypatch.chdir("one/two/three")
    assert home() == Home(str(project / "one"))
    git("init", "-q", str(project))
    assert home() == Home(str(project))
    write({"../.automation-gaps": ""})
    assert home() == Home(str(project / "one" / "two"))
    (project.parent / LIST).touch()  # above the repository
    Path("../.automation-gaps").unlink()
    place = home()
    assert place == Home(str(project))
    assert place.path_of("x") == "one/two/three/x"
    assert place.path_of("../..") == "one"
    with pytest.raises(Outside):
        place.path_of(str(project.parent / "projectile"))
