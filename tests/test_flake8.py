"""The plugin inside flake8: its options, its waivers, and what it does when something breaks."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flake8.main.cli import main as flake8_main

from flake8_automation import registry, source
from flake8_automation.cli import main
from flake8_automation.hosts.flake8_plugin import Plugin
from flake8_automation.model import Priority
from flake8_automation.rule import Case, Found, rule
from tests.conftest import Outcome

GAP = 'import subprocess\n\nsubprocess.run(["a"])\n'
OURS = "[tool.flake8-automation]\n"

Flake8 = Callable[..., Outcome]


@pytest.fixture
def flake8(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flake8]:
    """Run flake8 in this process."""
    monkeypatch.setattr(Plugin, "settings", Plugin.settings)
    monkeypatch.setattr(Plugin, "accepted", Plugin.accepted)

    def run(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["flake8", "-j1", *arguments])
        return Outcome(flake8_main(), *capsys.readouterr())

    yield run
    forget_rules()


def codes(result: Outcome) -> list[str]:
    return [line.split()[1] for line in result.out.splitlines()]


def test_a_gap_is_reported_where_check_reports_it(flake8: Flake8) -> None:
    Path("a.py").write_text(GAP.replace("\n\n", '\ns = "é😀"; '))
    result = flake8("--select", "AUT", "a.py")
    assert result.status == 1
    assert result.out.startswith("a.py:2:11: AUT101 `subprocess.run` has no timeout")
    assert result.err == ""


@pytest.mark.parametrize(
    ("comment", "arguments", "found"),
    [
        ("", [], ["AUT101"]),
        ("  # noqa", [], []),
        ("  # noqa: AUT101", [], []),
        ("  # noqa: AUT102", [], ["AUT101"]),
        ("  # noqa", ["--disable-noqa"], ["AUT101"]),
        ("  # automation: ignore[AUT101] it is quick", [], []),
        ("  # automation: ignore[subprocess-without-timeout]", [], []),
        ("  # automation: ignore[AUT102]", [], ["AUT101"]),
        ("  # automation: ignore[AUT101]", ["--disable-noqa"], []),
    ],
)
def test_waivers(flake8: Flake8, comment: str, arguments: list[str], found: list[str]) -> None:
    Path("a.py").write_text(f"{GAP.rstrip()}{comment}\n")
    assert codes(flake8("--select", "AUT", "--isolated", *arguments, "a.py")) == found


@pytest.mark.parametrize(
    ("files", "arguments", "found"),
    [
        ({}, [], ["AUT101"]),
        ({}, ["--automation-min-priority=P0"], []),
        ({"setup.cfg": "[flake8]\nautomation-min-priority = P0\n"}, [], []),
        ({"tox.ini": "[flake8]\nautomation_min_priority = P0\n"}, [], []),
        ({"pyproject.toml": f"{OURS}min-priority = 'P0'\n"}, [], []),
        ({"pyproject.toml": f"{OURS}min-priority = 'P0'\n"}, ["--isolated"], ["AUT101"]),
        (
            {"pyproject.toml": f"{OURS}min-priority = 'P0'\n"},
            ["--automation-min-priority=P3"],
            ["AUT101"],
        ),
        (
            {
                "pyproject.toml": f"{OURS}min-priority = 'P3'\n",
                "setup.cfg": "[flake8]\nautomation-min-priority = P0\n",
            },
            [],
            ["AUT101"],
        ),
        ({}, ["--automation-minor-paths=a.py", "--automation-min-priority=P1"], []),
        ({"setup.cfg": "[flake8]\nextend-ignore = AUT1\n"}, [], []),
        ({"setup.cfg": "[flake8]\nper-file-ignores = a.py:AUT101\n"}, [], []),
    ],
)
def test_options(
    flake8: Flake8, files: dict[str, str], arguments: list[str], found: list[str]
) -> None:
    for name, text in files.items():
        Path(name).write_text(text)
    Path("a.py").write_text(GAP)
    assert codes(flake8(*arguments, "a.py")) == found


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({}, ["--automation-timeout=soon"], "automation-timeout: expected a whole number of sec"),
        ({"setup.cfg": "[flake8]\nautomation-timeout = 0\n"}, [], "automation-timeout: expected"),
        ({"pyproject.toml": f"{OURS}timeout = 'x'\n"}, [], "pyproject.toml: [tool.flake8-automa"),
        ({"pyproject.toml": f"{OURS}timout = 1\n"}, [], "did you mean timeout?"),
        ({"pyproject.toml": "[tool.flake8-automation\n"}, [], "pyproject.toml: Expected ']'"),
    ],
)
def test_a_wrong_value_is_one_line(
    flake8: Flake8, files: dict[str, str], arguments: list[str], said: str
) -> None:
    for name, text in files.items():
        Path(name).write_text(text)
    Path("a.py").write_text(GAP)
    status, out, err = flake8(*arguments, "a.py")
    assert status == 1
    assert said in out + err
    assert (out + err).startswith("There was a critical error during execution of Flake8:\n")
    assert "AUT" not in out + err


def test_the_options_are_in_flake8s_help(flake8: Flake8) -> None:
    help_text = subprocess.run(
        [sys.executable, "-m", "flake8", "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    for name in ("timeout", "guard-names", "minor-paths", "min-priority"):
        assert f"--automation-{name} " in help_text
    assert "--automation-unsafe-fixes" not in help_text


def forget_rules() -> None:
    """Let the registry look at its rules again."""
    registry.selected_rules.cache_clear()
    registry._literals.cache_clear()


class TestInternalError:
    """What goes wrong with one file is a line about it, and ends nothing."""

    def test_a_rule_that_raises(self, flake8: Flake8, monkeypatch: pytest.MonkeyPatch) -> None:
        @rule("AUT101", "raising", needles=((b"subprocess",),), priority=Priority.P1)
        def raising(case: Case) -> Iterator[Found]:
            if "bad" in case.source.path:
                raise LookupError("a bug")
            yield Found(case.source.tree, gap=True, message="seen")

        forget_rules()
        monkeypatch.setattr(registry, "rules_for", lambda _: (raising,))
        for name in ("a.py", "bad.py", "c.py"):
            Path(name).write_text(GAP)
        result = flake8("--select", "AUT", "a.py", "bad.py", "c.py")
        first, second, third = sorted(result.out.splitlines())
        assert first == "a.py:1:1: AUT101 seen"
        assert second.startswith("bad.py:1:1: AUT999 hit an internal error: LookupError at test_f")
        assert second.endswith(": a bug")
        assert third == "c.py:1:1: AUT101 seen"
        assert result.err == ""

    def test_a_file_that_is_too_large(
        self, flake8: Flake8, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(source, "_MOST_CHARACTERS", 10)
        Path("a.py").write_text(GAP)
        result = flake8("--select", "AUT", "a.py")
        assert result.out == "a.py:1:1: AUT999 cannot be judged: it has more than 10 characters\n"


def test_a_file_that_does_not_parse_is_flake8s_to_report(flake8: Flake8) -> None:
    Path("a.py").write_text(f"{GAP}def f(:\n")
    assert set(codes(flake8("--select", "AUT,E9", "a.py"))) == {"E999"}


def test_standard_input(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--select", "AUT", "--stdin-display-name", "x.py", "-"],
        input=GAP,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith("x.py:3:1: AUT101 ")


class TestAccepted:
    """The setting `accepted`: what is listed is left out here as well."""

    @pytest.fixture(autouse=True)
    def listed(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        Path("a.py").write_text(GAP)
        assert main(["gaps", "accept", "--reason", "as it was"]) == 0
        capsys.readouterr()

    def test_what_is_listed_is_left_out(self, flake8: Flake8) -> None:
        assert codes(flake8("--select", "AUT", "a.py")) == ["AUT101"]
        assert codes(flake8("--select", "AUT", "--automation-accepted", "yes", "a.py")) == []
        Path("setup.cfg").write_text("[flake8]\nautomation-accepted = true\n")
        Path("b.py").write_text(GAP)
        result = flake8("--select", "AUT")
        assert [line.split(":")[0] for line in result.out.splitlines()] == ["./b.py"]
        Path("a.py").write_text(f"{GAP}subprocess.run(other)\n")
        assert flake8("--select", "AUT", "a.py").out.startswith("a.py:4:1: AUT101")

    def test_in_several_processes(self) -> None:
        Path("pyproject.toml").write_text(f"{OURS}accepted = true\n")
        for name in "bcd":
            Path(f"{name}.py").write_text("x = 1\n")
        assert TestFormatter.run() == Outcome(0, "", "")

    def test_a_corrupt_list_is_one_line(self, flake8: Flake8) -> None:
        Path(".automation-gaps").write_text("nonsense\n")
        result = flake8("--automation-accepted", "yes", "a.py")
        assert result.status == 1
        assert ".automation-gaps:1: expected CODE PATH" in result.out

    def test_without_a_list_nothing_is_left_out(self, flake8: Flake8) -> None:
        Path(".automation-gaps").unlink()
        assert codes(flake8("--automation-accepted", "yes", "--select", "AUT", "a.py")) == [
            "AUT101"
        ]


class TestFormatter:
    """`--format automation-gaps`: the gaps of a run as a table."""

    OTHER = "./a.py:1:1: F401 'os' imported but unused\n"
    TABLE = """\
Code    Rule                        Gaps  Est. hours
AUT101  subprocess-without-timeout     2         0.8
AUT201  prompt-without-guard           1           -
Total                                  3         0.8
"""

    @staticmethod
    def run(*words: str) -> Outcome:
        """flake8, in as many processes as it takes for workers to do the work."""
        done = subprocess.run(
            [sys.executable, "-m", "flake8", "-j2", "--select", "AUT,F", *words],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    @pytest.fixture(autouse=True)
    def files(self, project: Path) -> None:
        Path("a.py").write_text(f"import os\n{GAP}x = 1  # noqa\n")
        for name in "bcd":
            Path(f"{name}.py").write_text(GAP if name == "b" else "x = 1\n")
        Path("e.py").write_text(f"y = input()\n{GAP[:-1]}  # noqa\n")

    def test_a_table_below_what_others_found(self) -> None:
        result = self.run("--format", "automation-gaps")
        assert result.status == 1
        assert result.out.startswith(self.OTHER + self.TABLE)
        notes = result.out.removeprefix(self.OTHER + self.TABLE).splitlines()
        assert [line[:21] for line in notes] == ["Hours are estimates, ", "flake8 sees gaps only"]
        assert result.err == ""

    def test_the_minutes_are_ours_to_set(self) -> None:
        result = self.run("--format", "automation-gaps", "--automation-minutes", "AUT:60")
        assert result.out.splitlines()[4].split() == ["Total", "3", "3.0"]
        Path("pyproject.toml").write_text(f"{OURS}minutes = {{ AUT101 = 90 }}\n")
        result = self.run("--format", "automation-gaps")
        assert result.out.splitlines()[4].split() == ["Total", "3", "3.0"]

    def test_nothing_found(self) -> None:
        result = self.run("--format", "automation-gaps", "c.py", "d.py")
        assert result.status == 0
        assert result.out.splitlines()[1].split() == ["Total", "0", "-"]

    def test_a_file_for_the_result_and_the_source_of_what_others_found(self) -> None:
        words = ("--format", "automation-gaps", "--output-file", "out", "--show-source")
        assert self.run(*words).out == ""
        lines = Path("out").read_text().splitlines()
        assert lines[:4] == [self.OTHER.rstrip(), "import os", "^", self.TABLE.splitlines()[0]]

    def test_in_colour(self) -> None:
        assert "\033[1mTotal" in self.run("--format", "automation-gaps", "--color", "always").out
