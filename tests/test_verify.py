"""`fix --verify` and `--commit`, `fix --undo` and `apply`, in repositories of every kind."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_automation.files.access import write as write_file
from tests.conftest import Cli, Outcome
from tests.repositories import command, git, make_repository, write

CALL = "subprocess.run(x)"
FIXED = "subprocess.run(x, timeout=1800)"
OLD = f"import subprocess\n\n\ndef f(x):\n    return {CALL}\n"
NEW = OLD.replace(CALL, FIXED)
TWO = f"{OLD}\n\ndef g(x):\n    return {CALL}\n"
SYSTEM = "import os\n\n\ndef h(x):\n    os.system(x)\n"
FIX = ("fix", "--unsafe-fixes", "--isolated")
ERROR = "flake8-automation: error: "


def without(text: str, *names: str) -> str:
    """A command that passes as long as a text is in none of these files."""
    return command(f"import sys; sys.exit(any('{text}' in open(n).read() for n in {list(names)}))")


def logs() -> list[str]:
    return sorted(os.listdir(".git/flake8-automation/logs"))


def settled() -> None:
    """No worktree and no journal that is open."""
    assert git("worktree", "list").count("\n") == 0
    assert "unfinished.json" not in os.listdir(".git/flake8-automation")


class TestVerify:
    """Kept is that with which the command passes, and nothing else."""

    def test_all_is_kept_if_it_passes(self, cli: Cli) -> None:
        make_repository({f"m{n}.py": OLD for n in range(5)})
        result = cli(*FIX, "--verify", "true", "--batch-size", "2")
        assert result.status == 0
        assert {Path(f"m{n}.py").read_text() for n in range(5)} == {NEW}
        first, last = result.err.splitlines()
        assert first == "verified by 4 runs of `true` for 3 batches"
        assert last.startswith(
            "5 files analysed, 5 changed, 5 gaps closed, 0 left, 0 held, 0 refused, 0 dropped, "
        )
        assert logs() == ["001.log", "002.log", "003.log", "004.log"]
        settled()

    def test_one_fix_is_dropped_and_named(self, cli: Cli) -> None:
        make_repository({f"m{n}.py": TWO for n in range(8)})
        last = "open('m5.py').read().split('def g')[1]"
        program = f"import sys; print('oh no'); sys.exit('timeout' in {last})"
        result = cli(*FIX, "--verify", command(program))
        assert result.status == 1
        assert Path("m5.py").read_text() == TWO.replace(CALL, FIXED, 1)
        assert {Path(f"m{n}.py").read_text() for n in range(8) if n != 5} == {
            TWO.replace(CALL, FIXED)
        }
        (line,) = [line for line in result.out.splitlines() if "fixed" not in line]
        assert line.startswith("m5.py:9:12: AUT101 dropped: `")
        match = re.search(r"fails with it \(exit status 1\); its output: (\S+)$", line)
        assert match
        assert Path(match[1]).read_text() == "oh no\n"
        assert "1 dropped: the command fails with them\n" in result.err
        assert " 15 gaps closed, 1 left, 0 held, 0 refused, 1 dropped, " in result.err
        assert len(logs()) <= 10

    def test_the_log_that_is_named_is_of_a_run_without_other_bad_fixes(self, cli: Cli) -> None:
        make_repository({f"{name}.py": OLD for name in "abcd"})
        program = (
            "import sys; fixed = [n for n in 'abcd' if 'timeout' in open(n + '.py').read()]; "
            "print(*fixed); sys.exit('a' in fixed or 'd' in fixed)"
        )
        out = cli(*FIX, "--verify", command(program)).out
        seen = [Path(log).read_text() for log in re.findall(r"its output: (\S+)", out)]
        assert seen == ["a\n", "b c d\n"]

    def test_as_json(self, cli: Cli, project: Path) -> None:
        make_repository({"a.py": OLD, "b.py": OLD})
        told = json.loads(cli(*FIX, "--json", "--verify", without("timeout", "b.py")).out)
        (dropped,) = told["dropped"]
        assert dropped["filename"] == str(project / "b.py")
        assert dropped["location"] == {"row": 5, "column": 12}
        assert "(exit status 1)" in dropped["reason"]
        assert told["changed"] == ["a.py"]
        assert told["verify"]["batches"] == 1
        assert told["verify"]["runs"] == len(logs())
        assert [len(told[key]) for key in ("done", "left", "refused", "commits")] == [1, 1, 0, 0]

    @pytest.mark.parametrize("bad", ["a.py", "b.py"])
    def test_what_is_dropped_is_gone_when_the_next_batch_is_tried(self, cli: Cli, bad: str) -> None:
        make_repository({f"{name}.py": OLD for name in "abcd"})
        result = cli(*FIX, "--verify", without("timeout", bad), "--batch-size", "2")
        assert " 3 gaps closed, 1 left, 0 held, 0 refused, 1 dropped, " in result.err
        assert [name for name in "abcd" if Path(f"{name}.py").read_text() == OLD] == [bad[0]]

    def test_a_command_that_writes_on_the_files_changes_nothing_that_lands(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": OLD, "c.txt": "c\n"})
        writes = "echo bad >a.py; echo bad >c.txt; echo new >new.txt; grep -q timeout b.py || true"
        result = cli(*FIX, "--verify", writes, "--batch-size", "1", "--commit=batch")
        assert result.status == 0
        assert Path("a.py").read_text() == Path("b.py").read_text() == NEW
        assert git("show", "HEAD:a.py") + "\n" == NEW
        assert git("status", "--porcelain") == ""
        assert sorted(os.listdir()) == [".git", "a.py", "b.py", "c.txt"]

    def test_what_a_command_adds_to_the_index_is_in_no_commit(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "c.txt": "c\n"})
        result = cli(*FIX, "--verify", "echo bad >c.txt; git add c.txt", "--commit")
        assert result.status == 0
        assert git("diff", "--name-only", "HEAD~1", "HEAD") == "a.py"
        assert git("status", "--porcelain") == ""

    def test_fixes_that_clash_are_not_both_kept(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": OLD, "c.py": OLD})
        both = "all('timeout' in open(n).read() for n in ['a.py', 'c.py'])"
        result = cli(*FIX, "--verify", command(f"import sys; sys.exit({both})"))
        assert [Path(f"{n}.py").read_text() for n in "abc"] == [NEW, NEW, OLD]
        assert result.status == 1

    def test_what_is_kept_is_what_passed_last(self, cli: Cli, project: Path) -> None:
        """The command notes what it sees when it passes: what lands is the last of that."""
        seen = project.parent / "seen"
        make_repository({"a.py": TWO, "b.py": TWO, "c.py": TWO})
        program = (
            "import sys; texts = [open(n + '.py').read() for n in 'abc']; "
            "bad = texts[0].count('timeout') == 2 or texts[1].count('timeout') == 1; "
            f"bad or open('{seen}', 'w').write(repr(texts)); sys.exit(bad)"
        )
        cli(*FIX, "--verify", command(program))
        assert seen.read_text() == repr([Path(f"{n}.py").read_text() for n in "abc"])
        assert Path("b.py").read_text() == TWO.replace(CALL, FIXED)
        assert Path("c.py").read_text() == TWO.replace(CALL, FIXED)

    def test_it_is_the_source_that_is_imported_not_what_was_compiled_before(self, cli: Cli) -> None:
        """Two versions of one size, written within a second: Python takes one for the other."""
        make_repository({"a.py": TWO, "b.py": OLD})
        program = "import a, b, sys; sys.exit(1800 in a.g.__code__.co_consts)"
        cli(*FIX, "--verify", command(program))
        assert Path("a.py").read_text() == TWO.replace(CALL, FIXED, 1)
        assert Path("b.py").read_text() == NEW

    def test_red_before_any_fix(self, cli: Cli) -> None:
        make_repository({"a.py": OLD})
        result = cli(*FIX, "--verify", "echo broken; exit 3")
        assert (result.status, result.out) == (2, "")
        shown, error = result.err.splitlines()
        assert shown == "| broken"
        assert error.startswith(
            f"{ERROR}`echo broken; exit 3` fails before any change (exit status 3), "
            "so nothing is changed; its output: "
        )
        assert Path("a.py").read_text() == OLD
        assert logs() == ["001.log"]
        settled()

    def test_a_program_that_git_does_not_track(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, ".gitignore": "bin\n"})
        write({"bin/check": "#!/bin/sh\n"})
        os.chmod("bin/check", 0o755)
        result = cli(*FIX, "--verify", "bin/check -q")
        assert result.status == 2
        assert "bin/check is not in the worktree, for git does not track it: give" in result.err

    def test_a_command_that_does_not_end(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": OLD})
        waits = "grep -q timeout b.py && sleep 50; true"
        result = cli(*FIX, "--verify", waits, "--verify-timeout", "1")
        assert result.status == 1
        assert "b.py:5:12: AUT101 dropped: " in result.out
        assert "fails with it (no end within 1 seconds)" in result.out
        assert Path("a.py").read_text() == NEW

    def test_what_a_command_leaves_behind_is_killed(self, cli: Cli, project: Path) -> None:
        make_repository({"a.py": OLD})
        mark = project.parent / "mark"
        cli(*FIX, "--verify", f"(sleep 2; touch {mark}) & true")
        subprocess.run(["sleep", "2.2"], timeout=10, check=True)
        assert not mark.exists()

    def test_the_command_finds_the_worktree_first(self, cli: Cli, project: Path) -> None:
        files = {"src/p/__init__.py": OLD, "q.py": OLD, "sub/r.py": "", "sub/here": ""}
        make_repository(files)
        seen = project.parent / "seen"
        os.chdir("sub")
        program = (
            "import os, sys, p, q, r; print(os.getcwd(), p.__file__, q.__file__, r.__file__, "
            f"sys.stdin.read(), sep=chr(10), file=open('{seen}', 'w'))"
        )
        result = cli(*FIX, "--verify", command(program), "..")
        assert result.status == 0
        assert "warning" not in result.err
        here, *modules, read, _ = seen.read_text().split("\n")
        assert read == ""
        top = os.path.dirname(here)
        assert not top.startswith(str(project))
        assert os.path.basename(top) == "project"
        assert modules == [f"{top}/src/p/__init__.py", f"{top}/q.py", f"{top}/sub/r.py"]
        assert not os.path.exists(top)

    def test_nothing_to_fix_runs_nothing(self, cli: Cli) -> None:
        make_repository({"a.py": NEW})
        result = cli(*FIX, "--verify", "false")
        assert result.status == 0
        assert result.err.count("\n") == 1

    def test_a_verified_patch(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": OLD})
        fails = without("timeout", "b.py")
        assert cli(*FIX, "--verify", fails, "--patch", "x.patch").status == 1
        assert Path("a.py").read_text() == OLD
        assert "+++ b/a.py" in Path("x.patch").read_text()
        assert "b.py" not in Path("x.patch").read_text()

    def test_verbose_tells_the_batches(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": OLD})
        result = cli(*FIX, "-v", "--verify", without("timeout", "a.py"), "--batch-size=1")
        assert [line for line in result.err.splitlines() if line.startswith("batch")] == [
            "batch 1 of 2, 1 file: so far 0 kept, 0 dropped, 2 left",
            "batch 2 of 2, 1 file: so far 0 kept, 1 dropped, 1 left",
        ]

    def test_progress_on_a_terminal(self, project: Path) -> None:
        make_repository({"a.py": OLD})
        ours, theirs = os.openpty()
        subprocess.run(
            [sys.executable, "-m", "flake8_automation", *FIX, "--verify", "sleep 0.3"],
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            timeout=60,
            check=True,
        )
        said = os.read(ours, 10_000).decode()
        os.close(theirs)
        os.close(ours)
        assert "batch 1 of 1, 1 file: so far 0 kept, 0 dropped, 1 left" in said


class TestOrigins:
    """A module that would be imported from elsewhere was not verified."""

    @pytest.fixture
    def installed(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A repository whose `lib` is on the path of every Python."""
        make_repository({"lib/p/__init__.py": "", "lib/p/m.py": OLD, "tests/test_m.py": OLD})
        site = project.parent / "site"
        site.mkdir()
        (site / "__editable__.p.pth").write_text(f"{project}/lib\n")
        start = f"import site; site.addsitedir('{site}')\n"
        (site / "sitecustomize.py").write_text(start)
        monkeypatch.setenv("PYTHONPATH", str(site))

    @pytest.mark.usefixtures("installed")
    def test_an_editable_install(self, cli: Cli, project: Path) -> None:
        result = cli(*FIX, "--verify", command("import p.m"))
        first, second = [line for line in result.err.splitlines() if line.startswith("warning")]
        assert first == (
            f"warning: lib/p/m.py is not verified: p.m is imported from {project}/lib/p/m.py, "
            "which is outside of the worktree"
        )
        assert "--verify 'PYTHONPATH=FOLDER COMMAND'" in second

    @pytest.mark.usefixtures("installed")
    @pytest.mark.parametrize("variables", ["PYTHONPATH=lib", "env A='b c' PYTHONPATH=$PWD/lib"])
    def test_a_folder_of_the_worktree_that_is_named_is_imported(
        self, cli: Cli, variables: str
    ) -> None:
        assert "warning" not in cli(*FIX, "--verify", f"{variables} {command('import p.m')}").err

    def test_a_copy_that_was_installed(
        self, cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_repository({"lib/p/__init__.py": "", "lib/p/m.py": OLD})
        shutil.copytree("lib", project.parent / "site")
        monkeypatch.setenv("PYTHONPATH", str(project.parent / "site"))
        err = cli(*FIX, "--verify", command("import p.m")).err
        assert f"p.m is imported from {project.parent}/site/p/m.py, which is outside" in err

    def test_namesakes_of_other_modules_are_nothing_to_warn_of(self, cli: Cli) -> None:
        make_repository({"scripts/pytest.py": OLD, "scripts/json/__init__.py": OLD, "é-x.py": OLD})
        assert "warning" not in cli(*FIX, "--verify", "true").err


class TestDirty:
    """What is not committed is neither lost nor mixed in unasked."""

    def test_a_dirty_tree_is_refused(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.txt": "", "c.txt": ""})
        write({"b.txt": "mine", "c.txt": "mine"})
        result = cli(*FIX, "--verify", "true")
        assert result == Outcome(
            2,
            "",
            f"{ERROR}b.txt and 1 more: changed and not committed; commit or stash first, "
            "or say --allow-dirty\n",
        )
        assert Path("a.py").read_text() == OLD

    def test_what_is_only_in_the_index_is_dirty(self, cli: Cli) -> None:
        make_repository({"a.py": OLD})
        write({"b.py": "x = 1\n"})
        assert cli(*FIX, "--verify", "true").status == 0, "of no concern"
        git("commit", "-qam", "fixed")
        git("add", "b.py")
        assert cli(*FIX, "--verify", "true").err.startswith(f"{ERROR}b.py: changed and not")

    def test_a_file_that_git_does_not_track(self, cli: Cli) -> None:
        make_repository({"a.txt": "", ".gitignore": "ignored.py\n"})
        write({"new.py": OLD, "ignored.py": OLD})
        for name in ("new.py", "ignored.py"):
            said = f"{ERROR}{name}: git does not track it; commit it first, or say --allow-dirty\n"
            assert cli(*FIX, "--verify", "true", name) == Outcome(2, "", said)
            assert cli(*FIX, "--verify", f"test -e {name}", "--allow-dirty", name).status == 0
            assert Path(name).read_text() == NEW

    def test_it_is_taken_along_when_that_is_meant(self, cli: Cli) -> None:
        files = {"a.py": OLD, "gone": "x", "sub/b.txt": "b", "link": "x", "tool": ""}
        make_repository(files)
        os.unlink("gone")
        os.unlink("link")
        os.symlink("a.py", "link")
        os.chmod("tool", 0o755)
        mine = {"a.py": f"# mine\n{OLD}", "sub/b.txt": "mine", "new/c d.txt": "mine"}
        write(mine)
        before = git("status", "--porcelain")
        program = (
            "import os, sys; sys.exit(not (open('a.py').readline() == '# mine\\n' "
            "and not os.path.exists('gone') and os.readlink('link') == 'a.py' "
            "and os.access('tool', os.X_OK) and open('new/c d.txt').read() == 'mine'))"
        )
        result = cli(*FIX, "--verify", command(program), "--allow-dirty", "a.py")
        assert result.status == 0, result.err
        assert Path("a.py").read_text() == f"# mine\n{NEW}"
        assert git("status", "--porcelain") == before
        cli("fix", "--undo")
        assert Path("a.py").read_text() == mine["a.py"]

    def test_a_file_that_changes_meanwhile_stops_it_all(self, cli: Cli, project: Path) -> None:
        make_repository({"a.py": OLD, "b.py": OLD})
        result = cli(*FIX, "--verify", f"echo '# mine' >{project}/b.py")
        path = project / "b.py"
        said = f"{path} cannot be written: it changed while it was being fixed; nothing is changed"
        assert result == Outcome(2, "", f"{ERROR}{said}\n")
        assert Path("a.py").read_text() == OLD
        assert Path("b.py").read_text() == "# mine\n"
        settled()

    def test_a_read_only_file_stops_it_all(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": OLD})
        os.chmod("b.py", 0o444)
        result = cli(*FIX, "--verify", "true")
        assert result.status == 2
        assert "b.py cannot be written: it is read-only; nothing is changed\n" in result.err
        assert Path("a.py").read_text() == OLD


NAMES = ["with space.py", 'quo"te.py', "back\\slash.py", "tab\t.py", "new\nline.py", "é.py"]
NAMES += [os.fsdecode(b"\xff.py"), "-rf.py", "--.py", ":(top)x.py", "*.py", "d/e/f.py"]


class TestFiles:
    """The bytes that land are the ones that were fixed, under whatever name."""

    def test_every_name(self, cli: Cli) -> None:
        make_repository(dict.fromkeys(NAMES, OLD))
        result = cli(*FIX, "--verify", "true", "--commit", ".")
        assert result.status == 0, result.err
        assert {Path(name).read_text() for name in NAMES} == {NEW}
        assert git("status", "--porcelain") == ""
        assert git("rev-list", "--count", "HEAD") == "2"
        assert cli("fix", "--undo").status == 0
        assert {Path(name).read_text() for name in NAMES} == {OLD}
        assert git("status", "--porcelain") == ""

    @pytest.mark.parametrize("setting", ["true", "input", "false"])
    def test_line_ends(self, cli: Cli, setting: str) -> None:
        crlf = OLD.replace("\n", "\r\n").encode()
        mixed = crlf.replace(b"\r\n", b"\n", 1)
        make_repository({"lf.py": OLD, "crlf.py": crlf, "mixed.py": mixed})
        git("config", "core.autocrlf", setting)
        git("add", "--renormalize", ".")
        if git("status", "--porcelain"):
            git("commit", "-qm", "renormalized")
        result = cli(*FIX, "--verify", "true", "--commit")
        assert result.status == 0, result.err
        new = CALL.encode(), FIXED.encode()
        assert Path("lf.py").read_text() == NEW
        assert Path("crlf.py").read_bytes() == crlf.replace(*new)
        assert Path("mixed.py").read_bytes() == mixed.replace(*new)
        assert git("status", "--porcelain") == ""
        cli("fix", "--undo")
        assert Path("mixed.py").read_bytes() == mixed
        assert git("status", "--porcelain") == ""

    def test_links_and_modes(self, cli: Cli) -> None:
        make_repository({"d/real.py": OLD, "tool.py": OLD})
        os.chmod("tool.py", 0o755)
        os.symlink("d/real.py", "link.py")
        git("add", "-A")
        git("commit", "-qm", "link and mode")
        assert cli(*FIX, "--verify", "true", "link.py", "d/real.py", "tool.py").status == 0
        assert os.readlink("link.py") == "d/real.py"
        assert Path("d/real.py").read_text() == NEW
        assert stat.S_IMODE(os.stat("tool.py").st_mode) == 0o755

    def test_outside_of_the_repository(self, cli: Cli, project: Path) -> None:
        make_repository({"a.py": OLD})
        (project.parent / "other.py").write_text(OLD)
        result = cli(*FIX, "--verify", "true", "../other.py")
        assert result.status == 2
        assert result.err == f"{ERROR}../other.py lies outside of the repository {project}\n"

    def test_no_repository_and_none_with_a_commit(self, cli: Cli) -> None:
        write({"a.py": OLD})
        result = cli(*FIX, "--verify", "true")
        assert result.status == 2
        assert result.err.startswith(f"{ERROR}a git repository is needed: not a git repository")
        git("init", "-q")
        result = cli(*FIX, "--verify", "true")
        said = "a commit is needed, and this repository has none yet"
        assert result == Outcome(2, "", f"{ERROR}{said}\n")

    def test_a_worktree_of_its_own_has_its_own_journal(self, cli: Cli, project: Path) -> None:
        make_repository({"a.py": OLD})
        git("worktree", "add", "-q", "../second")
        assert cli(*FIX).status == 0
        os.chdir("../second")
        assert cli("fix", "--undo").err == f"{ERROR}there is no run to take back here\n"
        assert cli(*FIX, "--verify", "true", "--commit").status == 0
        assert cli("fix", "--undo").status == 0
        assert Path("a.py").read_text() == OLD
        assert (project / "a.py").read_text() == NEW


class TestCommit:
    """`--commit` commits, with messages that say what was done."""

    def test_one_commit_per_rule(self, cli: Cli) -> None:
        make_repository({"a.py": TWO, "b.py": OLD + SYSTEM, "c.py": SYSTEM})
        result = cli(*FIX, "--commit", ".")
        assert result.status == 0
        assert git("log", "--format=%s %an", "-2").splitlines() == [
            "Fix AUT103 in 2 files (2 gaps) A U Thor",
            "Fix AUT101 in 2 files (3 gaps) A U Thor",
        ]
        assert git("log", "-1", "--skip=1", "--format=%b") == (
            "AUT101 subprocess-without-timeout\n\n"
            "- a.py: Add timeout=1800 (2)\n"
            "- b.py: Add timeout=1800\n"
        )
        short = git("log", "--format=%h %s", "--abbrev=12", "--reverse").splitlines()[1:]
        assert result.err.splitlines()[:2] == [f"committed {line}" for line in short]
        assert git("status", "--porcelain") == ""
        assert git("branch", "--show-current") == "main"

    def test_one_commit_per_batch_each_of_which_passes(self, cli: Cli, project: Path) -> None:
        make_repository({f"{name}.py": OLD for name in "abcde"})
        check = without("timeout", "c.py")
        result = cli(*FIX, "--verify", check, "--commit=batch", "--batch-size=2", "--json")
        assert result.status == 1
        subjects = git("log", "--format=%s", "-3").splitlines()
        assert subjects == [
            "Fix AUT101 in 1 file (1 gap)",
            "Fix AUT101 in 1 file (1 gap)",
            "Fix AUT101 in 2 files (2 gaps)",
        ]
        assert "\nVerified by: " in git("log", "-1", "--format=%b")
        assert len(json.loads(result.out)["commits"]) == 3
        assert Path("c.py").read_text() == OLD

    def test_a_batch_in_which_nothing_is_kept_is_no_commit(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": OLD})
        cli(*FIX, "--verify", without("timeout", "a.py"), "--commit=batch", "--batch-size=1")
        assert git("diff", "--name-only", "HEAD~1") == "b.py"
        assert git("rev-list", "--count", "HEAD") == "2"

    def test_each_commit_has_the_fixes_of_its_rule_only(self, cli: Cli) -> None:
        make_repository({"a.py": OLD + SYSTEM})
        assert cli(*FIX, "--verify", "true", "--commit").status == 0
        first, second = (git("show", "--format=", name) for name in ("HEAD~1", "HEAD"))
        assert f"+    return {FIXED}\n" in first
        assert "-    os.system(x)\n" not in first
        assert "-    os.system(x)\n" in f"{second}\n"
        assert "AUT101" not in git("log", "-1", "--format=%B")

    def test_a_hook_that_fails_leaves_the_changes_uncommitted(self, cli: Cli) -> None:
        make_repository({"a.py": OLD})
        write({".git/hooks/pre-commit": "#!/bin/sh\necho 'no, not on a Friday' >&2\nexit 1\n"})
        os.chmod(".git/hooks/pre-commit", 0o755)
        result = cli(*FIX, "--commit")
        assert result.status == 2
        last = result.err.splitlines()[-1]
        assert last == "not committed, but in the working tree: no, not on a Friday"
        assert Path("a.py").read_text() == NEW
        assert git("status", "--porcelain") == " M a.py"
        assert cli("fix", "--undo").status == 0
        assert git("status", "--porcelain") == ""

    def test_a_hook_that_changes_what_is_committed(self, cli: Cli) -> None:
        make_repository({"a.py": OLD})
        hook = "#!/bin/sh\necho '# formatted' >>a.py\ngit add a.py\n"
        write({".git/hooks/pre-commit": hook})
        os.chmod(".git/hooks/pre-commit", 0o755)
        result = cli(*FIX, "--commit")
        assert result.status == 2
        assert result.err.endswith("a hook changed what was to be committed\n")
        assert Path("a.py").read_text() == NEW
        assert git("rev-list", "--count", "HEAD") == "1"

    def test_an_author_who_is_not_known(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        make_repository({"a.py": OLD})
        git("config", "--unset", "user.email")
        git("config", "user.useConfigOnly", "true")
        monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        result = cli(*FIX, "--commit")
        assert result.status == 2
        assert "not committed, but in the working tree: " in result.err
        assert "email" in result.err.splitlines()[-1]

    def test_a_branch_that_moves_meanwhile(self, cli: Cli, project: Path) -> None:
        make_repository({"a.py": OLD})
        moves = f"git -C {project} commit -q --allow-empty -m theirs"
        result = cli(*FIX, "--verify", moves, "--commit")
        assert result.status == 2
        assert "git does not move the branch: " in result.err
        assert Path("a.py").read_text() == OLD
        assert git("status", "--porcelain") == ""
        assert git("log", "-1", "--format=%s") == "theirs"
        settled()


class TestUndo:
    """`fix --undo` takes the last run back, and nothing else."""

    def test_it_goes_back_by_one_run(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": SYSTEM})
        cli(*FIX, "a.py")
        assert cli(*FIX, "a.py").status == 0, "which writes nothing, and is no run to take back"
        result = cli("fix", "--undo")
        assert (result.status, result.out) == (0, "a.py: taken back\n")
        assert re.fullmatch(
            r"the run of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d "
            r"\(fix --unsafe-fixes --isolated a\.py\): 1 file taken back\n",
            result.err,
        )
        assert Path("a.py").read_text() == OLD
        again = cli("fix", "--undo")
        assert again == Outcome(2, "", f"{ERROR}there is no run to take back here\n")

    def test_outside_of_a_repository(self, cli: Cli, project: Path) -> None:
        write({"a.py": OLD, "sub/b.py": OLD})
        assert cli(*FIX).status == 0
        os.chdir("sub")
        assert cli("fix", "--undo").status == 2
        os.chdir("..")
        assert cli("fix", "--undo", "--json", "-q").status == 0
        assert Path("a.py").read_text() == Path("sub/b.py").read_text() == OLD
        assert sorted(os.listdir()) == ["a.py", "sub"]

    def test_what_was_changed_since_is_left(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.py": OLD, "c.py": OLD})
        cli(*FIX)
        write({"a.py": f"{NEW}# mine\n"})
        os.unlink("b.py")
        result = cli("fix", "--undo")
        assert (result.status, result.out) == (1, "c.py: taken back\n")
        assert result.err.splitlines()[:2] == [
            "a.py: left as it is: it has changed since",
            "b.py: left as it is: no such file or directory",
        ]
        assert Path("a.py").read_text() == f"{NEW}# mine\n"
        write({"a.py": NEW})
        left = json.loads(cli("fix", "--undo", "--json").out)
        assert left["restored"] == ["a.py"]
        assert left["left"] == [{"filename": "b.py", "reason": "no such file or directory"}]

    def test_commits_are_taken_back_only_if_they_are_the_last(self, cli: Cli) -> None:
        make_repository({"a.py": OLD, "b.txt": "b"})
        cli(*FIX, "--commit")
        git("commit", "-q", "--allow-empty", "-m", "theirs")
        old, new = (git("rev-parse", "--short=12", name) for name in ("HEAD~2", "HEAD~1"))
        result = cli("fix", "--undo")
        said = f"HEAD has moved since: 'git revert {old}..{new}' takes the commits back"
        assert result == Outcome(2, "", f"{ERROR}{said}\n")
        git("reset", "-q", "--soft", "HEAD~1")
        write({"a.py": "mine\n"})
        result = cli("fix", "--undo")
        said = "a.py has changed since: commit or stash it first"
        assert result == Outcome(2, "", f"{ERROR}{said}\n")
        write({"a.py": NEW, "b.txt": "mine"})
        git("add", "b.txt")
        result = cli("fix", "--undo")
        assert result.status == 0
        assert f"1 file taken back, and the branch stands at {old} again\n" in result.err
        assert git("status", "--porcelain") == "M  b.txt"
        assert git("rev-list", "--count", "HEAD") == "1"
        assert Path("a.py").read_text() == OLD

    def test_a_damaged_journal(self, cli: Cli) -> None:
        make_repository({"a.py": OLD})
        cli(*FIX)
        for text, said in (
            (b"{", "it is damaged; remove it to go on"),
            (b'{"version": 99}', "another version of this program wrote it"),
        ):
            Path(".git/flake8-automation/last.json").write_bytes(text)
            assert said in cli("fix", "--undo").err
            assert cli("fix", "--undo").status == 2

    def test_where_no_journal_can_be_kept(self, cli: Cli) -> None:
        make_repository({"a.py": OLD})
        Path(".git/flake8-automation").write_text("")
        result = cli(*FIX)
        assert result.status == 0
        assert result.err.startswith("this run cannot be taken back: ")
        assert Path("a.py").read_text() == NEW
        git("checkout", "-q", "a.py")
        result = cli(*FIX, "--verify", "true")
        assert (result.status, result.err.count("\n")) == (2, 1)
        assert Path("a.py").read_text() == OLD


class TestApply:
    """`apply` lands a patch as a whole, or nothing of it."""

    @pytest.fixture
    def patch(self, cli: Cli) -> str:
        """A patch of two files, by its path."""
        make_repository({"a.py": OLD, "d/b.py": OLD})
        assert cli(*FIX, "--patch", "../fix.patch", "-q").status == 1
        return "../fix.patch"

    @pytest.mark.parametrize("options", [[], ["--verify", "grep -q timeout a.py || test -e d"]])
    def test_it_lands(self, cli: Cli, patch: str, options: list[str]) -> None:
        result = cli("apply", patch, *options)
        assert (result.status, result.out) == (0, "a.py: patched\nd/b.py: patched\n")
        assert re.fullmatch(r"2 files changed, \d+\.\d seconds\n", result.err)
        assert Path("a.py").read_text() == Path("d/b.py").read_text() == NEW
        assert cli("fix", "--undo").status == 0
        assert Path("a.py").read_text() == Path("d/b.py").read_text() == OLD

    def test_the_command_fails_with_it(self, cli: Cli, patch: str) -> None:
        result = cli("apply", patch, "--verify", without("timeout", "d/b.py"))
        assert (result.status, result.out) == (1, "")
        first, last = result.err.splitlines()
        assert first.startswith("not applied: `")
        assert last.startswith("0 files changed, ")
        assert Path("a.py").read_text() == OLD
        told = json.loads(cli("apply", patch, "--json", "--verify", without("time", "a.py")).out)
        assert told["applied"] is False
        assert told["files"] == ["a.py", "d/b.py"]
        settled()

    def test_one_hunk_that_does_not_fit(self, cli: Cli, patch: str) -> None:
        write({"d/b.py": OLD.replace("x", "y")})
        result = cli("apply", patch)
        said = f"{patch}: does not apply: patch failed: d/b.py:2"
        assert result == Outcome(2, "", f"{ERROR}{said}\n")
        assert Path("a.py").read_text() == OLD

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("nonsense\n", "does not apply: "),
            ("--- /dev/null\n+++ b/n.py\n@@ -0,0 +1 @@\n+x\n", "it does more than change the con"),
            ("--- a/no.py\n+++ b/no.py\n@@ -1 +1 @@\n-x\n+y\n", "no.py: no such file"),
            ("--- a/../x.py\n+++ b/../x.py\n@@ -1 +1 @@\n-x\n+y\n", "does not apply: "),
            ("--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n", "does not apply: "),
        ],
    )
    def test_no_patch_of_ours(self, cli: Cli, patch: str, text: str, said: str) -> None:
        Path(patch).write_text(text)
        result = cli("apply", patch)
        assert result.status == 2
        assert said in result.err
        assert result.err.count("\n") == 1

    def test_no_such_patch(self, cli: Cli, project: Path) -> None:
        said = "none.patch: cannot be read: no such file or directory"
        assert cli("apply", "none.patch") == Outcome(2, "", f"{ERROR}{said}\n")

    def test_an_empty_patch(self, cli: Cli, patch: str) -> None:
        Path(patch).write_text("")
        assert cli("apply", patch, "--verify", "false").status == 0

    def test_a_patch_of_git_begins_at_the_top_ours_where_we_are(
        self, cli: Cli, patch: str, project: Path
    ) -> None:
        write({"a.py": NEW, "d/b.py": NEW})
        theirs = git("diff")
        git("checkout", "-q", ".")
        os.chdir("d")
        (project.parent / "git.patch").write_text(f"{theirs}\n")
        assert cli("apply", "../../git.patch", "--verify", "true").out == (
            "../a.py: patched\nb.py: patched\n"
        )
        assert cli("fix", "--undo").status == 0
        assert cli(*FIX, "--patch", "../../ours.patch", ".").status == 1
        assert cli("apply", "../../ours.patch").out == "b.py: patched\n"

    def test_a_link_that_leads_outside(self, cli: Cli, patch: str, project: Path) -> None:
        (project.parent / "other.py").write_text(OLD)
        os.unlink("a.py")
        os.symlink("../other.py", "a.py")
        result = cli("apply", patch)
        assert result.status == 2
        assert "a.py lies outside of" in result.err
        assert (project.parent / "other.py").read_text() == OLD

    def test_outside_of_a_repository(self, cli: Cli) -> None:
        write({"a.py": OLD})
        cli(*FIX, "--patch", "../x.patch")
        result = cli("apply", "../x.patch", "--verify", "true")
        assert result.status == 2
        assert "a git repository is needed" in result.err
        assert cli("apply", "../x.patch").status == 0
        assert Path("a.py").read_text() == NEW

    def test_the_tree_is_dirty(self, cli: Cli, patch: str) -> None:
        write({"a.py": f"# mine\n{OLD}"})
        assert cli("apply", patch, "--verify", "true").status == 2
        assert cli("apply", patch, "--verify", "true", "--allow-dirty").status == 0
        assert Path("a.py").read_text() == f"# mine\n{NEW}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fix", "--undo", "."], "--undo takes the whole last run back"),
        (["fix", "--undo", "--verify", "x"], "--undo takes the whole last run back"),
        (["fix", "-", "--verify", "x"], "--verify and --commit do not go with standard input"),
        (["fix", "--commit", "--diff"], "--commit does not go with --diff or --patch"),
        (["fix", "--commit", "--verify", "x", "--allow-dirty"], "--commit needs a clean tree"),
        (["fix", "--batch-size", "3"], "--batch-size goes with --verify or --commit"),
        (["fix", "--batch-size", "0", "--verify", "x"], "expected a whole number from 1 on"),
        (["fix", "--verify-timeout", "3"], "--verify-timeout goes with --verify"),
        (["fix", "--allow-dirty"], "--allow-dirty goes with --verify"),
        (["fix", "--verify", " "], "--verify: expected a command"),
        (["apply"], "the following arguments are required: PATCH"),
        (["apply", "x", "--allow-dirty"], "--allow-dirty goes with --verify"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line(cli: Cli, arguments: list[str], said: str) -> None:
    status, out, err = cli(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"{ERROR}{said}") or said in err
    assert err.count("\n") == 1


def test_a_full_disk_leaves_the_file(project: Path) -> None:
    resource = pytest.importorskip("resource")
    write({"a.py": "x" * 100})
    child = os.fork()
    if child == 0:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
        try:
            write_file("a.py", b"y" * 100, b"x" * 100)
        except Exception as error:  # noqa: BLE001 - what matters is what it says
            os._exit(0 if str(error) == "file too large" else 1)
        os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    assert Path("a.py").read_text() == "x" * 100
    assert os.listdir() == ["a.py"]
