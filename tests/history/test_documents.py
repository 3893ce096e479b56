"""What the README shows of the history is what the command prints."""

from pathlib import Path

from tests.conftest import Cli
from tests.history.samples import COVERED, GAP, WAIVED, commit, start
from tests.pages import blocks

README = Path(__file__).parent.parent.parent / "README.md"
HISTORY = "flake8-automation gaps history --select AUT101 --every week"


def test_the_table_of_the_readme_is_real(cli: Cli):
    start({f"script_{number}.py": GAP for number in range(6)} | {"old.py": WAIVED})
    for day in range(1, 4):
        commit({f"script_{day}.py": COVERED}, day=7 * day)
    commit({"script_4.py": COVERED, "script_6.py": GAP}, day=22)
    (shown,) = [block.text for block in blocks(README.read_text()) if HISTORY in block.text]
    assert shown == f"$ {HISTORY}\n{cli(*HISTORY.split()[1:]).out}"
