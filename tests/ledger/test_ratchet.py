"""`gaps accept`, `gaps check` and `check --accepted`: stories of a list."""

import json
from pathlib import Path

import pytest

from tests.conftest import Cli, Outcome
from tests.repositories import git, make_repository, write

LIST = Path(".automation-gaps")
ONE = "import subprocess as s\ndef f():\n    s.run(one)\n"
TWO = f"{ONE}    s.run(two)\n"
COVERED = "import subprocess as s\ndef f():\n    s.run(one, timeout=1)\n"


def accept(cli: Cli, *words: str) -> Outcome:
    """Accept what is there."""
    result = cli("gaps", "accept", "--reason", "as it was", *words)
    assert result.status == 0, result.err
    return result


def lines() -> list[str]:
    """The lines of the list, without the digests."""
    words = [line.split(" ") for line in LIST.read_text().splitlines()]
    return [" ".join((*line[:3], *line[4:])) for line in words]


class TestAccept:
    """The list grows only with a reason, and shrinks without."""

    def test_with_a_reason_it_grows(self, cli: Cli) -> None:
        make_repository({"a.py": TWO, "b/c.py": ONE})
        result = accept(cli)
        assert result.err == ".automation-gaps: 3 accepted gaps, 3 added, 0 dropped, 0 moved\n"
        assert lines() == [
            "AUT101 a.py f 1 as it was",
            "AUT101 a.py f 1 as it was",
            "AUT101 b/c.py f 1 as it was",
        ]
        assert Path(".gitattributes").read_text() == ".automation-gaps merge=union\n"
        assert cli("gaps", "check").status == 0

    def test_what_is_listed_keeps_its_reason(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        write({"a.py": TWO})
        assert cli("gaps", "accept", "--reason", "  a\nnew  one ").status == 0
        assert sorted(lines()) == ["AUT101 a.py f 1 a new one", "AUT101 a.py f 1 as it was"]

    def test_equal_gaps_are_numbered(self, cli: Cli) -> None:
        write({"a.py": f"{ONE}    s.run(one)\n    s.run( one )\n"})
        accept(cli)
        assert [line.split()[3] for line in lines()] == ["1", "2", "3"]
        write({"a.py": ONE})
        assert cli("gaps", "accept").status == 0
        assert [line.split()[3] for line in lines()] == ["1"]

    def test_without_a_reason_it_only_shrinks(self, cli: Cli) -> None:
        write({"a.py": ONE, "b.py": ONE})
        accept(cli)
        write({"a.py": COVERED, "b.py": TWO})
        result = cli("gaps", "accept")
        assert result == Outcome(
            0, "", ".automation-gaps: 1 accepted gap, 0 added, 1 dropped, 0 moved\n"
        )
        assert lines() == ["AUT101 b.py f 1 as it was"]
        assert cli("gaps", "check").status == 1

    def test_without_a_reason_there_must_be_a_list(self, cli: Cli) -> None:
        write({"a.py": ONE})
        result = cli("gaps", "accept")
        assert result.status == 2
        assert "there is no .automation-gaps yet" in result.err
        assert "--reason" in result.err
        assert not LIST.exists()

    def test_a_project_without_gaps_gets_an_empty_list(self, cli: Cli) -> None:
        write({"a.py": COVERED})
        accept(cli)
        assert LIST.read_bytes() == b""
        assert cli("gaps", "check").status == 0
        write({"a.py": ONE})
        assert cli("gaps", "check").status == 1

    @pytest.mark.parametrize("reason", ["", " \n"])
    def test_a_reason_has_words(self, cli: Cli, reason: str) -> None:
        write({"a.py": ONE})
        assert cli("gaps", "accept", "--reason", reason).status == 2
        assert not LIST.exists()

    def test_outside_of_a_repository_there_are_no_attributes(self, cli: Cli) -> None:
        write({"a.py": ONE, "setup.py": ""})
        accept(cli)
        assert not Path(".gitattributes").exists()

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("*.py text", "*.py text\n.automation-gaps merge=union\n"),
            ("*.py text\r\n", "*.py text\r\n.automation-gaps merge=union\r\n"),
            ("/.automation-gaps -merge\n", "/.automation-gaps -merge\n"),
            (".automation-gaps text merge=union\n", ".automation-gaps text merge=union\n"),
            (".automation-gaps text\n", ".automation-gaps text\n.automation-gaps merge=union\n"),
        ],
    )
    def test_what_is_said_of_attributes_stays(self, cli: Cli, before: str, after: str) -> None:
        make_repository({"a.py": ONE, ".gitattributes": before})
        accept(cli)
        assert Path(".gitattributes").read_bytes().decode() == after
        accept(cli)
        assert Path(".gitattributes").read_bytes().decode() == after

    def test_what_stays_the_same_is_not_written(self, cli: Cli) -> None:
        make_repository({"a.py": ONE})
        accept(cli)
        before = LIST.stat()
        accept(cli)
        assert cli("gaps", "accept").status == 0
        assert LIST.stat() == before

    def test_its_json(self, cli: Cli, project: Path) -> None:
        write({"a.py": ONE})
        result = accept(cli, "--json")
        assert json.loads(result.out) == {
            "file": str(project / LIST),
            "listed": 1,
            "added": 1,
            "dropped": 0,
            "moved": 0,
        }

    def test_a_part_speaks_only_of_itself(self, cli: Cli) -> None:
        write({"a/x.py": ONE, "b/x.py": ONE})
        accept(cli)
        write({"a/x.py": COVERED, "b/x.py": COVERED})
        assert cli("gaps", "accept", "a").status == 0
        assert lines() == ["AUT101 b/x.py f 1 as it was"]
        assert cli("gaps", "accept", "--select", "AUT2").status == 0
        assert lines() == ["AUT101 b/x.py f 1 as it was"]
        assert cli("gaps", "accept").status == 0
        assert lines() == []


class TestCheck:
    """The ratchet: its statuses, and that it never writes."""

    def test_without_a_list(self, cli: Cli) -> None:
        write({"a.py": COVERED})
        result = cli("gaps", "check")
        assert (result.status, result.out) == (4, "")
        assert result.err.startswith("there is no .automation-gaps in ")
        assert json.loads(cli("gaps", "check", "--json").out)["verdict"] == "missing"

    @pytest.mark.parametrize(
        ("now", "status", "verdict"),
        [
            ({"a.py": ONE, "b.py": ONE}, 0, "same"),
            ({"a.py": TWO, "b.py": ONE}, 1, "worse"),
            ({"a.py": TWO, "b.py": COVERED}, 1, "worse"),
            ({"a.py": ONE, "b.py": COVERED}, 3, "better"),
            ({"a.py": ONE, "b.py": f"{ONE}x = ("}, 2, "same"),
        ],
    )
    def test_the_status_and_the_verdict(
        self, cli: Cli, now: dict[str, str | bytes], status: int, verdict: str
    ) -> None:
        write({"a.py": ONE, "b.py": ONE})
        accept(cli)
        write(now)
        before = LIST.read_bytes()
        result = cli("gaps", "check", "--json")
        assert result.status == status
        assert json.loads(result.out)["verdict"] == verdict
        assert LIST.read_bytes() == before
        assert sorted(path.name for path in Path().iterdir()) == [
            ".automation-gaps",
            ".flake8_automation_cache",
            "a.py",
            "b.py",
        ]

    def test_a_verdict_for_each_rule(self, cli: Cli) -> None:
        write({"a.py": f"{ONE}input()\ninput(x)\nimport os\nos.system(x)\n"})
        accept(cli)
        write({"a.py": f"{TWO}input()\nimport os\nos.system(x)\n"})
        result = cli("gaps", "check")
        assert result.out.splitlines()[-3:] == [
            "AUT101  worse   1 accepted, 2 now, 1 new, 0 closed",
            "AUT103  same    1 accepted, 1 now, 0 new, 0 closed",
            "AUT201  better  2 accepted, 1 now, 0 new, 1 closed",
        ]
        assert result.out.startswith("a.py:4:5: AUT101 `s.run` has no timeout")
        assert "a.py: AUT201 closed, but still listed\n" in result.out
        assert result.err == (
            "worse, 1 new gap, 1 closed but still listed\n"
            "'flake8-automation gaps accept' brings the list up to date\n"
        )
        value = json.loads(cli("gaps", "check", "--json").out)
        assert [(row["code"], row["verdict"]) for row in value["rules"]] == [
            ("AUT101", "worse"),
            ("AUT103", "same"),
            ("AUT201", "better"),
        ]
        assert [row["location"]["row"] for row in value["new"]] == [4]
        assert value["closed"] == [
            {"code": "AUT201", "path": "a.py", "scope": "", "reason": "as it was"}
        ]

    def test_exit_zero_turns_gaps_into_nothing_but_not_a_missing_list(self, cli: Cli) -> None:
        write({"a.py": ONE})
        assert cli("gaps", "check", "--exit-zero").status == 4
        accept(cli)
        for text in (TWO, COVERED):
            write({"a.py": text})
            assert cli("gaps", "check", "--exit-zero").status == 0

    def test_one_gap_is_not_exchanged_for_another(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        for exchanged in (
            ONE.replace("one", "other"),
            ONE.replace("def f", "def g"),
            ONE.replace("s.run", "s.call"),
        ):
            write({"a.py": exchanged})
            assert cli("gaps", "check").status == 1
        write({"a.py": COVERED, "b.py": ONE})  # equal, but the old file is still there
        assert cli("gaps", "check").status == 1

    def test_a_script_may_be_described_in_other_words(self, cli: Cli) -> None:
        script = (
            "import argparse\nparser = argparse.ArgumentParser({})\nprint(sum(x))\n"
            'if __name__ == "__main__":\n    print(f"{{parser.parse_args().n}} rows")\n'
        )
        write({"a.py": script.format("")})
        accept(cli)
        before = LIST.read_text()
        assert [line.split()[0] for line in lines()] == ["AUT301"]
        write({"a.py": script.format("description='Count rows.'")})
        assert cli("gaps", "check").status == 0
        assert cli("check", "--accepted").status == 0
        assert LIST.read_text() == before
        assert cli("gaps", "accept").status == 0
        assert LIST.read_text() != before
        assert [line.split()[4] for line in lines()] == ["as"]
        Path("a.py").rename("b.py")  # its line follows, so that it is known again elsewhere
        assert cli("gaps", "check").status == 0

    def test_lines_and_layout_may_change(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        again = ONE.replace("def", "\nx = 1\ndef").replace("(one)", "(  # why\n    one,\n )")
        write({"a.py": f"# new\n{again}"})
        assert cli("gaps", "check").status == 0

    def test_a_file_may_be_renamed(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        Path("new").mkdir()
        Path("a.py").rename("new/b.py")
        result = cli("gaps", "check")
        assert result.status == 0
        assert result.err.startswith("same, 0 new gaps, 0 closed but still listed, 1 moved\n")
        assert json.loads(cli("gaps", "check", "--json").out)["moved"][0]["to"] == "new/b.py"
        assert cli("check", "--accepted").status == 0
        assert cli("gaps", "accept").status == 0
        assert lines() == ["AUT101 new/b.py f 1 as it was"]

    def test_a_file_may_be_deleted(self, cli: Cli) -> None:
        write({"a/x.py": ONE, "b.py": ONE.replace("one", "other")})
        accept(cli)
        Path("a/x.py").unlink()
        assert cli("gaps", "check").status == 3
        assert cli("gaps", "check", "a").status == 3
        assert cli("gaps", "check", "b.py").status == 0

    def test_what_a_run_cannot_see_is_not_stale(self, cli: Cli) -> None:
        write({"a.py": f"{ONE}input()\n", "tests/b.py": ONE, "c.py": ONE})
        accept(cli)
        assert cli("gaps", "check", "--exclude", "c.py").status == 0
        assert cli("gaps", "check", "--ignore", "AUT101").status == 0
        assert cli("gaps", "check", "--per-file-ignores", "c.py:AUT101").status == 0
        assert cli("gaps", "check", "--min-priority", "P1").status == 0
        write({"c.py": b"import subprocess\nsubprocess.run\n# \xff"})
        assert cli("gaps", "check").status == 2
        listed = lines()
        assert cli("gaps", "accept").status == 2
        assert lines() == listed
        write({"c.py": "import subprocess as s\ndef f():\n    s.run(one, timeout=1\n"})
        result = cli("gaps", "check", "--unparsed=warn")
        assert (result.status, "c.py:3" in result.err) == (0, True)

    def test_what_is_not_urgent_is_no_news(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        write({"tests/b.py": ONE})
        assert cli("gaps", "check", "--min-priority", "P1").status == 0
        assert cli("gaps", "check").status == 1
        accept(cli, "--min-priority", "P1")
        assert len(lines()) == 1

    def test_a_gap_that_is_waived_is_closed(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        write({"a.py": ONE.replace("(one)", "(one)  # automation: ignore[AUT101] so be it")})
        assert cli("gaps", "check").status == 3

    def test_a_corrupt_list_is_an_error_everywhere_and_stays(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        LIST.write_bytes(LIST.read_bytes() + b"=======\n")
        for words in (
            ("gaps", "check"),
            ("gaps", "accept"),
            ("gaps", "accept", "--reason", "x"),
            ("check", "--accepted"),
        ):
            result = cli(*words)
            assert result.status == 2
            assert ".automation-gaps:2: a merge conflict is left in it" in result.err
        assert LIST.read_bytes().endswith(b"=======\n")

    def test_standard_input_is_no_project(self, cli: Cli) -> None:
        for command in ("accept", "check"):
            assert cli("gaps", command, "-").status == 2


class TestHiding:
    """`check --accepted`."""

    def test_what_is_accepted_is_left_out(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        write({"a.py": TWO, "b.py": COVERED})
        result = cli("check", "--accepted")
        assert result.out.startswith("a.py:4:5: AUT101")
        assert result.out.count("\n") == 1
        assert result.err == "2 files read, 1 gap, 1 fixable, 1 accepted\n"
        assert len(json.loads(cli("check", "--accepted", "--json").out)) == 1
        assert len(json.loads(cli("check", "--json").out)) == 2

    def test_it_is_a_setting(self, cli: Cli) -> None:
        write({"a.py": ONE, "pyproject.toml": "[tool.flake8-automation]\naccepted = true\n"})
        accept(cli)
        assert cli("check").status == 0
        assert cli("check", "--no-accepted").status == 1

    def test_of_equal_gaps_as_many_are_left_out_as_are_listed(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        write({"a.py": f"{ONE}    s.run(one)\n    s.run(one)\n"})
        assert len(json.loads(cli("check", "--accepted", "--json").out)) == 2

    def test_standard_input_is_known_by_its_name(self, cli: Cli) -> None:
        write({"a.py": ONE})
        accept(cli)
        for name, status in (("a.py", 0), ("b.py", 1)):
            words = ("check", "--accepted", "-", "--stdin-filename", name)
            assert cli(*words, stdin=ONE.encode()).status == status

    def test_without_a_list_nothing_is_left_out(self, cli: Cli) -> None:
        write({"a.py": ONE})
        result = cli("check", "--accepted")
        assert result.status == 1
        assert "so no gap is left out" in result.err


def test_a_list_is_found_from_a_folder_below(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    make_repository({"a.py": ONE, "deep/down/b.py": ONE})
    accept(cli)
    monkeypatch.chdir("deep/down")
    assert cli("gaps", "check").status == 0
    assert cli("check", "--accepted").status == 0
    assert cli("gaps", "check", "../../a.py").status == 0
    write({"b.py": COVERED})
    assert cli("gaps", "accept").status == 0
    monkeypatch.chdir("../..")
    assert lines() == ["AUT101 a.py f 1 as it was"]
    assert git("status", "--porcelain").splitlines() == [
        " M deep/down/b.py",
        "?? .automation-gaps",
        "?? .gitattributes",
    ]
