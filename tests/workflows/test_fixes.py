"""Fixes of workflows: the file means the same but for what is added, and keeps all that it says."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.languages import Language
from flake8_automation.model import Facts, Fix, Project, Safety
from flake8_automation.registry import rules_for
from flake8_automation.settings import Settings
from flake8_automation.source import Source

PATH = ".github/workflows/ci.yml"
RULES = rules_for(Language.WORKFLOW)
SETTINGS = Settings(unsafe_fixes=True)
FILES = ("requirements.txt", "dev/requirements-dev.txt", "go.sum", "package-lock.json")
FACTS = Facts(PATH, project=Project(frozenset(FILES)))
ADDED = frozenset({"timeout-minutes", "with", "cache", "cache-dependency-path"})
REPORT = re.compile(r" --junitxml=junit(-\d+)?\.xml")
# what may be added to a line that was there; `~` is replaced
ADDITION = re.compile(
    rf"{REPORT.pattern}|(timeout-minutes: 30|cache: \w+), |(?<=timeout-minutes:) 30"
)


def data(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


def insist_on_more(new: Any, old: Any) -> None:
    """Fail unless the new data is the old one, with entries added that fixes add."""
    if isinstance(old, dict):
        assert old.keys() <= new.keys()
        assert new.keys() - old.keys() <= ADDED
        assert [key for key in new if key in old] == list(old)
        for key, value in old.items():
            if not (key == "timeout-minutes" and value in {"", "null", "~"}):
                insist_on_more(new[key], value)
    elif isinstance(old, list):
        assert len(new) == len(old)
        for one, other in zip(new, old, strict=True):
            insist_on_more(one, other)
    else:
        assert REPORT.sub("", new) == old


COMMENTS = st.sampled_from(["", "", "", "  # why", " # noqa: X1", "   # é 😀: - [x"])
BLANKS = st.sampled_from(["", "", "", "\n", "# alone\n", "      # deeper\n\n"])
RUNS = st.sampled_from(
    [
        "make",
        "pytest",
        "'pytest -q'",
        '"python -m pytest"',
        "pip install -r requirements.txt",
        "pip install -r requirements.txt -r dev/requirements-dev.txt && pytest a | tee b",
        "|\n{}  pytest \\\n{}    -q\n\n{}  go test ./...",
        ">-\n{}  pytest\n{}  -q",
        "|+\n{}  npm ci\n{}  if pytest; then\n{}    echo é\n{}  fi\n",
        "echo deploy || true",
    ]
)
USES = st.sampled_from(
    [
        "uses: actions/checkout@v5",
        "uses: actions/setup-python@v5",
        "uses: actions/setup-python@v6\n{}with:\n{}  python-version: '3.13'",
        'uses: "actions/setup-python@v6"\n{}with: {{python-version: 3.13}}',
        "uses: actions/setup-go@v3\n{}id: go",
        "uses: actions/setup-node@v4\n{}with:\n{}  node-version: |\n{}    22\n",
    ]
)
HEADS = st.sampled_from(
    [
        "runs-on: ubuntu-latest",
        "runs-on: [self-hosted, 'x']",
        "runs-on:\n{}- a\n{}- b",
        "name: x\n{}runs-on: ${{{{ matrix.os }}}}",
        "timeout-minutes:\n{}runs-on: 'a'",
        "timeout-minutes: ~\n{}runs-on: 'a'",
        "timeout-minutes: 5\n{}runs-on: 'a'",
        "strategy: {{matrix: {{os: [a]}}}}\n{}'runs-on': a",
    ]
)


@st.composite
def jobs(draw: st.DrawFn, number: int, width: int, dash: int) -> str:
    """A job with steps, laid out with some width of indentation, and comments between."""
    if draw(st.integers(0, 9)) == 0:
        return f"{' ' * width}j{number}: {{runs-on: x, steps: [{{run: pytest}}]}}\n"
    inner = " " * width * 2
    lines = [f"{' ' * width}j{number}:{draw(COMMENTS)}\n"]
    head = draw(HEADS)
    lines.append(f"{inner}{head.replace('{}', inner).replace('{{', '{').replace('}}', '}')}")
    lines.append(f"{draw(COMMENTS)}\n{draw(BLANKS)}{inner}steps:{draw(COMMENTS)}\n")
    item = inner + " " * dash
    deep = f"{item}  "
    for _ in range(draw(st.integers(1, 3))):
        for step in (draw(USES), f"run: {draw(RUNS)}"):
            written = step.replace("{}", deep).replace("{{", "{").replace("}}", "}")
            last = written.rpartition("\n")[2]
            tail = draw(COMMENTS) if "\n" not in written or "uses" in last else ""
            lines.append(f"{item}- {written}{tail}\n{draw(BLANKS)}")
    return "".join(lines)


@st.composite
def texts(draw: st.DrawFn) -> str:
    width, dash = draw(st.sampled_from([(2, 0), (2, 2), (4, 0), (4, 4), (3, 1)]))
    number = draw(st.integers(1, 3))
    body = "".join(draw(jobs(index, width, dash)) for index in range(number))
    text = f"on: push{draw(COMMENTS)}\n{draw(BLANKS)}jobs:\n{body}"
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@given(texts())
def test_a_fixed_file_is_the_same_but_for_what_is_added(text: str) -> None:
    source = Source(PATH, text)
    assert source.broken is None
    fixed = engine.fix(source, RULES, SETTINGS, FACTS)
    assert fixed.refused == ()
    insist_on_more(data(fixed.text), data(text))
    after = Source(PATH, fixed.text)
    assert [comment.text for comment in after.comments] == [c.text for c in source.comments]
    kept = iter(fixed.text.splitlines())
    for line in text.replace("timeout-minutes: ~", "timeout-minutes:").splitlines():
        assert any(line in {other, ADDITION.sub("", other)} for other in kept)
    assert ("\r\n" in fixed.text) is ("\r\n" in text)
    again = engine.fix(after, RULES, SETTINGS, FACTS)
    assert again.text == fixed.text


@given(texts())
def test_what_is_suggested_can_be_read(text: str) -> None:
    checked = engine.check(Source(PATH, text), RULES, SETTINGS, FACTS, marked=True)
    for site in checked.gaps():
        assert site.mark
        for fix in (site.fix, *site.alternatives):
            if fix and fix.safety is Safety.DISPLAY:
                assert data(applied(text, fix)) != data(text)


def applied(text: str, fix: Fix) -> str:
    for edit in sorted(fix.edits, key=lambda edit: -edit.span.start.offset):
        text = text[: edit.span.start.offset] + edit.text + text[edit.span.end.offset :]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    steps:\n    - run: make || echo no\n", "    steps:\n    - run: make\n"),
        ("    steps:\n    - run: 'make || { echo no; }'\n", "    steps:\n    - run: 'make'\n"),
        (
            "    steps:\n    - name: Deploy\n      run: echo no\n",
            "    steps:\n    - name: Deploy\n      run: echo no && exit 1\n",
        ),
        (
            "    steps:\n    - name: Deploy\n      run: |\n        echo no\n\n",
            "    steps:\n    - name: Deploy\n      run: |\n        echo no\n        exit 1\n\n",
        ),
    ],
)
def test_what_is_suggested_for_a_placeholder(before: str, after: str) -> None:
    head = "on: push\njobs:\n  a:\n    runs-on: x\n"
    checked = engine.check(Source(PATH, head + before), RULES, SETTINGS, FACTS)
    (fix,) = [site.fix for site in checked.gaps() if site.code == "AUT403"]
    assert fix
    assert fix.safety is Safety.DISPLAY
    assert applied(head + before, fix) == head + after


def test_the_report_can_be_uploaded_as_well() -> None:
    text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: pytest  # all\n"
    text += "\n      # next\n      - run: make\n"
    checked = engine.check(Source(PATH, text), RULES, SETTINGS, FACTS)
    (site,) = [site for site in checked.gaps() if site.code == "AUT407"]
    (upload,) = site.alternatives
    assert upload.safety is Safety.DISPLAY
    assert applied(text, upload) == text.replace(
        "pytest  # all\n",
        "pytest --junitxml=junit.xml  # all\n"
        "      - name: Upload the test report\n"
        "        if: always()\n"
        "        uses: actions/upload-artifact@v4\n"
        "        with:\n"
        "          name: test-report\n"
        "          path: junit.xml\n",
    )


def test_what_an_alias_names_has_one_fix() -> None:
    text = "on: push\nx: &x {runs-on: a}\njobs:\n  a: &a\n    runs-on: &r b\n  b: *a\n  c: *x\n"
    text += "  d:\n    runs-on: *r\n"
    (rule,) = [rule for rule in RULES if rule.code == "AUT402"]
    checked = engine.check(Source(PATH, text), (rule,), SETTINGS, FACTS)
    assert [site.fix is not None for site in checked.gaps()] == [True, False, False, True]
    fixed = engine.fix(Source(PATH, text), (rule,), SETTINGS, FACTS)
    assert fixed.text == text.replace("&r b\n", "&r b\n    timeout-minutes: 30\n").replace(
        "    runs-on: *r", "    timeout-minutes: 30\n    runs-on: *r"
    )
