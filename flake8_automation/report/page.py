"""The report as one page of HTML that needs nothing else: no network, no other file.

Its policy lets nothing run or style but what stands in the page, each piece by its hash. The script
that draws the charts is Chart.js, out of the installed package `chartkick`.
"""

import base64
import hashlib
import importlib.util
import json
import os
from collections.abc import Mapping
from typing import Any

from flake8_automation import __version__
from flake8_automation.report import words
from flake8_automation.report.view import View, view

_LIBRARY = ("django", "static", "chartkick", "Chart.bundle.js")
_LONGEST_LABEL = 26  # characters beside a bar


class Missing(Exception):
    """What the page is made with is not installed. The message is one line for the user."""


def render(document: Mapping[str, Any], top: int) -> str:
    """The page for a document, with the `top` first of its gaps; see `insist`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(os.path.dirname(__file__)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "folder": words.folder,
        "hours": words.hours,
        "more": words.more,
        "pieces": words.pieces,
        "several": words.several,
        "share": words.share,
        "signed": words.signed,
        "visible": words.visible,
        "whole": words.whole,
        "rule_url": words.rule_url,
    }
    shown = view(document, top)
    style, script, library = _read("page.css"), _read("page.js"), _library()
    page = environment.get_template("page.html.j2").render(
        shown=shown,
        style=Markup(style),
        script=Markup(script),
        library=Markup(library),
        series=Markup(_series(shown)),
        policy=policy([library, script], style),
        version=__version__,
        legend=words.LEGEND,
        order=words.ORDER,
    )
    # In ASCII it is the same page whatever the encoding of the stream that it goes to.
    return page.encode("ascii", "xmlcharrefreplace").decode()


def insist() -> None:
    """Raise `Missing` unless all is there that the page is made with."""
    if importlib.util.find_spec("jinja2") is None:
        raise _missing("jinja2")
    _library()


def policy(scripts: list[str], style: str) -> str:
    """What the page allows itself: these scripts, this style, and nothing from anywhere else."""
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _series(shown: View) -> str:
    """What the charts draw, as JSON that may stand in a page: `<` begins nothing in it."""
    series = {
        "rules": [_bar(row["key"], row["now"]) for row in shown.rules],
        "folders": [_bar(_label(row["key"]), row["now"]) for row in shown.folders],
        "trend": [_point(point) for point in shown.points],
    }
    return json.dumps(series).replace("<", "\\u003c")


def _bar(label: str, numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": label} | {key: numbers[key] for key in ("covered", "gap", "waived")}


def _point(point: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {
        key: point["counts"]["total"][key] for key in ("covered", "gap", "waived", "coverage")
    }
    return {"time": point["date"]} | numbers


def _label(folder: str) -> str:
    """The end of a path, which tells more than its beginning."""
    name = words.folder(folder)
    return name if len(name) <= _LONGEST_LABEL else "…" + name[1 - _LONGEST_LABEL :]


def _read(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def _library() -> str:
    """The script that draws, with nothing in it that would end it early. Raises `Missing`."""
    found = importlib.util.find_spec("chartkick")
    try:
        folder = (found.submodule_search_locations or [""])[0] if found else ""
        with open(os.path.join(folder, *_LIBRARY), encoding="utf-8") as file:
            text = file.read()
    except OSError:
        raise _missing("chartkick") from None
    ascii_only = text.encode("ascii", "backslashreplace").decode()
    return ascii_only.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _missing(package: str) -> Missing:
    return Missing(
        f"the HTML report needs {package}: pip install 'flake8-automation[report]'; "
        "--output-format markdown needs nothing"
    )
