"""JUnit's XML, as Jenkins, Azure and GitLab read it: a suite per file, a failure per gap.

A run without anything to report has one case that passes, since some readers reject a document
without cases. Shape: https://github.com/testmoapp/junitxml
"""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from flake8_automation.model import Broken, Checked, Site
from flake8_automation.output import Context
from flake8_automation.output.paths import relative

# Characters that XML 1.0 cannot hold, however they are written.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """The document, a suite at a time; `line` and `column` are 1-based, in characters."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="flake8-automation">\n'
    clean = True
    for checked in results:
        if checked.broken or checked.gaps():
            clean = False
            yield from _suite(relative(checked.path, context.root), checked)
    if clean:
        yield _opening("testsuite", name="flake8-automation", tests=1, failures=0, errors=0)
        name = "No gaps found"
        yield _opening("testcase", name=name, classname="flake8-automation") + "</testcase>\n"
        yield "</testsuite>\n"
    yield "</testsuites>\n"


def _suite(path: str, checked: Checked) -> Iterator[str]:
    gaps = checked.gaps()
    errors = int(checked.broken is not None)
    total = len(gaps) + errors
    yield _opening("testsuite", name=path, tests=total, failures=len(gaps), errors=errors)
    for site in gaps:
        yield _failure(path, site)
    if checked.broken:
        yield _error(path, checked.broken)
    yield "</testsuite>\n"


def _failure(path: str, site: Site) -> str:
    start = site.span.start
    told = f"{path}:{start.line}:{start.column}: {site.code} {site.message}"
    return (
        _opening(
            "testcase",
            name=site.title,
            classname=path.removesuffix(".py"),
            file=path,
            line=start.line,
            column=start.column,
        )
        + _opening("failure", type=site.code, message=site.message)
        + f"{_text(told)}</failure></testcase>\n"
    )


def _error(path: str, broken: Broken) -> str:
    place = {"line": broken.line} if broken.line else {}
    opening = _opening(
        "testcase", name=broken.kind.value, classname=path.removesuffix(".py"), file=path, **place
    )
    told = _text(f"{path}: {broken.kind.value}: {broken.reason}")
    error = _opening("error", type=broken.kind.name.lower(), message=broken.reason)
    return f"{opening}{error}{told}</error></testcase>\n"


def _opening(element: str, **attributes: object) -> str:
    told = "".join(
        f' {name}="{escape(_allowed(str(value)), _IN_ATTRIBUTES)}"'
        for name, value in attributes.items()
    )
    return f"<{element}{told}>"


def _text(text: str) -> str:
    return escape(_allowed(text), {"\r": "&#13;"})


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
