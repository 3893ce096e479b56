"""`suggest` and `--diff-base`: suggestions only where a pull request shows lines. Real git."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from flake8_automation.files.diff import hunks_since
from flake8_automation.files.hunks import Hunk
from tests.conftest import Cli

IDENTITY = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
FILLER = "".join(f"line{number} = {number}\n" for number in range(20))
RUN = "import subprocess\n"
GAP = 'subprocess.run(["a"])\n'


def git(*words: str) -> str:
    """Run git in the working directory."""
    command = ["git", *IDENTITY, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture
def repository(project: Path) -> Path:
    """A branch off a commit with two old gaps, one of them near what will change."""
    git("init", "-q", "-b", "main")
    Path("a.py").write_text(RUN + GAP + FILLER + GAP)
    git("add", ".")
    git("commit", "-qm", "base")
    git("checkout", "-qb", "topic")
    return project


def suggest(cli: Cli, *words: str) -> tuple[list[dict[str, Any]], str]:
    """The comments, and what is said about them."""
    result = cli("suggest", "--diff-base", "main", *words)
    assert result.status == 0, result.err
    value = json.loads(result.out)
    assert value.keys() == {"event", "comments"}
    assert value["event"] == "COMMENT"
    return value["comments"], result.err


def apply(comment: dict[str, Any]) -> None:
    """What a click on a suggestion does: whole lines are replaced by those of the block."""
    body = re.search(r"^(`{3,})suggestion\n(.*?)\n?^\1$", comment["body"], re.DOTALL | re.MULTILINE)
    assert body, comment["body"]
    path = Path(comment["path"])
    lines = path.read_bytes().decode().split("\n")
    first = comment.get("start_line", comment["line"])
    lines[first - 1 : comment["line"]] = body[2].split("\n")
    path.write_bytes("\n".join(lines).encode())


def test_a_click_does_what_the_fix_does(repository: Path, cli: Cli) -> None:
    text = Path("a.py").read_text()
    Path("a.py").write_text(text + 'subprocess.run(\n    ["b"],\n    check=True,\n)\n')
    comments, _ = suggest(cli)
    for comment in sorted(comments, key=lambda comment: -comment["line"]):
        apply(comment)
    clicked = Path("a.py").read_text()
    Path("a.py").write_text(text + 'subprocess.run(\n    ["b"],\n    check=True,\n)\n')
    Path("all.py").write_text(text)
    cli("fix", "--unsafe-fixes", "-q")
    assert clicked.endswith("    check=True,\n    timeout=1800,\n)\n")
    changed = clicked.replace(RUN + GAP, RUN + 'subprocess.run(["a"], timeout=1800)\n')
    assert changed == Path("a.py").read_text()


def test_a_fix_in_two_places_is_one_suggestion(repository: Path, cli: Cli) -> None:
    text = "import os\n\nfirst = 1\nos.system('x')\n"
    Path("b.py").write_text(text)
    git("add", ".")
    (comment,) = suggest(cli)[0]
    assert (comment["start_line"], comment["line"]) == (1, 4)
    apply(comment)
    clicked = Path("b.py").read_text()
    Path("b.py").write_text(text)
    cli("fix", "--unsafe-fixes", "-q", "b.py")
    assert clicked == Path("b.py").read_text() != text
    assert "first = 1\n" in clicked


def test_lines_beyond_the_diff_get_none(repository: Path, cli: Cli) -> None:
    Path("a.py").write_text(Path("a.py").read_text() + "last = 1\n")
    comments, told = suggest(cli)
    assert [comment["line"] for comment in comments] == [23]  # context of the new line
    assert told == "1 suggestion\n"


def test_a_fix_that_reaches_further_is_counted(repository: Path, cli: Cli) -> None:
    Path("a.py").write_text("import os\n" + FILLER)
    git("add", ".")
    git("commit", "-qm", "before")
    git("branch", "-f", "main")
    Path("a.py").write_text("import os\n" + FILLER + 'os.system("x")\ninput("Name? ")\n')
    comments, told = suggest(cli)
    assert comments == []
    assert told == (
        "0 suggestions, 1 gap in the diff without a fix to suggest, "
        "1 fix beyond the lines of the diff\n"
    )


def test_a_call_that_ends_below_the_diff(repository: Path, cli: Cli) -> None:
    words = "".join(f'        "{number}",\n' for number in range(12))
    text = f"{RUN}x = 1\nsubprocess.run(\n    [\n{words}    ],\n)\n"
    Path("b.py").write_text(text)
    git("add", ".")
    git("commit", "-qm", "before")
    git("branch", "-f", "main")
    Path("b.py").write_text(text.replace("x = 1", "x = 2"))
    assert suggest(cli) == ([], "0 suggestions, 1 fix beyond the lines of the diff\n")


def test_accepted_gaps_get_no_suggestion(repository: Path, cli: Cli) -> None:
    Path("b.py").write_text(RUN + GAP)
    git("add", ".")
    assert len(suggest(cli)[0]) == 1
    cli("gaps", "accept", "--reason", "for now")
    assert len(suggest(cli)[0]) == 1
    assert suggest(cli, "--accepted")[0] == []


def test_nothing_changed(repository: Path, cli: Cli) -> None:
    assert suggest(cli) == ([], "0 suggestions\n")


def test_only_what_the_branch_did_counts(repository: Path, cli: Cli) -> None:
    git("checkout", "-q", "main")
    Path("theirs.py").write_text(RUN + GAP)
    git("add", ".")
    git("commit", "-qm", "meanwhile")
    git("checkout", "-q", "topic")
    Path("mine.py").write_text(RUN + GAP)
    git("add", ".")
    git("commit", "-qm", "mine")
    assert [comment["path"] for comment in suggest(cli)[0]] == ["mine.py"]


@pytest.mark.parametrize(
    "name", ["a b.py", 'q"uote.py', "new\nline.py", "tab\t.py", "имя😀.py", "back\\slash.py"]
)
def test_names_come_back_from_git(name: str, repository: Path, cli: Cli) -> None:
    Path(name).write_text(RUN + GAP)
    git("add", ".")
    (comment,) = suggest(cli)[0]
    assert comment["path"] == name
    assert comment["line"] == 2
    assert "\n```suggestion\nsubprocess.run" in comment["body"]


def test_a_name_that_is_no_utf8(repository: Path) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    Path(name).write_text(RUN)
    git("add", ".")
    assert hunks_since("main", str(repository)) == {name: (Hunk(1, 1),)}


def test_lines_of_files_are_not_taken_for_those_of_the_diff(repository: Path) -> None:
    Path("odd.txt").write_text("++ b/evil\n-- x\n@@ -1 +1 @@\n")
    git("add", ".")
    git("commit", "-qm", "odd")
    git("branch", "-f", "main")
    Path("odd.txt").write_text("++ b/other\n@@ -1 +7 @@\n")
    assert hunks_since("main", str(repository)) == {"odd.txt": (Hunk(1, 2),)}


def test_removed_lines_are_none_of_the_new_side(repository: Path) -> None:
    middle = "".join(f"{number}\n" for number in range(20))
    Path("odd.txt").write_text("gone\n" * 9 + middle)
    git("add", ".")
    git("commit", "-qm", "odd")
    git("branch", "-f", "main")
    Path("odd.txt").write_text("++ b/other\n" + middle + "last\n")
    assert hunks_since("main", str(repository)) == {"odd.txt": (Hunk(1, 4), Hunk(19, 22))}


def test_settings_of_the_user_do_not_change_the_diff(repository: Path) -> None:
    Path("a.py").write_text("first = 1\n" + Path("a.py").read_text())
    for setting in ("diff.noprefix", "diff.mnemonicPrefix"):
        git("config", setting, "true")
    git("config", "diff.context", "0")
    git("config", "color.diff", "always")
    git("config", "diff.external", "false")
    assert hunks_since("main", str(repository)) == {"a.py": (Hunk(1, 4),)}


def test_code_with_backticks_stays_inside_of_its_block(repository: Path, cli: Cli) -> None:
    Path("b.py").write_text(RUN + 'subprocess.run(["```suggestion", "````"])\n')
    git("add", ".")
    (comment,) = suggest(cli)[0]
    assert "\n`````suggestion\n" in comment["body"]
    apply(comment)
    assert Path("b.py").read_text().endswith('"````"], timeout=1800)\n')


@pytest.mark.parametrize("form", ["rdjson", "rdjsonl"])
def test_rdjson_leaves_out_suggestions_beyond_the_diff(
    form: str, repository: Path, cli: Cli
) -> None:
    Path("a.py").write_text(Path("a.py").read_text() + "last = 1\n")

    def rows(*words: str) -> list[dict[str, Any]]:
        out = cli("check", "--output-format", form, *words).out
        if form == "rdjson":
            return list(json.loads(out)["diagnostics"])
        return [json.loads(line) for line in out.splitlines()]

    assert ["suggestions" in row for row in rows()] == [True, True]
    assert ["suggestions" in row for row in rows("--diff-base", "main")] == [False, True]


class TestWithoutBase:
    """One line says what is missing."""

    def test_no_base(self, repository: Path, cli: Cli) -> None:
        assert cli("suggest").err == (
            "flake8-automation: error: what to compare with? "
            "--diff-base REF says it, such as origin/main\n"
        )

    def test_the_base_of_a_pull_request(
        self, repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_BASE_REF", "main")
        assert "origin/main: " in cli("suggest").err
        git("update-ref", "refs/remotes/origin/main", "main")
        assert cli("suggest").status == 0

    @pytest.mark.parametrize("command", ["suggest", "check"])
    def test_no_such_commit(self, command: str, repository: Path, cli: Cli) -> None:
        result = cli(command, "--diff-base", "--output=x")
        assert result.status == 2
        result = cli(command, "--diff-base", "nowhere")
        assert result.status == 2
        assert result.err == ("flake8-automation: error: nowhere: there is no such commit here\n")

    def test_no_common_commit(self, repository: Path, cli: Cli) -> None:
        git("checkout", "-q", "--orphan", "alone")
        git("commit", "-qm", "alone")
        assert cli("suggest", "--diff-base", "main").err == (
            "flake8-automation: error: main: it shares no commit with this branch, "
            "as far as history is here\n"
        )

    def test_no_repository(self, project: Path, cli: Cli) -> None:
        result = cli("suggest", "--diff-base", "main")
        assert result.status == 2
        assert "a git repository is needed" in result.err
