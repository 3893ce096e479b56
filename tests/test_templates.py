"""What hosts of code run of ours: the action for GitHub and the template for GitLab."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from flake8_automation import __version__

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
TEMPLATE: dict[str, Any] = yaml.safe_load((ROOT / "templates" / "gitlab.yml").read_text())

GAP = 'import subprocess\n\nsubprocess.run(["a"])\n'


def run(*command: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run a program and keep what it says."""
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, **options
    )


@pytest.mark.parametrize(
    ("schema", "file"),
    [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "templates/gitlab.yml")],
)
def test_fits_its_schema(schema: str, file: str) -> None:
    words = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    done = run(*checker, *words, str(ROOT / file))
    assert done.returncode == 0, done.stdout


def test_zizmor_has_nothing_to_say() -> None:
    zizmor = shutil.which("zizmor", path=os.path.dirname(sys.executable))
    assert zizmor
    done = run(
        zizmor, "--color=never", "--offline", "--quiet", "--pedantic", str(ROOT / "action.yml")
    )
    assert (done.returncode, done.stdout.strip()) == (0, "No findings to report. Good job!")


class Job(NamedTuple):
    """What became of the steps of a job: outputs by step, what was printed, the failed step."""

    outputs: dict[str, dict[str, str]]
    printed: str
    failed: str


class TestAction:
    """The shell of each step, run as the runner does: `bash -eo pipefail FILE`."""

    @pytest.fixture
    def job(self, project: Path, tmp_path: Path) -> Any:
        # The tool is at hand already: installing it needs a network.
        tools = tmp_path / "runner" / "flake8-automation"
        tools.mkdir(parents=True)
        (tools / "bin").symlink_to(os.path.dirname(sys.executable))
        (project / ".git").mkdir()

        def start(**inputs: str) -> Job:
            given = {name: value["default"] for name, value in ACTION["inputs"].items()} | inputs
            outputs: dict[str, dict[str, str]] = {}
            printed = ""
            for step in ACTION["runs"]["steps"][1:]:
                if "uses" in step or (step.get("if") and given["sarif"] != "true"):
                    continue
                file = tmp_path / "output"
                file.write_text("")
                script = tmp_path / "step.sh"
                script.write_text(step["run"])
                values = {
                    name: self.filled(value, given, outputs) for name, value in step["env"].items()
                }
                here = {"RUNNER_TEMP": str(tmp_path / "runner"), "GITHUB_OUTPUT": str(file)}
                done = run("bash", "-eo", "pipefail", str(script), env=os.environ | here | values)
                printed += done.stdout
                if done.returncode:
                    return Job(outputs, printed, step["name"])
                pairs = [line.split("=", 1) for line in file.read_text().splitlines()]
                outputs[step.get("id", step["name"])] = dict(pairs)
            return Job(outputs, printed, "")

        return start

    @staticmethod
    def filled(value: str, inputs: dict[str, str], outputs: dict[str, dict[str, str]]) -> str:
        """What an expression stands for: these are all that the action uses."""
        words = value.removeprefix("${{ ").removesuffix(" }}").split(".")
        if words[0] == "inputs":
            return inputs[words[1]]
        assert words[0] == "steps", value
        return outputs[words[1]][words[3]]

    def test_what_it_installs_runs(self, tmp_path: Path) -> None:
        left_out = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__")
        shutil.copytree(ROOT, tmp_path / "action", ignore=left_out)
        script = tmp_path / "step.sh"
        script.write_text(ACTION["runs"]["steps"][0]["run"])
        values = {"SPEC": "", "ACTION": str(tmp_path / "action"), "RUNNER_TEMP": str(tmp_path)}
        done = run("bash", "-eo", "pipefail", str(script), env=os.environ | values)
        assert done.returncode == 0, done.stderr
        program = tmp_path / "flake8-automation" / "bin" / "flake8-automation"
        assert run(str(program), "--version").stdout == f"flake8-automation {__version__}\n"

    def test_no_value_is_pasted_into_shell_text(self) -> None:
        steps = ACTION["runs"]["steps"]
        assert [step["name"] for step in steps if "${{" in step.get("run", "")] == []

    def test_gaps_are_annotated_and_fail_the_job(self, project: Path, job: Any) -> None:
        (project / "a.py").write_text(GAP)
        done = job()
        assert done.printed.startswith("::error file=a.py,line=3,endLine=3,col=1,")
        assert done.outputs["check"] == {"status": "1"}
        assert done.failed == "Decide"

    def test_gaps_are_annotated_and_do_not_fail_the_job(self, project: Path, job: Any) -> None:
        (project / "a.py").write_text(GAP)
        done = job(fail="false")
        assert "::error file=a.py" in done.printed
        assert done.failed == ""

    def test_files_that_do_not_parse_fail_the_job_anyhow(self, project: Path, job: Any) -> None:
        (project / "a.py").write_text(GAP + "def f(:\n")
        assert job(fail="false").failed == "Decide"

    def test_no_gaps(self, project: Path, job: Any) -> None:
        (project / "a.py").write_text("x = 1\n")
        assert job() == Job({"check": {"status": "0"}, "Decide": {}}, "", "")

    def test_sarif_is_written_before_the_job_fails(self, project: Path, job: Any) -> None:
        (project / "a.py").write_text(GAP)
        done = job(sarif="true")
        document = json.loads(Path(done.outputs["sarif"]["file"]).read_text())
        assert len(document["runs"][0]["results"]) == 1
        assert done.failed == "Decide"

    def test_paths_and_arguments_are_words(self, project: Path, job: Any) -> None:
        for name in ("a", "b", "c", "$(touch evil)"):
            (project / name).mkdir()
            (project / name / "x.py").write_text(GAP + "import os\nos.system('x')\n")
        done = job(paths="a b", args="--select AUT103")
        files = [line.split("file=")[1].split(",")[0] for line in done.printed.splitlines()]
        assert files == ["a/x.py", "b/x.py"]
        job(paths="$(touch evil) `touch evil`", args="; touch evil")
        assert not (project / "evil").exists()


class TestGitlab:
    """The script of the job, run by a shell as a runner does."""

    def test_the_report_is_written(self, project: Path) -> None:
        (project / "a.py").write_text(GAP)
        (project / ".cache").mkdir()
        (project / ".cache" / "b.py").write_text(GAP)
        job = TEMPLATE["flake8-automation"]
        path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
        variables = {name: str(value) for name, value in job["variables"].items()}
        here = os.environ | variables | {"PATH": path}
        done = run("sh", "-ec", "\n".join(job["script"]), env=here)
        assert done.returncode == 1
        assert done.stderr == "1 file read, 1 gap, 1 fixable\n"
        report = json.loads(Path(job["artifacts"]["reports"]["codequality"]).read_text())
        assert [issue["location"]["path"] for issue in report] == ["a.py"]
        assert job["artifacts"]["when"] == "always"
