"""Every row of a history is what a run finds where that commit is checked out."""

import contextlib
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_automation.cli import main
from flake8_automation.files import facts, project
from flake8_automation.files.discover import discover
from flake8_automation.files.visit import check_file
from flake8_automation.settings import Settings
from tests.history.samples import (
    BROKEN,
    COMMAND,
    COVERED,
    GAP,
    NOTHING,
    SCRIPT,
    TWO_GAPS,
    WAIVED,
)
from tests.repositories import git

PYTHON = (GAP, TWO_GAPS, COVERED, WAIVED, NOTHING, BROKEN, COMMAND, "# \udcff\n" + GAP)
SCRIPTS = (SCRIPT, "#!/bin/sh\nsubprocess\n", "text\n", SCRIPT + COMMAND)
STEPS = "    steps:\n      - run: pip install -r requirements.txt\n      - run: pytest\n"
WORKFLOWS = (
    f"on: schedule\njobs:\n  a:\n    runs-on: x\n{STEPS}",
    "on: push\njobs:\n  a:\n    uses: ./.github/workflows/called.yml\n",
    f"on: push\njobs:\n  a:\n    runs-on: x\n{STEPS}      - uses: actions/setup-python@v5\n",
    "jobs: [\n",
)
PROJECT = '[project.scripts]\none = "a:main"\ntwo = "pkg.b:main"\n'
CFG = "[options.entry_points]\nconsole_scripts =\n    three = d:main\n"
LINKS = ("->a.py", "->pkg/b.py", "->notes.txt", "->tool", "->pkg", "->../a.py", "->nowhere", "->/x")

# What may stand at each name. No name is a folder of another one.
CONTENTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("a.py", "pkg/b.py", "pkg/tests/c.py", "in/d.py", "in/tests/d.py"), PYTHON),
    **dict.fromkeys(("node_modules/e.py", ".hid den/f\n.py", "caf\udce9/ü.py"), PYTHON),
    **dict.fromkeys(("tool", "pkg/tool"), SCRIPTS),
    "notes.txt": (GAP, "text\n"),
    "pyproject.toml": (PROJECT, "[project]\n", "scripts = \n"),
    "in/setup.cfg": (CFG, "[metadata]\n"),
    "in/tests/setup.py": (NOTHING,),
    "pkg/pyvenv.cfg": ("home = /usr\n",),
    ".gitignore": ("*.py\n", "tool\n"),
    **dict.fromkeys(("link.py", "pkg/link.py", "link"), LINKS),
    "here/linked": ("->../pkg", "->../in"),
    **dict.fromkeys((".github/workflows/w.yml", "in/.github/workflows/v.yaml"), WORKFLOWS),
    ".github/workflows/called.yml": WORKFLOWS,
    ".github/workflows/link.yml": ("->w.yml", "->../../notes.txt", "->nowhere"),
    "requirements.txt": ("",),
    "in/pytest.ini": ("[pytest]\naddopts = --junitxml=x\n", "[pytest]\n"),
    "through.py": ("->here/linked/b.py", "->here/linked/tests/../d.py"),
}
CHANGES = st.one_of(
    [
        st.tuples(st.just(name), st.sampled_from([None, *contents]))
        for name, contents in CONTENTS.items()
    ]
)
COMMITS = st.lists(st.tuples(st.lists(CHANGES, max_size=8), st.booleans()), min_size=1, max_size=6)


def lay_out(changes: list[tuple[str, str | None]]) -> None:
    for name, content in changes:
        path = Path(name)
        path.unlink(missing_ok=True)
        if content is None:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if content.startswith("->"):
            path.symlink_to(content[2:])
        else:
            path.write_bytes(os.fsencode(content))


def commit(parents: list[str]) -> str:
    git("add", "-A", "-f")
    words = [word for parent in parents for word in ("-p", parent)]
    return git("commit-tree", git("write-tree"), *words, "-m", "one")


def output(*words: str) -> str:
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
        main(list(words))
    return told.getvalue()


def checked_out(commit_id: str) -> tuple[dict[str, Any], int, list[str]]:
    """The counts of `gaps --json`, the number of files, and those that went wrong."""
    git("checkout", "-q", "--force", commit_id)
    git("clean", "-q", "-d", "--force", "-e", ".flake8_automation_cache")
    facts._root.cache_clear()
    facts._entry_points.cache_clear()
    project._listed.cache_clear()
    project._content.cache_clear()
    found = discover(["."], Settings())
    results = [*found.problems, *(check_file(path, Settings()) for path in found.paths)]
    broken = sorted(checked.path for checked in results if checked.broken)
    return json.loads(output("gaps", "--json")), len(results), broken


@settings(max_examples=20)
@given(COMMITS)
def test_every_row_is_what_a_run_finds_in_a_checkout(commits):
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        git("init", "-q", "-b", "main")
        for name in ("user.name", "user.email"):
            git("config", name, "someone")
        chain: list[str] = []
        for changes, is_merge in commits:
            parents = chain[-1:]
            if is_merge and chain:
                parents.append(commit(chain[:1]))  # a branch that adds nothing, from the first
            lay_out(changes)
            chain.append(commit(parents))
        git("update-ref", "HEAD", chain[-1])
        history = json.loads(output("gaps", "history", "--json", "--every", "commit"))["history"]
        assert [row["commit"] for row in history] == chain
        for row in history:
            counts, files, broken = checked_out(row["commit"])
            for name in ("total", "rules", "priorities"):
                assert row[name] == counts[name]
            assert row["files"] == files
            assert [problem["path"] for problem in row["problems"]] == broken
