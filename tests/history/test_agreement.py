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


OPTIONS = st.sampled_from(
    [
        *[()] * 4,
        ("--select", "AUT3"),
        ("--extend-exclude", "pkg,a.py"),
        ("--extend-exclude", "*/in/tests"),
        ("--per-file-ignores", "tests/*:AUT1"),
        ("--per-file-ignores", "a.py:AUT1 in/*:AUT"),
        ("--min-priority", "P1"),
        ("--minor-paths", "pkg"),
        ("--disable-noqa",),
        ("pkg",),
        ("in", "a.py"),
        ("notes.txt", "pkg/b.py", "tool"),
        ("node_modules", "here"),
    ]
)


# So that each path among the options was there once.
FIRST = [("pkg/b.py", GAP), ("in/d.py", GAP), ("a.py", GAP), ("node_modules/e.py", GAP)]
FIRST += [("notes.txt", GAP), ("tool", SCRIPT), ("here/notes.txt", GAP)]


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


def checked_out(commit_id: str, options: tuple[str, ...]) -> dict[str, Any]:
    """What a row has to say: the counts of `gaps --json`, and without options also the files."""
    git("checkout", "-q", "--force", commit_id)
    git("clean", "-q", "-d", "--force", "-e", ".flake8_automation_cache")
    facts._root.cache_clear()
    facts._entry_points.cache_clear()
    project._listed.cache_clear()
    project._content.cache_clear()
    counts = json.loads(output("gaps", "--json", *options))
    expected = {name: counts[name] for name in ("total", "rules", "priorities")}
    if not options:
        found = discover(["."], Settings())
        results = [*found.problems, *(check_file(path, Settings()) for path in found.paths)]
        expected["files"] = len(results)
        expected["problems"] = sorted(checked.path for checked in results if checked.broken)
    return expected


@settings(max_examples=20)
@given(COMMITS, OPTIONS)
def test_every_row_is_what_a_run_finds_in_a_checkout(commits, options):
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        git("init", "-q", "-b", "main")
        for name in ("user.name", "user.email"):
            git("config", name, "someone")
        chain: list[str] = []
        for changes, is_merge in ([(FIRST, False)] if options else []) + commits:
            parents = chain[-1:]
            if is_merge and chain:
                parents.append(commit(chain[:1]))  # a branch that adds nothing, from the first
            lay_out(changes)
            chain.append(commit(parents))
        git("update-ref", "HEAD", chain[-1])
        words = ("gaps", "history", "--json", "--every", "commit", *options)
        history = json.loads(output(*words))["history"]
        assert [row["commit"] for row in history] == chain
        for row in history:
            row["problems"] = [problem["path"] for problem in row["problems"]]
            expected = checked_out(row["commit"], options)
            assert {name: row[name] for name in expected} == expected
