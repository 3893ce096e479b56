"""What steps install, from which files, and what else in a job keeps it."""

import pytest

from flake8_automation.model import Project
from flake8_automation.rules.workflow._caches import cached_elsewhere, has_input, is_release, set_up
from flake8_automation.rules.workflow._installs import installs
from flake8_automation.rules.workflow._model import Job, Workflow, workflows
from flake8_automation.source import Source

PATH = ".github/workflows/ci.yml"
FILES = frozenset(
    {
        *("requirements.txt", "docs/requirements.txt", "requirements-3.9.txt", "poetry.lock"),
        *("package-lock.json", "web/yarn.lock", "pnpm-lock.yaml", "pom.xml", "app/build.gradle"),
        *("go.sum", "Gemfile.lock", "Cargo.lock", "uv.lock", "Pipfile.lock", "pdm.lock"),
    }
)


def job_of(steps: str, head: str = "") -> tuple[Workflow, Job]:
    text = f"on: push\n{head}jobs:\n  a:\n    runs-on: x\n    steps:\n{steps}"
    (workflow,) = workflows(Source(PATH, text))
    return workflow, workflow.jobs[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pip install -r requirements.txt", [("pip", "requirements.txt")]),
        ("pip3.12 install -rrequirements.txt", [("pip", "requirements.txt")]),
        ("sudo python3 -m pip install -U --requirement ./requirements.txt x", [
            ("pip", "requirements.txt")]),
        ("pip install --requirement=docs/requirements.txt", [("pip", "docs/requirements.txt")]),
        ("pip install -r requirements.txt -r docs/requirements.txt", [
            ("pip", "requirements.txt"), ("pip", "docs/requirements.txt")]),
        ("pip install -r requirements-$V.txt", [("pip", "requirements-*.txt")]),
        ("pip install -r ${{ matrix.f }}", []),
        ("pip install -r missing.txt", []),
        ("pip install -r ../requirements.txt", []),
        ("pip install -r https://example.org/requirements.txt", []),
        ("pip install x y", []),
        ("pip install .", []),
        ("pip download -r requirements.txt", []),
        ("pip install --no-cache-dir -r requirements.txt", []),
        ("cd docs && pip install -r requirements.txt", [("pip", "docs/requirements.txt")]),
        ("uv pip install -r requirements.txt", [("uv", "requirements.txt")]),
        ("pip-sync requirements.txt", [("pip", "requirements.txt")]),
        ("poetry install --with x", [("poetry", "poetry.lock")]),
        ("poetry run x", []),
        ("pipenv install --dev", [("pipenv", "Pipfile.lock")]),
        ("pipenv install x", []),
        ("pdm sync", [("pdm", "pdm.lock")]),
        ("uv sync", [("uv", "uv.lock")]),
        ("npm ci", [("npm", "package-lock.json")]),
        ("npm install x", []),
        ("npm i -g x", []),
        ("npm run build", []),
        ("cd web; yarn", [("yarn", "web/yarn.lock")]),
        ("yarn build", []),
        ("pnpm i --frozen-lockfile", [("pnpm", "pnpm-lock.yaml")]),
        ("mvn -B test", [("maven", "pom.xml")]),
        ("cd app && ./gradlew build", [("gradle", "app/build.gradle")]),
        ("go test ./...", [("go", "go.sum")]),
        ("go install example.org/x@v1", []),
        ("bundle install", [("bundler", "Gemfile.lock")]),
        ("bundle exec rake", []),
        ("cargo clippy", [("cargo", "Cargo.lock")]),
        ("cargo install x", []),
        ("echo pip install -r requirements.txt", []),
    ],
)  # fmt: skip
def test_what_is_installed(text: str, found: list[tuple[str, str]]) -> None:
    workflow, job = job_of(f"      - run: |\n          {text}\n")
    told = installs(workflow, job, job.steps[0], FILES)
    assert [(install.tool, install.path) for install in told] == found


@pytest.mark.parametrize(
    ("head", "step"),
    [
        ("", "      - working-directory: ./docs\n"),
        ("defaults: {run: {working-directory: docs}}\n", "      - name: x\n"),
    ],
)
def test_where_a_step_runs(head: str, step: str) -> None:
    workflow, job = job_of(f"{step}        run: pip install -r requirements.txt\n", head)
    (found,) = installs(workflow, job, job.steps[0], FILES)
    assert found.path == "docs/requirements.txt"


def test_a_text_for_another_shell_is_read_by_its_lines() -> None:
    step = "      - run: |\n          f (1 << 2)\n          if ($X) {\n"
    step += "            pip install -r requirements.txt\n"
    workflow, job = job_of(f"{step}          }}\n")
    (found,) = installs(workflow, job, job.steps[0], FILES)
    assert found.path == "requirements.txt"


@pytest.mark.parametrize(
    ("uses", "knows"),
    [
        ("actions/setup-python@v5", True),
        ("actions/setup-python@v2", True),
        ("actions/setup-python@v2.3.1", True),
        ("actions/setup-python@v2.2", False),
        ("actions/setup-python@v1", False),
        ("actions/setup-python@main", False),
        (f"actions/setup-python@{'a' * 40} # v5.1", True),
        (f"actions/setup-python@{'a' * 40} # pin@v2.1.0", False),
        (f"actions/setup-python@{'a' * 40}", False),
        ("actions/setup-go@v3", True),
        ("dtolnay/rust-toolchain@1.80", False),
    ],
)
def test_which_versions_can_cache(uses: str, knows: bool) -> None:
    _, job = job_of(f"      - uses: {uses}\n")
    what = set_up(job.steps[0])
    assert what
    assert has_input(job.steps[0], what) is knows


@pytest.mark.parametrize(
    ("step", "language", "answer"),
    [
        ("uses: actions/cache@v4\n        with: {path: ~/.cache/pip}", "python", True),
        ("uses: actions/cache/restore@v4\n        with: {path: .venv}", "python", True),
        ("uses: actions/cache@v4\n        with: {path: '${{ x }}'}", "python", True),
        ("uses: actions/cache@v4\n        with: {path: .docker}", "python", False),
        ("uses: actions/cache@v4\n        with: {path: node_modules}", "node", True),
        ("uses: actions/cache@v4\n        with: {path: node_modules}", "python", False),
        ("uses: Swatinem/rust-cache@v2", "rust", True),
        ("uses: Swatinem/rust-cache@v2", "python", False),
        ("uses: ./caches", "python", None),
        ("uses: ./plain", "python", False),
        ("uses: ./unknown", "python", None),
        ("uses: astral-sh/setup-uv@v6", "python", False),
        ("run: make", "python", False),
    ],
)
def test_what_else_caches(step: str, language: str, answer: bool | None) -> None:
    texts = (("caches/action.yml", "uses: actions/cache@v4"), ("plain/action.yml", "run: make"))
    _, job = job_of(f"      - {step}\n")
    found = cached_elsewhere(Project(texts=texts), job.steps, language, frozenset({"pip"}))
    assert found is answer


@pytest.mark.parametrize(
    ("step", "head", "answer"),
    [
        ("run: make", "", False),
        ("run: twine upload dist/*", "", True),
        ("run: npm publish", "", True),
        ("run: gh release create v1", "", True),
        ("uses: softprops/action-gh-release@v2", "", True),
        ("run: make", "name: Release\n", True),
        ("run: make", "name: Test\n", False),
    ],
)
def test_which_jobs_publish(step: str, head: str, answer: bool) -> None:
    assert is_release(*job_of(f"      - {step}\n", head)) is answer
