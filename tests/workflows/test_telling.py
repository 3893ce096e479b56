"""Who is told of a failure, and which jobs deploy: what is too much for the page of AUT406."""

import pytest
import yaml

from flake8_automation import engine
from flake8_automation.languages import Language
from flake8_automation.model import Facts, Project, Safety, Status
from flake8_automation.registry import rules_for
from flake8_automation.rules.workflow._deploys import deploys
from flake8_automation.rules.workflow._model import workflows
from flake8_automation.settings import Settings
from flake8_automation.source import Source

PATH = ".github/workflows/ci.yml"
RULE = next(rule for rule in rules_for(Language.WORKFLOW) if rule.code == "AUT406")
SCRIPT = "{if: failure(), uses: actions/github-script@v7, with: {script: "
HEAD = "on: schedule\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n"


def status(text: str, **texts: str) -> Status | None:
    project = Project(texts=tuple(texts.items()))
    checked = engine.check(Source(PATH, text), (RULE,), Settings(), Facts(PATH, project=project))
    assert checked.broken is None
    return checked.sites[0].status if checked.sites else None


@pytest.mark.parametrize(
    ("step", "tells"),
    [
        ("{if: failure(), uses: rtCamp/action-slack-notify@v2}", True),
        ("{if: '${{ always() }}', uses: 8398a7/action-slack@v3}", True),
        ("{if: '!cancelled()', uses: dawidd6/action-send-mail@v4}", True),
        ("{if: steps.x.outcome == 'failure', run: gh issue create -t x}", True),
        (f"{SCRIPT}issues.create()}}}}", True),
        (f"{SCRIPT}console.log(1)}}}}", False),
        ("{if: failure(), uses: actions/upload-artifact@v4}", False),
        ("{if: failure(), run: echo slack}", False),
        ("{if: failure(), run: cat log}", False),
        ("{if: success(), uses: rtCamp/action-slack-notify@v2}", False),
        ("{uses: rtCamp/action-slack-notify@v2}", False),
    ],
)  # fmt: skip
def test_which_steps_tell(step: str, tells: bool) -> None:
    assert status(f"{HEAD}      - {step}\n") is (Status.COVERED if tells else Status.GAP)


@pytest.mark.parametrize(
    ("job", "found"),
    [
        ("if: failure()\n    uses: ./.github/workflows/tell.yml", Status.COVERED),
        ("if: failure()\n    uses: ./.github/workflows/print.yml", Status.GAP),
        ("if: success()\n    uses: ./.github/workflows/tell.yml", Status.GAP),
        ("if: failure()\n    uses: ./.github/workflows/gone.yml", Status.GAP),
        ("if: failure()\n    uses: o/r/.github/workflows/notify.yml@v1", Status.COVERED),
        ("if: always()\n    uses: o/r/.github/workflows/alls-green.yml@v1", Status.GAP),
    ],
)
def test_which_called_workflows_tell(job: str, found: Status) -> None:
    told = "on: workflow_call\njobs:\n  b:\n    runs-on: x\n    steps:\n      - run: "
    texts = {
        ".github/workflows/tell.yml": told + "curl -d x https://example.org\n",
        ".github/workflows/print.yml": told + "cat log\n",
    }
    assert status(f"{HEAD}  b:\n    {job}\n", **texts) is found


def test_a_called_workflow_tells_of_its_own_failure() -> None:
    inner = f"{HEAD}      - if: failure()\n        uses: ./.github/actions/tell\n"
    action = "runs:\n  using: composite\n  steps:\n    - uses: x/slack-notify@v1\n"
    text = "on: schedule\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"
    texts = {".github/workflows/b.yml": inner, ".github/actions/tell/action.yml": action}
    assert status(text, **texts) is Status.COVERED
    assert status(text, **{".github/workflows/b.yml": HEAD}) is Status.GAP
    assert status(text) is None
    assert status(text, **{".github/workflows/b.yml": "\t"}) is None


@pytest.mark.parametrize(
    ("job", "named", "anyway"),
    [
        ("environment: production\n    steps: [{run: make}]", True, True),
        ("environment: ${{ inputs.target }}\n    steps: [{run: kubectl apply -f x}]", True, True),
        ("environment: {name: staging}\n    steps: [{run: make}]", True, True),
        ("environment: approval\n    steps: [{run: make}]", False, False),
        ("environment: pypi\n    steps: [{run: ./deploy.sh}]", False, False),
        ("environment: prod\n    steps: [{uses: actions/deploy-pages@v4}]", False, False),
        ("environment: prod\n    steps: [{run: twine upload dist/*}]", False, False),
        ("steps: [{run: helm upgrade x}]", False, True),
        ("steps: [{uses: azure/webapps-deploy@v3}]", False, True),
        ("steps: [{run: ./scripts/deploy.sh}]", False, True),
        ("steps: [{run: make deploy-docs}]", False, False),
        ("environment:\n    steps: [{run: make}]", False, False),
    ],
)
def test_which_jobs_deploy(job: str, named: bool, anyway: bool) -> None:
    text = f"on: push\njobs:\n  a:\n    runs-on: x\n    {job}\n"
    (workflow,) = workflows(Source(PATH, text))
    assert deploys(workflow, workflow.jobs[0], named=True) is named
    assert deploys(workflow, workflow.jobs[0], named=False) is anyway


@pytest.mark.parametrize(
    ("on", "when"),
    [
        ("schedule", "failure()"),
        ("[push, schedule]", "failure() && github.event_name == 'schedule'"),
    ],
)
def test_the_suggested_job_fits_the_file(on: str, when: str) -> None:
    head = HEAD.replace("schedule", on)
    text = f"{head}  notify:\n      runs-on: x  # last\n\n\n# end\n"
    checked = engine.check(Source(PATH, text), (RULE,), Settings(), Facts(PATH))
    fix = checked.sites[0].fix
    assert fix
    assert fix.safety is Safety.DISPLAY
    (edit,) = fix.edits
    at = edit.span.start.offset
    data = yaml.safe_load(text[:at] + edit.text + text[at:])
    added = data["jobs"].pop("notify-again")
    assert data == yaml.safe_load(text)
    assert added["needs"] == ["a", "notify"]
    assert added["if"] == when
