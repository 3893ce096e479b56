"""Every format over the same nasty projects: each document is read back to the same rows."""

import json
import os
import subprocess
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml

from flake8_automation import output
from flake8_automation.files.visit import check_file, sources
from flake8_automation.model import Checked, Priority
from flake8_automation.output import Context
from flake8_automation.settings import Settings
from tests.conftest import Cli
from tests.output.nasty import NASTY, ROWS, RUN
from tests.output.readers import READERS, Row

FORMATS = pytest.mark.parametrize("form", output.format_names())


def test_every_format_has_a_reader() -> None:
    assert set(output.format_names()) == READERS.keys()
    assert output.format_names()[0] == "text"


@FORMATS
def test_is_read_back_to_the_same_rows(form: str, nasty: Path, cli: Cli) -> None:
    result = cli("check", "--output-format", form)
    assert result.status == 2  # broken.py
    assert "broken.py:2:7: cannot be parsed" in result.err
    assert sorted(READERS[form](result.out)) == ROWS


@FORMATS
def test_shows_fixes_only_if_it_says_so(form: str, nasty: Path) -> None:
    def shown(*, counted: bool) -> str:
        paths = sorted(path.name for path in nasty.glob("*.py"))
        results = [check_file(p, Settings(), marked=True, counted=counted) for p in paths]
        context = Context(root=str(nasty), source=sources())
        return "".join(output.renderer(form)(results, context))

    assert (shown(counted=True) != shown(counted=False)) is output.reads_fixes(form)


@FORMATS
def test_is_the_same_in_a_file_that_is_written_twice(form: str, nasty: Path, cli: Cli) -> None:
    shown = cli("check", "--output-format", form).out
    for _ in range(2):
        cli("check", "--output-format", form, "--output-file", "out.txt")
        assert Path("out.txt").read_bytes().decode() == shown


@FORMATS
def test_is_valid_without_gaps(form: str, project: Path, cli: Cli) -> None:
    (project / "covered.py").write_text(NASTY["covered.py"])
    result = cli("check", "--output-format", form)
    assert result.status == 0
    assert READERS[form](result.out) == []


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Checked]]:
    """6,000 gaps in 30 files, in the working directory."""
    folder = tmp_path_factory.mktemp("many")
    before = Path.cwd()
    os.chdir(folder)
    results = []
    for number in range(30):
        name = f"{number:02}.py"
        Path(name).write_text(RUN + 'subprocess.run(["a"])\n' * 200)
        results.append(check_file(name, Settings(), marked=True))
    yield results
    os.chdir(before)


@FORMATS
def test_tells_of_six_thousand_gaps(form: str, many: list[Checked]) -> None:
    context = Context(root=str(Path.cwd()), source=sources())
    document = "".join(output.renderer(form)(many, context))
    expected = [Row(c.path, line, 1, "AUT101") for c in many for line in range(2, 202)]
    assert READERS[form](document) == (expected[:9] if form == "github" else expected)


@FORMATS
def test_does_not_hold_the_document(form: str, many: list[Checked]) -> None:
    context = Context(root=str(Path.cwd()), source=sources())
    render = output.renderer(form)
    size = sum(len(piece) for piece in render(many, context))  # and all is imported
    tracemalloc.start()
    for _ in render(many, context):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert form == "github" or size > 600_000
    assert peak < max(500_000, size / 4)


@FORMATS
def test_names_that_are_no_utf8_do_not_break_it(form: str, project: Path, cli: Cli) -> None:
    (project / os.fsdecode(b"caf\xe9.py")).write_text(NASTY["plain.py"])
    (project / ".git").mkdir()
    out = cli("check", "--output-format", form).out
    if form in {"json", "json-lines"}:  # names are what Python makes of them
        assert [Path(row.path).read_text() for row in READERS[form](out)] == [NASTY["plain.py"]]
    else:
        assert "caf%E9.py" in out if form == "sarif" else "caf" in out
        out.encode()
        if form not in {"rdjson", "rdjsonl", "sarif"}:  # those look into the file
            assert [row[1:] for row in READERS[form](out)] == [(2, 1, "AUT101")]


@FORMATS
def test_paths_start_at_the_root_of_the_repository(
    form: str, nasty: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    if form in {"text", "json", "json-lines"}:
        return  # relative to the working directory, or absolute
    monkeypatch.chdir(nasty / "tests")
    out = cli("check", "several.py", "--output-format", form).out
    monkeypatch.chdir(nasty)
    assert READERS[form](out) == [Row("tests/several.py", 2, 1, "AUT101")]


class TestGithub:
    """Annotations: ten at most, the worst first."""

    @pytest.fixture
    def out(self, project: Path, cli: Cli) -> list[str]:
        prompts = '\nname = input("Name: ")' * 12
        (project / "a.py").write_text('import os\n\nos.system("a")\n' * 30 + prompts)
        (project / "b.py").write_text(RUN + 'subprocess.run(["a"])\n' * 9)
        for number in range(2):
            (project / f"broken{number}.py").write_text(RUN + "subprocess.run(1, check=\n")
        return cli("check", "--output-format", "github").out.splitlines()

    def test_at_most_ten_of_a_level(self, out: list[str]) -> None:
        levels = [line.partition(" ")[0] for line in out]
        assert levels == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10

    def test_the_tenth_tells_what_is_left(self, out: list[str]) -> None:
        tail = "are not annotated: a step may show ten per level"
        head = "title=flake8-automation::"
        assert out[9] == f"::error {head}2 more errors (2 AUT101) {tail}"
        assert out[19] == f"::warning {head}21 more warnings (21 AUT103) {tail}"
        assert out[29].startswith(f"::notice {head}")

    def test_the_most_urgent_are_those_that_are_told(self, project: Path) -> None:
        (project / "a.py").write_text(RUN + 'subprocess.run(["a"])\n' * 10)
        checked = check_file("a.py", Settings())
        urgent = checked.sites[-1]._replace(priority=Priority.P0)
        results = [checked._replace(sites=(*checked.sites[:-1], urgent))]
        lines = list(output.renderer("github")(results, Context(root=str(project))))
        assert "line=11," in lines[0]
        assert "(P0)" in lines[0]

    def test_files_that_do_not_parse_come_first(self, out: list[str]) -> None:
        assert out[0].startswith("::error file=broken0.py,line=2,title=This file cannot be parsed")

    def test_is_chosen_where_github_runs_us(
        self, nasty: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        assert cli("check").out.startswith("::error ")
        assert cli("check", "--output-format", "text").out.startswith("`tick`")
        assert cli("check", "--json").out.startswith("[")
        cli("check", "--output-file", "out.txt")
        assert Path("out.txt").read_text().startswith("`tick`")


def test_gitlab_knows_a_gap_by_its_call_and_not_by_its_line(project: Path, cli: Cli) -> None:
    def known(text: str) -> list[str]:
        Path("a.py").write_text(RUN + text)
        issues = json.loads(cli("check", "--output-format", "gitlab").out)
        return [issue["fingerprint"] for issue in issues]

    one, other = 'subprocess.run(["a"])\n', 'subprocess.run(["b"])\n'
    assert known(one) == known("\n" + one) == known('subprocess.run([\n    "a",\n])\n')
    assert known(one) != known(other)
    assert sorted(known(one + other)) == sorted(known(other + one))


class TestJunit:
    """Read by a library that others read such documents with."""

    def test_counts_failures_and_errors(self, nasty: Path, cli: Cli) -> None:
        document = cli("check", "--output-format", "junit").out
        found = JUnitXml.fromstring(document.encode())
        cases = [case for suite in found for case in suite]
        results = [result for case in cases for result in case.result]
        assert sum(isinstance(result, Failure) for result in results) == len(ROWS)
        (error,) = [result for result in results if isinstance(result, Error)]
        assert error.message == "invalid syntax"
        assert {suite.name for suite in found} == {row.path for row in ROWS}

    def test_a_clean_run_has_a_case_that_passes(self, project: Path, cli: Cli) -> None:
        found = JUnitXml.fromstring(cli("check", "--output-format", "junit").out.encode())
        (case,) = [case for suite in found for case in suite]
        assert case.is_passed

    def test_characters_that_xml_cannot_hold_are_replaced(self, project: Path, cli: Cli) -> None:
        (project / "bell\a.py").write_text(NASTY["plain.py"])
        (suite,) = JUnitXml.fromstring(cli("check", "--output-format", "junit").out.encode())
        assert suite.name == "bell\ufffd.py"


class TestSarif:
    """What code scanning needs beyond the rows."""

    def test_fingerprints_survive_moved_lines(self, project: Path, cli: Cli) -> None:
        text = RUN + 'subprocess.run(["a"])\nsubprocess.run(["a"])\nsubprocess.run(["b"])\n'
        Path("a.py").write_text(text)
        before = fingerprints(cli("check", "--output-format", "sarif").out)
        Path("a.py").write_text("# moved\n\n" + text)
        after = fingerprints(cli("check", "--output-format", "sarif").out)
        assert before == after
        assert len(set(before)) == 3

    def test_waivers_are_suppressed(self, nasty: Path, cli: Cli) -> None:
        (run,) = json.loads(cli("check", "--output-format", "sarif").out)["runs"]
        (suppressions,) = [r["suppressions"] for r in run["results"] if "suppressions" in r]
        assert suppressions == [{"kind": "inSource", "justification": "quick & small"}]

    def test_accepted_gaps_are_suppressed_and_others_new(self, project: Path, cli: Cli) -> None:
        (project / "a.py").write_text(NASTY["plain.py"])
        cli("gaps", "accept", "--reason", "old & known")
        (project / "b.py").write_text(NASTY["plain.py"] + NASTY["waived.py"])
        (run,) = json.loads(cli("check", "--accepted", "--output-format", "sarif").out)["runs"]
        told = [(r["baselineState"], r.get("suppressions")) for r in run["results"]]
        accepted = {"kind": "external", "justification": "old & known"}
        waived = {"kind": "inSource", "justification": "quick & small"}
        assert told == [("unchanged", [accepted]), ("new", None), ("unchanged", [waived])]
        (run,) = json.loads(cli("check", "--output-format", "sarif").out)["runs"]
        assert not [r for r in run["results"] if "baselineState" in r]

    def test_files_that_do_not_parse_are_notifications(self, nasty: Path, cli: Cli) -> None:
        (run,) = json.loads(cli("check", "--output-format", "sarif").out)["runs"]
        (invocation,) = run["invocations"]
        (told,) = invocation["toolExecutionNotifications"]
        assert not invocation["executionSuccessful"]
        assert told["message"]["text"] == "broken.py cannot be parsed: invalid syntax"

    def test_fixes_replace_what_they_say(self, nasty: Path, cli: Cli) -> None:
        (run,) = json.loads(cli("check", "имя-é😀.py", "--output-format", "sarif").out)["runs"]
        (result,) = run["results"]
        (change,) = result["fixes"][0]["artifactChanges"]
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        line = Path("имя-é😀.py").read_text().split("\n")[region["startLine"] - 1]
        units = line.encode("utf-16-le")
        at = 2 * (region["startColumn"] - 1)
        fixed = units[:at].decode("utf-16-le") + replacement["insertedContent"]["text"]
        assert fixed == 's = "é😀"; subprocess.run(["a"], timeout=1800'
        assert "(unsafe)" in result["fixes"][0]["description"]["text"]

    def test_passes_the_validator_of_microsoft(self, nasty: Path, cli: Cli) -> None:
        tool = os.environ.get("SARIF_MULTITOOL") or pytest.skip("no SARIF_MULTITOOL")
        cli("check", "--output-format", "sarif", "--output-file", "out.sarif")
        environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        subprocess.run(
            [tool, "validate", "out.sarif", "--rule-kind", "Sarif;Ghas", "-o", "verdict.sarif"],
            env=environment,
            timeout=120,
            check=False,
            capture_output=True,
        )
        (run,) = json.loads(Path("verdict.sarif").read_text(encoding="utf-8-sig"))["runs"]
        assert [(r["ruleId"], r["message"]) for r in run["results"]] == []


def fingerprints(document: str) -> list[str]:
    """Both fingerprints of every result."""
    (run,) = json.loads(document)["runs"]
    return ["/".join(sorted(r["partialFingerprints"].values())) for r in run["results"]]
