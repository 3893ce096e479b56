"""The page in a real browser: it is silent, right, readable and shut off from the network."""

import base64
import hashlib
import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from flake8_automation.report import page
from flake8_automation.report.view import MOST_PLACES, MOST_POINTS, view
from tests.report import samples
from tests.report.browser import Browser

Show = Callable[..., Browser]

DOCUMENTS = {
    "full": samples.full(),
    "empty": samples.document(),
    "closed": samples.document(
        {("AUT101", "a.py"): (5, 0, 0)}, {("AUT101", "a.py"): (1, 4, 0)}, points=2
    ),
    "hostile": samples.hostile(),
    "many": samples.many(),
}
A4 = 690  # pixels between the margins

# The rows of a table: the text of each cell, or the value of the number in it.
ROWS = """(name) => [...document.querySelectorAll(`#${name} tbody tr, #${name} tfoot tr`)].map(
  (row) => [...row.cells].map((cell) => {
    const data = cell.querySelector('data');
    return data ? data.value : cell.textContent;
  }))"""

# The text of each element that has some of its own, whose contrast is below 4.5.
PALE = """(() => {
  const rgb = (text) => text.match(/[0-9.]+/g).map(Number);
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
    const part = c[i] / 255;
    return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = rgb(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.body.querySelectorAll('*:not(script)')].filter((element) => {
    if (![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) return false;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
  }).map((element) => element.textContent);
})()"""


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each of the sample documents."""
    return DOCUMENTS[request.param]


def values(*numbers: float | None) -> list[str]:
    """Numbers as the page holds them beside how it words them."""
    return ["" if number is None else str(number) for number in numbers]


def counts(numbers: dict[str, Any]) -> list[str]:
    names = ("covered", "gap", "waived", "coverage", "hours_estimated")
    return values(*(numbers[name] for name in names))


def names(rows: list[list[str]]) -> list[list[str]]:
    return [row[1:] for row in rows]


def test_it_renders_in_silence_and_asks_for_nothing(show: Show, document: dict[str, Any]):
    browser = show(document)
    browser.media("dark")
    browser.media("dark", "print")
    browser.width(400)
    assert browser.complaints() == []
    (address,) = browser.requests()
    assert address.startswith("file:")
    assert document["project"].splitlines()[0] in browser.ask("document.title")


def test_a_fault_in_the_page_would_be_heard(show: Show):
    text = page.render(samples.full(), 5)
    broken = text.replace("<body>", '<body onload="x"><img src="https://example.com/x.png">')
    assert len(show({}, broken.replace("new Chart(", "new chart(")).complaints()) >= 3


def test_the_tables_show_the_numbers_of_the_document(show: Show, document: dict[str, Any]):
    browser = show(document)
    now, shown = document["now"]["counts"], view(document, 25)
    summary = browser.ask("[...document.querySelectorAll('#summary .figure data')].map(d=>d.value)")
    total = now["total"]
    figures = (total["gap"], total["coverage"], total["hours_estimated"], total["waived"])
    assert summary == values(*figures, sum(not item["stale"] for item in document["accepted"]))
    for name, rows in (("rules", shown.rules), ("folders", shown.folders)):
        found = browser.ask(f"({ROWS})('{name}')")
        assert names(found) == [counts(row["now"]) for row in rows] + [counts(total)] * bool(rows)
    found = browser.ask(f"({ROWS})('trend')")
    points = document["trend"][::-1][:MOST_POINTS]  # in these samples something changes each time
    assert [row[2:] for row in found] == [counts(point["counts"]["total"]) for point in points]
    assert [row[0] for row in found] == [point["date"][:10] for point in points]


def test_before_and_now_are_those_of_the_document(show: Show):
    browser = show(DOCUMENTS["full"])
    found = {row[0][:6].strip(): row[1:] for row in browser.ask(f"({ROWS})('compared')")}
    assert found["AUT101"] == ["25", "17", "-8", "0.5", str(33 / 51), "0.147059"]
    assert found["AUT202"] == ["1", "0", "-1", "0.0", "", ""]
    assert found["AUT302"] == ["0", "1", "1", "", "0.5", ""]
    assert found["Total"][:3] == ["34", "23", "-11"]


def test_the_sums_of_the_folders_stay_right_when_some_are_left_out(show: Show):
    rows = show(DOCUMENTS["many"]).ask(f"({ROWS})('folders')")
    assert rows[-2][0] == "281 other folders"
    for column in range(1, 4):
        assert sum(int(row[column]) for row in rows[:-1]) == int(rows[-1][column])


def test_the_charts_draw_what_the_tables_say(show: Show):
    browser = show(DOCUMENTS["full"])
    data = "Chart.getChart(document.querySelector('#chart-{} canvas')).data.datasets.map(d=>d.data)"
    for name in ("rules", "folders"):
        rows = browser.ask(f"({ROWS})('{name}')")[:-1]
        covered, waived, gap = browser.ask(data.format(name))
        assert [[str(n) for n in row] for row in zip(covered, gap, waived, strict=True)] == [
            row[1:4] for row in rows
        ]
    rows = browser.ask(f"({ROWS})('trend')")[::-1]
    (coverage,) = browser.ask(data.format("coverage"))
    assert [str(share) for share in coverage] == [row[5] for row in rows]
    covered, _, gap = browser.ask(data.format("counts"))
    assert [[str(c), str(g)] for c, g in zip(covered, gap, strict=True)] == [r[2:4] for r in rows]


def test_a_long_history_is_drawn_as_a_whole(show: Show):
    browser = show(DOCUMENTS["many"])
    drawn = "Chart.getChart(document.querySelector('#chart-coverage canvas')).data.labels.length"
    assert browser.ask(drawn) == 400
    assert len(browser.ask(f"({ROWS})('trend')")) == MOST_POINTS


def test_what_is_left_out_is_said(show: Show):
    browser = show(DOCUMENTS["many"])
    text = browser.ask("document.querySelector('main').textContent")
    for line in ("4,975 more steps", "4,800 more waivers", "340 more changes"):
        assert line in text
    assert browser.ask("document.querySelectorAll('#next > li').length") == 25
    assert browser.ask("document.querySelectorAll('#waivers > li').length") == MOST_PLACES


def test_names_are_shown_and_mean_nothing(show: Show):
    browser = show(samples.hostile(), top=50)
    tags = "[...new Set([...document.querySelectorAll('main *')].map(e => e.localName))]"
    ours = "a button canvas caption code data div figcaption figure h2 li ol p section span table"
    assert set(browser.ask(tags)) <= {*ours.split(), *"tbody td tfoot th thead tr ul".split()}
    places = browser.ask("[...document.querySelectorAll('#next .where')].map(e=>e.textContent)")
    assert places[0].strip() == samples.HOSTILE[0]
    assert "two\\nlines\\tand\\x1b[31m an escape" in [place.strip() for place in places]
    assert "caf\\xe9.py" in [place.strip() for place in places]
    reasons = browser.ask("[...document.querySelectorAll('#waivers .what')].map(e=>e.textContent)")
    assert reasons[0] == samples.HOSTILE[0]
    assert reasons[2] == samples.HOSTILE[2]


# The policy


def directives(text: str) -> dict[str, list[str]]:
    (content,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    parts = html.unescape(content).split("; ")
    return {part.split()[0]: part.split()[1:] for part in parts}


def hashed(text: str, tag: str) -> list[str]:
    """The hashes of the pieces of one kind, as a browser makes them."""
    pieces = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    digests = [hashlib.sha256(piece.encode()).digest() for piece in pieces]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def test_the_policy_allows_what_stands_in_the_page_and_nothing_else():
    text = page.render(samples.hostile(), 5)
    assert directives(text) == {
        "default-src": ["'none'"],
        "script-src": hashed(text, "script"),
        "style-src": hashed(text, "style"),
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    assert len(hashed(text, "script")) == 2
    head = text.partition("<style>")[0]
    assert head.index("Content-Security-Policy") < head.index("<link")
    assert not re.search(r'<(script|link|img|iframe|object)[^>]+(src|href)="(?!data:)', text)


def test_the_page_does_not_depend_on_an_encoding():
    text = page.render(samples.hostile(), 50)
    assert text.isascii()
    assert "caf\\xe9.py" in text


@pytest.mark.parametrize(
    "smuggled",
    [
        "<script>document.title = 'taken'</script>",
        "<script src='https://example.com/x.js'></script>",
        "<img src='https://example.com/x.png'>",
        "<p style='color: red'>",
        "<img src='data:,' onerror='1'>",
        "<style>p { color: red }</style>",
        "<link rel='stylesheet' href='https://example.com/x.css'>",
        "<iframe src='https://example.com'></iframe>",
        "<base href='https://example.com'>",
    ],
)
def test_the_browser_keeps_the_policy(smuggled: str, show: Show):
    text = page.render(samples.full(), 5).replace("</header>", f"{smuggled}</header>")
    browser = show({}, text)
    assert browser.ask("window.violations"), smuggled
    assert "taken" not in browser.ask("document.title")


# Readers


@pytest.mark.parametrize(
    ("scheme", "kind"), [("light", "screen"), ("dark", "screen"), ("dark", "print")]
)
def test_all_text_can_be_read(scheme: str, kind: str, show: Show):
    browser = show(samples.full())
    browser.media(scheme, kind)
    assert browser.ask(PALE) == []
    dark = browser.ask("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark" and kind == "screen")


def test_pale_text_would_be_noticed(show: Show):
    browser = show(samples.full())
    browser.ask("document.querySelector('h1').style.color = '#999'; 1")
    assert browser.ask(PALE) == ["Gaps in automation: ferry"]


def test_the_charts_follow_the_scheme_and_the_paper(show: Show):
    browser = show(samples.full())
    ink = "Chart.getChart(document.querySelector('#chart-rules canvas')).options.scales.x.ticks"
    drawn = {}
    for scheme, kind in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        browser.media(scheme, kind)
        drawn[scheme, kind] = browser.ask(f"{ink}.color")
    assert drawn["light", "screen"] == drawn["dark", "print"] != drawn["dark", "screen"]


def test_nothing_is_cut_off(show: Show, document: dict[str, Any]):
    browser = show(document)
    wide = "document.documentElement.scrollWidth"
    for width in (400, 1100):
        browser.width(width)
        assert browser.ask(wide) <= width
    browser.width(A4)
    browser.media("light", "print")
    assert browser.ask(wide) <= A4
    cut = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1"
    assert browser.ask(f"{cut} || e.scrollHeight > e.clientHeight + 1).map(e => e.innerHTML)") == []
    assert browser.paper().startswith(b"%PDF-")


def test_a_reader_of_the_structure_finds_everything(show: Show, document: dict[str, Any]):
    browser = show(document)
    levels = browser.ask("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => e.localName)")
    assert levels[0] == "h1"
    assert set(levels[1:]) == {"h2"}
    assert browser.ask("document.documentElement.lang") == "en"
    for wrong in (
        "table:not(:has(> caption))",
        "thead th:not([scope=col])",
        "tbody th:not([scope=row])",
        "tbody tr:not(:has(> th))",
        "canvas:not([role=img][aria-label])",
        ".scroll:not([tabindex='0'][role=region][aria-label])",
        "section:not([aria-labelledby])",
        "a:not([href])",
    ):
        assert browser.ask(f"document.querySelectorAll(`{wrong}`).length") == 0, wrong
    ids = browser.ask("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    named = "[...document.querySelectorAll('[aria-labelledby]')].map(e => e.ariaLabelledByElements)"
    assert all(browser.ask(f"{named}.map(e => e && e.length)"))


def test_a_history_of_one_commit_is_no_trend(show: Show):
    browser = show(samples.document(samples.NOW, points=1))
    assert browser.ask("document.getElementById('chart-coverage')") is None
    assert browser.ask("document.getElementById('compared')") is None
    assert browser.complaints() == []
