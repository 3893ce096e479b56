"""AUT407: pytest says which test failed in a log for people; a report says it to programs.

https://docs.pytest.org/en/stable/how-to/output.html#creating-junitxml-format-files
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_automation.model import Edit, Fix, Priority, Safety
from flake8_automation.rule import Case, Found, rule
from flake8_automation.rules.workflow._checkouts import foreign_folders, is_inside
from flake8_automation.rules.workflow._edits import append_item
from flake8_automation.rules.workflow._marks import of_step
from flake8_automation.rules.workflow._model import Job, Step, Workflow, workflows
from flake8_automation.rules.workflow._pytest import Run, names_report, run_of
from flake8_automation.rules.workflow._texts import offsets

_MESSAGE = (
    "`{}` leaves no report, so which test failed stands in the log only; pass --junitxml=FILE"
)
_CHANGES_CONFIGURATION = frozenset({"-c", "--config-file", "--rootdir"})


class _Tests(NamedTuple):
    """The runs of pytest in one step, with what the first one's report is numbered."""

    job: Job | None
    step: Step
    runs: tuple[Run, ...]
    number: int


@rule(
    "AUT407", "pytest-without-report", needles=((b"pytest",), (b"py.test",)), priority=Priority.P3
)
def pytest_without_report(case: Case) -> Iterator[Found]:
    """A site is every step that runs pytest; options in the command or the configuration cover."""
    for workflow in case.source.derive(workflows):
        for tests in _tests(workflow):
            step, runs = tests.step, tests.runs
            told = _told_elsewhere(case, workflow, tests)
            open_ = [run for run in runs if not (run.has_report or run.unknown or told)]
            if not open_ or _is_foreign(tests):
                if not open_ and not any(run.unknown and not told for run in runs):
                    yield Found(step.place, gap=False)
                continue
            written = step.run[open_[0].program.word.start : open_[0].program.word.end]
            fix, upload = _fixes(case, tests, open_)
            yield Found(
                step.place,
                gap=True,
                message=_MESSAGE.format(written),
                fix=fix,
                alternatives=(upload,) if upload else (),
                mark=of_step(tests.job, step),
            )


def _tests(workflow: Workflow) -> Iterator[_Tests]:
    seen: dict[str, int] = {}
    for job, step in workflow.steps():
        values = _values(workflow, job, step)
        found = [run_of(command, step.run, values) for command in step.programs]
        runs = tuple(run for run in found if run)
        if runs:
            name = job.id if job else ""
            yield _Tests(job, step, runs, seen.get(name, 0) + 1)
            seen[name] = seen.get(name, 0) + len(runs)


def _environment(workflow: Workflow, job: Job | None, step: Step) -> dict[str, str]:
    found = workflow.texts("env") | (job.texts("env") if job else {}) | step.texts("env")
    return {name: value for name, value in found.items() if "${{" not in value}


def _values(workflow: Workflow, job: Job | None, step: Step) -> Mapping[str, str]:
    """The expressions and variables whose value stands in the file."""
    environment = _environment(workflow, job, step)
    return {
        **(job.matrix if job else {}),
        **{f"env.{name}": value for name, value in environment.items()},
        **{f"${name}": value for name, value in environment.items()},
    }


def _told_elsewhere(case: Case, workflow: Workflow, tests: _Tests) -> bool:
    """Whether the environment or the configuration of the project asks for a report."""
    environment = _environment(workflow, tests.job, tests.step)
    if names_report(environment.get("PYTEST_ADDOPTS", "")):
        return True
    words = {word.text for run in tests.runs for word in run.program.arguments}
    if not _CHANGES_CONFIGURATION.isdisjoint(words):
        return False
    folders = {"", *map(_folder, _named_folders(tests, words))}
    return any(
        names_report(options)
        for folder, options in case.facts.project.addopts
        if any(place == folder or place.startswith(f"{folder}/") for place in folders)
    )


def _is_foreign(tests: _Tests) -> bool:
    """Whether tests of another repository run, by a configuration that is not known here."""
    foreign = foreign_folders(tests.job.steps) if tests.job else frozenset()
    changed = [
        command.texts[1]
        for command in tests.step.programs
        if command.texts[0] in {"cd", "pushd"} and len(command.texts) == 2
    ]
    return any(is_inside(folder, foreign) for folder in (_starting_folder(tests), *changed))


def _starting_folder(tests: _Tests) -> str:
    return tests.step.folder or (tests.job.folder if tests.job else "")


def _named_folders(tests: _Tests, words: set[str]) -> Iterator[str]:
    yield tests.step.text("working-directory")
    yield from words
    for command in tests.step.programs:
        if command.texts[0] in {"cd", "pushd"}:
            yield from command.texts[1:]


def _folder(path: str) -> str:
    return path.removeprefix("./").rstrip("/")


def _fixes(case: Case, tests: _Tests, open_: list[Run]) -> tuple[Fix | None, Fix | None]:
    """The fix, and the same with a step that keeps the reports."""
    node = tests.step.value("run")
    places = offsets(case.source, node) if node else None
    words = {word.text for run in open_ for word in run.program.arguments}
    if places is None or "no:junitxml" in words:
        return None, None
    edits, names = [], []
    for number, run in enumerate(tests.runs, tests.number):
        if run in open_:
            names.append("junit.xml" if number == 1 else f"junit-{number}.xml")
            at = places[run.behind]
            edits.append(Edit(case.source.span(at, at), f" --junitxml={names[-1]}"))
    title = f"Add --junitxml={names[0]}"
    fix = Fix(title, tuple(edits), Safety.SAFE)
    step = append_item(case.source, tests.step.node, _upload(names))
    upload = step and Fix(f"{title} and upload it", (*edits, step), Safety.DISPLAY)
    return fix, upload


def _upload(names: list[str]) -> tuple[str, ...]:
    path = names[0] if len(names) == 1 else "junit*.xml"
    return (
        "name: Upload the test report",
        "if: always()",
        "uses: actions/upload-artifact@v4",
        "with:",
        "  name: test-report",
        f"  path: {path}",
    )
