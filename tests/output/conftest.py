"""What the tests of formats share."""

from pathlib import Path

import pytest

from tests.output.nasty import NASTY


@pytest.fixture
def nasty(project: Path) -> Path:
    """A project whose names and texts contain what formats trip over."""
    (project / ".git").mkdir()
    for name, text in NASTY.items():
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    return project
