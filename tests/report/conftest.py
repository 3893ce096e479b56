"""What the tests of the report share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flake8_automation.report import page
from tests.report.browser import PROGRAM, Browser, is_there


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests of a worker."""
    if not is_there():
        pytest.skip(f"{PROGRAM} is not installed")
    started = Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Callable[..., Browser]:
    """Open the page of a document in the browser, or a text instead of it."""

    def opened(document: dict[str, Any], text: str = "", top: int = 25) -> Browser:
        file = tmp_path / "report.html"
        file.write_text(text or page.render(document, top), encoding="utf-8")
        browser.width(1100)
        browser.media()
        browser.open(file)
        return browser

    return opened
