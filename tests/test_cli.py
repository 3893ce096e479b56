"""The command line: its words, its formats and its exit statuses are a contract."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_automation import __version__
from flake8_automation.cli import COMMANDS
from flake8_automation.registry import all_rules
from flake8_automation.settings import OPTIONS
from tests.conftest import Cli, Outcome

GAP = 'import subprocess\n\nsubprocess.run(["a"])\n'
FIXED = 'import subprocess\n\nsubprocess.run(["a"], timeout=1800)\n'
COVERED = 'import subprocess\n\nsubprocess.run(["a"], timeout=5)\n'
WAIVED = 'import subprocess\n\nsubprocess.run(["a"])  # noqa: AUT101\n'
BROKEN = 'import subprocess\n\nsubprocess.run(["a"])\ndef f(:\n'
LINE = (
    "{}:3:1: AUT101 `subprocess.run` has no timeout and waits for ever if the child hangs; "
    "pass timeout=SECONDS\n"
)


def write(**texts: str) -> None:
    """Create Python files in the working directory."""
    for stem, text in texts.items():
        Path(f"{stem}.py").write_text(text)


def tally(result: Outcome) -> tuple[object, ...]:
    """The counts in the last line of `fix`; the seconds only have to be there."""
    last = result.err.splitlines()[-1]
    match = re.fullmatch(
        r"(\d+) files? analysed, (\d+ (?:would be )?changed), (\d+ gaps? (?:would be )?closed), "
        r"(\d+) left, (\d+) held, (\d+) refused, (\d+) dropped, \d+\.\d seconds",
        last,
    )
    assert match, last
    return tuple(int(part) if part.isdigit() else part for part in match.groups())


class TestCheck:
    """`check` reports gaps."""

    def test_one_line_for_each_gap_and_a_summary(self, cli: Cli) -> None:
        write(b=GAP, a=GAP + GAP, covered=COVERED, waived=WAIVED, empty="")
        result = cli("check")
        lines = result.out.splitlines(keepends=True)
        assert [line.split(" ")[0] for line in lines] == ["a.py:3:1:", "a.py:6:1:", "b.py:3:1:"]
        assert lines[2] == LINE.format("b.py")
        assert result.err == "5 files read, 3 gaps, 3 fixable, 1 waived\n"
        assert result.status == 1

    def test_nothing_to_report(self, cli: Cli) -> None:
        write(a=COVERED)
        assert cli("check") == Outcome(0, "", "1 file read, 0 gaps\n")

    def test_an_empty_folder(self, cli: Cli) -> None:
        assert cli("check") == Outcome(0, "", "0 files read, 0 gaps\n")

    @pytest.mark.parametrize(
        ("text", "options", "status"),
        [
            (COVERED, [], 0),
            (WAIVED, [], 0),
            (WAIVED, ["--disable-noqa"], 1),
            (GAP, [], 1),
            (GAP, ["--exit-zero"], 0),
            (BROKEN, [], 2),
            (BROKEN, ["--exit-zero"], 2),
            (BROKEN, ["--unparsed=warn"], 1),
            (BROKEN, ["--unparsed=warn", "--exit-zero"], 0),
            (GAP, ["--ignore", "AUT1"], 0),
            (GAP, ["--ignore", "AUT1", "--select", "AUT101"], 1),
            (GAP, ["--select", "AUT102"], 0),
            (GAP, ["--select", "AUT102", "--extend-select", "AUT101"], 1),
            (GAP, ["--extend-ignore", "AUT101"], 0),
            (GAP, ["--min-priority", "P0"], 0),
            (GAP, ["--per-file-ignores", "a.py:AUT101"], 0),
            (GAP, ["--per-file-ignores", "b.py:AUT101"], 1),
            (GAP, ["--exclude", "a.py"], 0),
            (GAP, ["--extend-exclude", "a*"], 0),
        ],
    )
    def test_exit_status(self, cli: Cli, text: str, options: list[str], status: int) -> None:
        write(a=text)
        result = cli("check", *options)
        assert result.status == status
        assert bool(result.out) == (status == 1 or "AUT101" in result.out)

    def test_json_in_ruffs_shape(self, cli: Cli, project: Path) -> None:
        write(a=GAP)
        result = cli("check", "--json", "-q")
        assert result.err == ""
        assert json.loads(result.out) == [
            {
                "code": "AUT101",
                "name": "subprocess-without-timeout",
                "message": LINE.partition("AUT101 ")[2].rstrip(),
                "filename": str(project / "a.py"),
                "location": {"row": 3, "column": 1},
                "end_location": {"row": 3, "column": 22},
                "fix": {
                    "applicability": "unsafe",
                    "message": "Add timeout=1800 (unsafe)",
                    "edits": [
                        {
                            "content": ", timeout=1800",
                            "location": {"row": 3, "column": 21},
                            "end_location": {"row": 3, "column": 21},
                        }
                    ],
                },
                "noqa_row": 3,
                "url": "https://github.com/flake8-automation/flake8-automation/blob/main/"
                "flake8_automation/rules/python/subprocess_without_timeout.md",
                "priority": "P1",
                "alternatives": [],
            }
        ]
        assert cli("check", "--output-format", "json", "-q").out == result.out

    def test_json_without_gaps_is_an_empty_array(self, cli: Cli) -> None:
        assert json.loads(cli("check", "--json").out) == []

    def test_columns_count_characters(self, cli: Cli) -> None:
        write(a='import subprocess\ns = "é😀"; subprocess.run(s)\n')
        assert cli("check").out.startswith("a.py:2:11: ")

    def test_output_file_is_replaced(self, cli: Cli) -> None:
        write(a=GAP)
        Path("out").write_text("old\n" * 1000)
        for _ in range(2):
            assert cli("check", "--output-file", "out", "-q") == Outcome(1, "", "")
            assert Path("out").read_text() == LINE.format("a.py")

    def test_standard_input(self, cli: Cli) -> None:
        result = cli("check", "-", "--stdin-filename", "x/y.py", stdin=GAP.encode())
        assert result.out == LINE.format("x/y.py")
        assert cli("check", "-", stdin=GAP.encode()).out == LINE.format("stdin")
        assert cli("check", "-", stdin=b"").status == 0

    def test_the_name_of_standard_input_counts(self, cli: Cli) -> None:
        options = ["--per-file-ignores", "y.py:AUT101", "--stdin-filename", "x/y.py"]
        assert cli("check", "-", *options, stdin=GAP.encode()).status == 0

    def test_verbose_names_the_configuration_and_the_time(self, cli: Cli, project: Path) -> None:
        Path("setup.cfg").write_text("[flake8]\nignore = AUT101\n")
        write(a=GAP)
        result = cli("check", "-v")
        assert result.status == 0
        first, *_, last = result.err.splitlines()
        assert first == f"configuration: {project / 'setup.cfg'}"
        assert re.fullmatch(r"\d+\.\d\d seconds", last)
        isolated = cli("check", "-v", "--isolated")
        assert isolated.status == 1
        assert isolated.err.startswith("configuration: none\n")

    def test_a_foreign_select_is_ignored_with_a_line(self, cli: Cli) -> None:
        Path("setup.cfg").write_text("[flake8]\nselect = E,F,W\n")
        write(a=GAP)
        result = cli("check", "-q")
        assert result.status == 1
        assert result.err == "setup.cfg: [flake8] select names none of the codes AUT...: ignored\n"


class TestColour:
    """Colour only where somebody sees it, or asked for it."""

    @pytest.mark.parametrize(
        ("options", "environment", "coloured"),
        [
            ([], {}, False),
            (["--color", "always"], {}, True),
            (["--color", "always"], {"NO_COLOR": "1"}, True),
            (["--color", "never"], {"FORCE_COLOR": "1"}, False),
            ([], {"FORCE_COLOR": "1"}, True),
            ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            (["--color", "always", "--json"], {}, False),
        ],
    )
    def test_without_a_terminal(
        self,
        cli: Cli,
        monkeypatch: pytest.MonkeyPatch,
        options: list[str],
        environment: dict[str, str],
        coloured: bool,
    ) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        write(a=GAP)
        assert ("\033[" in cli("check", *options).out) == coloured

    @pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
    def test_on_a_terminal(self, project: Path, no_color: str, coloured: bool) -> None:
        write(a=GAP)
        ours, theirs = os.openpty()
        subprocess.run(
            [sys.executable, "-m", "flake8_automation", "check", "-q"],
            stdout=theirs,
            stderr=theirs,
            env=os.environ | {"NO_COLOR": no_color},
            timeout=60,
            check=False,
        )
        said = os.read(ours, 10_000).decode()
        os.close(theirs)
        os.close(ours)
        assert ("\033[" in said) == coloured
        assert "AUT101" in said


class TestFix:
    """`fix` applies fixes, and says what became of each."""

    def test_unsafe_fixes_are_held(self, cli: Cli) -> None:
        write(a=GAP)
        result = cli("fix")
        assert result.status == 1
        assert result.out == LINE.format("a.py")
        assert result.err.splitlines()[:-1] == ["1 held: --unsafe-fixes applies them"]
        assert tally(result) == (1, "0 changed", "0 gaps closed", 1, 1, 0, 0)
        assert Path("a.py").read_text() == GAP

    def test_unsafe_fixes_are_applied_when_allowed(self, cli: Cli) -> None:
        write(a=GAP, b=COVERED)
        stamp = os.stat("b.py").st_mtime_ns
        result = cli("fix", "--unsafe-fixes")
        assert result.status == 0
        assert result.out == "a.py:3:1: AUT101 fixed: Add timeout=1800\n"
        assert result.err.count("\n") == 1
        assert tally(result) == (2, "1 changed", "1 gap closed", 0, 0, 0, 0)
        assert Path("a.py").read_text() == FIXED
        assert os.stat("b.py").st_mtime_ns == stamp
        again = cli("fix", "--unsafe-fixes")
        assert again[:2] == (0, "")
        assert tally(again) == (2, "0 changed", "0 gaps closed", 0, 0, 0, 0)

    def test_codes_may_be_declared_safe(self, cli: Cli) -> None:
        write(a=GAP)
        assert cli("fix", "--extend-safe-fixes", "AUT102").status == 1
        assert cli("fix", "--extend-safe-fixes", "AUT101", "--timeout", "7").status == 0
        assert Path("a.py").read_text() == FIXED.replace("1800", "7")

    def test_settings_allow_unsafe_fixes_and_the_command_line_wins(self, cli: Cli) -> None:
        write(a=GAP)
        Path("pyproject.toml").write_text("[tool.flake8-automation]\nunsafe-fixes = true\n")
        assert cli("fix", "--no-unsafe-fixes").status == 1
        assert cli("fix").status == 0

    def test_diff_shows_only(self, cli: Cli) -> None:
        write(a=GAP)
        result = cli("fix", "--unsafe-fixes", "--diff")
        assert result.out == (
            "--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@\n import subprocess\n \n"
            '-subprocess.run(["a"])\n+subprocess.run(["a"], timeout=1800)\n'
        )
        assert tally(result) == (1, "1 would be changed", "1 gap would be closed", 0, 0, 0, 0)
        assert result.status == 1
        assert Path("a.py").read_text() == GAP
        assert cli("fix", "--unsafe-fixes", "--diff", "--exit-zero").status == 0

    def test_a_diff_of_nothing(self, cli: Cli) -> None:
        write(a=COVERED)
        assert cli("fix", "--diff").out == ""
        assert cli("fix", "--diff").status == 0

    def test_json(self, cli: Cli, project: Path) -> None:
        write(a=GAP, b=GAP + "subprocess.run([])  # noqa\n")
        held = json.loads(cli("fix", "--json", "b.py").out)
        counts = [len(held[key]) for key in ("done", "held", "refused", "dropped", "left")]
        assert counts == [0, 1, 0, 0, 1]
        assert 0 <= held["seconds"] < 60
        result = json.loads(cli("fix", "--json", "--unsafe-fixes").out)
        assert result["files"] == 2
        assert result["changed"] == ["a.py", "b.py"]
        assert result["left"] == result["held"] == result["refused"] == []
        assert result["done"][0] == {
            "code": "AUT101",
            "filename": str(project / "a.py"),
            "location": {"row": 3, "column": 1},
            "message": LINE.partition("AUT101 ")[2].rstrip(),
            "fix": "Add timeout=1800 (unsafe)",
        }

    def test_a_file_that_does_not_parse_is_refused(self, cli: Cli) -> None:
        write(a=BROKEN)
        result = cli("fix", "--unsafe-fixes")
        assert result.status == 2
        assert result.out == "a.py:3:1: AUT101 refused: the file does not parse\n"
        assert result.err.splitlines()[:-1] == [
            "a.py:4:7: cannot be parsed: invalid syntax",
            "1 refused: no fix would be right there; each says why",
        ]
        assert tally(result) == (1, "0 changed", "0 gaps closed", 1, 0, 1, 0)
        assert Path("a.py").read_text() == BROKEN

    @pytest.mark.parametrize(
        ("text", "options", "output", "status"),
        [
            (GAP, [], GAP, 1),
            (GAP, ["--unsafe-fixes"], FIXED, 0),
            (COVERED, ["--unsafe-fixes"], COVERED, 0),
            (BROKEN, ["--unsafe-fixes"], BROKEN, 2),
            (GAP.replace("\n", "\r\n"), ["--unsafe-fixes"], FIXED.replace("\n", "\r\n"), 0),
        ],
    )
    def test_standard_input_to_standard_output(
        self, process: Cli, text: str, options: list[str], output: str, status: int
    ) -> None:
        command = [sys.executable, "-m", "flake8_automation", "fix", "-", *options]
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=60, check=False
        )
        assert done.stdout == output.encode()
        assert done.returncode == status

    def test_output_file_takes_the_report(self, cli: Cli) -> None:
        write(a=GAP)
        assert cli("fix", "--unsafe-fixes", "--output-file", "out").out == ""
        assert Path("out").read_text() == "a.py:3:1: AUT101 fixed: Add timeout=1800\n"


class TestRules:
    """`rules` and `rule`."""

    def test_all_rules_in_a_table(self, cli: Cli) -> None:
        result = cli("rules")
        assert result.status == 0
        rows = [line.split()[:3] for line in result.out.splitlines()]
        assert rows == [[r.code, r.name, r.priority.name] for r in all_rules()]

    def test_all_rules_as_json(self, cli: Cli) -> None:
        rows = json.loads(cli("rules", "--json").out)
        assert [row["code"] for row in rows] == [rule.code for rule in all_rules()]
        assert {row["fix"] for row in rows} <= {"safe", "unsafe", "shown only"}
        assert all(row["summary"].endswith(".") for row in rows)

    @pytest.mark.parametrize("word", ["AUT101", "aut101", "subprocess-without-timeout"])
    def test_the_page_of_one(self, cli: Cli, word: str) -> None:
        result = cli("rule", word)
        assert result.status == 0
        assert result.out.startswith("# subprocess-without-timeout (AUT101)\n")
        value = json.loads(cli("rule", word, "--json").out)
        assert value["page"] == result.out
        assert value["code"] == "AUT101"

    def test_the_page_is_drawn_where_there_is_colour(self, cli: Cli) -> None:
        drawn = cli("rule", "AUT101", "--color", "always").out
        assert "\033[" in drawn
        assert "```" not in drawn

    def test_there_is_no_such_rule(self, cli: Cli) -> None:
        result = cli("rule", "AUT999")
        assert result.status == 2
        assert result.err.startswith("flake8-automation: error: no rule 'AUT999'; the rules are A")


class TestConfig:
    """`config` shows the settings, and who won."""

    def test_each_value_with_its_origin(self, cli: Cli, project: Path) -> None:
        Path("setup.cfg").write_text("[flake8]\nautomation-timeout = 60\nignore = AUT2\n")
        Path("pyproject.toml").write_text("[tool.flake8-automation]\ntimeout = 90\n")
        lines = cli("config", "--min-priority", "P2").out.splitlines()
        assert [line.split(" ")[0] for line in lines] == [option.name for option in OPTIONS]
        assert f"timeout = 90  # {project / 'pyproject.toml'}" in lines
        assert f'ignore = ["AUT2"]  # {project / "setup.cfg"}' in lines
        assert 'min-priority = "P2"  # command line' in lines
        assert "unsafe-fixes = false  # default" in lines

    def test_as_json(self, cli: Cli) -> None:
        table = json.loads(cli("config", "--json", "--per-file-ignores", "x.py:AUT1").out)
        assert list(table) == [option.name for option in OPTIONS]
        assert table["per-file-ignores"] == {"value": {"x.py": ["AUT1"]}, "origin": "command line"}
        assert table["timeout"] == {"value": 1800, "origin": "default"}

    def test_isolated_and_named_files(self, cli: Cli, project: Path) -> None:
        Path("setup.cfg").write_text("[flake8]\nautomation-timeout = 60\n")
        Path("other.cfg").write_text("[flake8]\nautomation-timeout = 70\n")
        assert "timeout = 1800  # default" in cli("config", "--isolated").out
        assert "timeout = 70  # " in cli("config", "--config", "other.cfg").out


class TestUsage:
    """Help, and one clear line for what is wrong."""

    def test_version(self, cli: Cli) -> None:
        assert cli("--version") == Outcome(0, f"flake8-automation {__version__}\n", "")

    def test_help_names_all_commands(self, cli: Cli) -> None:
        result = cli("--help")
        assert result.status == 0
        assert all(f"  {word} " in result.out for word in COMMANDS)
        assert cli() == Outcome(2, result.out, "")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_of_each_command(self, cli: Cli, command: str) -> None:
        with pytest.raises(SystemExit) as ended:
            cli(command, "--help")
        assert ended.value.code == 0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["chekc"], "no command 'chekc'; did you mean 'check'?"),
            (["."], "no command '.'; to check that path: flake8-automation check ."),
            (
                ["xyz"],
                "no command 'xyz'; the commands are check, fix, gaps, suggest, apply, rules, rule",
            ),
            (["check", "--sleect", "AUT1"], "unrecognized arguments: --sleect"),
            (["check", "--sel", "AUT1"], "unrecognized arguments: --sel"),
            (["check", "--unsafe-fixes"], "unrecognized arguments: --unsafe-fixes"),
            (["check", "--output-format", "xml"], "invalid choice: 'xml'"),
            (["fix", "--output-format"], "expected one argument"),
            (["check", "--jobs", "0"], "expected a number of processes, not '0'"),
            (["check", "--jobs", "two"], "expected a number of processes, not 'two'"),
            (["check", "--color", "blue"], "invalid choice: 'blue'"),
            (["check", "-", "a.py"], "'-' stands for standard input"),
            (["check", "--stdin-filename", "x.py"], "--stdin-filename goes with '-'"),
            (["fix", "--json", "--diff"], "--json goes with applying fixes"),
            (["fix", "--diff", "--output-file", "x"], "--output-file does not go with --diff"),
            (
                ["check", "--output-file", "no/such/file"],
                "no/such/file: cannot be written: No such",
            ),
            (["fix", "--patch", "no/such/file"], "no/such/file: cannot be written: No such"),
            (["check", "--select", "AUT110"], "--select: no rule has the code AUT110"),
            (["check", "--select", "E501"], "--select: no rule has the code E501"),
            (["check", "--ignore", "aut101"], "--ignore: expected a list of codes"),
            (["check", "--timeout", "soon"], "--timeout: expected a whole number of seconds"),
            (["check", "--min-priority", "high"], "--min-priority: expected P0, P1, P2 or P3"),
            (["check", "--unparsed", "maybe"], "--unparsed: expected error or warn"),
            (["check", "--per-file-ignores", "x"], "--per-file-ignores: expected pairs"),
            (["check", "--config", "none.cfg"], "none.cfg: no such file"),
            (["rule"], "the following arguments are required: CODE"),
        ],
        ids=" ".join,
    )
    def test_wrong_usage_is_one_line(self, cli: Cli, arguments: list[str], said: str) -> None:
        write(a=GAP)
        status, out, err = cli(*arguments)
        assert status == 2
        assert out == ""
        assert err.startswith("flake8-automation: error: ")
        assert said in err
        assert err.count("\n") == 1


class TestProcess:
    """What only a real process shows."""

    def test_stdout_closed_early_is_silent(self, project: Path) -> None:
        write(a="import subprocess\n" + 'subprocess.run(["a"])\n' * 3000)
        command = f"'{sys.executable}' -m flake8_automation check -q; echo $? >status"
        done = subprocess.run(
            f"({command}) | head -n 1",
            shell=True,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stdout.count("\n") == 1
        assert done.stderr == ""
        assert Path("status").read_text() == "141\n"

    @pytest.mark.parametrize("arguments", [["check", "."], ["fix", "--diff", "."], ["rules"]])
    def test_stdout_full(self, process: Cli, arguments: list[str]) -> None:
        write(a=GAP)
        options = ["--unsafe-fixes"] if arguments[0] == "fix" else []
        with open("/dev/full", "w") as full:
            result = process(*arguments, *options, stdout=full)
        assert result.status == 2
        said = "standard output cannot be written: No space left on device"
        assert result.err == f"flake8-automation: error: {said}\n"

    @pytest.mark.parametrize(
        ("redirection", "status", "said"),
        [
            (">&-", 2, "flake8-automation: error: standard output is closed\n"),
            ("- <&-", 2, "flake8-automation: error: standard input is closed\n"),
            ("2>&- >out", 1, ""),
            ("2>/dev/full >out", 1, ""),
        ],
    )
    def test_closed_streams(self, project: Path, redirection: str, status: int, said: str) -> None:
        write(a=GAP)
        command = f"'{sys.executable}' -m flake8_automation check {redirection}"
        done = subprocess.run(
            command, shell=True, capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (status, said)
        assert "out" not in os.listdir() or Path("out").read_text() == LINE.format("a.py")

    def test_an_encoding_that_lacks_the_characters(self, process: Cli) -> None:
        Path("é.py").write_text(GAP)
        result = process("check", env=os.environ | {"PYTHONIOENCODING": "ascii"})
        assert result.out == LINE.format("\\xe9.py")
        assert result.status == 1
