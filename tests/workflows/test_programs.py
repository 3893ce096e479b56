"""Which program a command of a step runs in the end."""

import pytest

from flake8_automation.rules.workflow._programs import program
from flake8_automation.rules.workflow._pytest import run_of
from flake8_automation.rules.workflow._shell import commands


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pytest -q", "pytest"),
        ("./venv/bin/pytest", "pytest"),
        (r"'.venv\Scripts\pytest.exe'", "pytest"),
        ("python -m pytest", "pytest"),
        ("python3.12 -X dev -Wd -m pytest", "pytest"),
        ("py -3 -m pytest", "pytest"),
        ("$PYTHON -m pytest", "pytest"),
        ("${{ matrix.python }} -m pytest", "pytest"),
        ("python -Im pytest", "pytest"),
        ("python manage.py -m pytest", "python"),
        ("python -c 'import pytest'", "python"),
        ("sudo -u me -E pytest", "pytest"),
        ("env A=1 pytest", "pytest"),
        ("A=1 timeout -k 5 600 pytest", "pytest"),
        ("xvfb-run -a --server-args '-x' python -m pytest", "pytest"),
        ("poetry run pytest", "pytest"),
        ("poetry install", "poetry"),
        ("poetry -C sub run python -m pytest", "pytest"),
        ("uv run --with x --python 3.12 -- pytest", "pytest"),
        ("uv run -m pytest", "pytest"),
        ("uv --directory sub run pytest", "pytest"),
        ("uv sync --group test", "uv"),
        ("uvx --from pytest pytest", "pytest"),
        ("conda run -n env pytest", "pytest"),
        ("coverage run --source=a -m pytest", "pytest"),
        ("python -m coverage run -m pytest", "pytest"),
        ("coverage report -m", "coverage"),
        ("pip install pytest", "pip"),
        ("python -m pip install pytest", "pip"),
        ("tox -e pytest", "tox"),
        ("${{ inputs.command }} pytest", None),
    ],
)
def test_which_program_runs(text: str, name: str | None) -> None:
    (command,) = commands(text) or ()
    found = program(command)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("text", "is_run", "has_report", "unknown"),
    [
        ("pytest", True, False, False),
        ("pytest --junitxml x", True, True, False),
        ("pytest --junit-xml=x", True, True, False),
        ("pytest -o junit_family=x", True, False, False),
        ("pytest --cov-report=xml", True, False, False),
        ("pytest tests/--html", True, False, False),
        ("pytest $OPTS", True, False, True),
        ("pytest --junitxml=x $OPTS", True, True, False),
        ("pytest --cov=$ARGS", True, False, False),
        ("pytest $KNOWN", True, True, False),
        ("pytest ${KNOWN}", True, True, False),
        ("pytest ${{ matrix.known }}", True, True, False),
        ("pytest -n $JOBS $FILES", True, False, False),
        ('pytest "$@"', True, False, True),
        ("pytest --co", False, False, False),
        ("pytest_runner", False, False, False),
    ],
)
def test_what_a_run_leaves(text: str, is_run: bool, has_report: bool, unknown: bool) -> None:
    values = {"$KNOWN": "-q --report-log=x", "matrix.known": "--json-report"}
    (command,) = commands(text) or ()
    run = run_of(command, text, values)
    assert (run is not None) is is_run
    if run:
        assert (run.has_report, run.unknown) == (has_report, unknown)
        assert text[: run.behind].endswith("pytest")
