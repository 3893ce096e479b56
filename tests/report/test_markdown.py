"""The Markdown of the report: the numbers of its document, and names that stay text."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from flake8_automation.report import markdown, words
from flake8_automation.report.markdown import code, render, text
from flake8_automation.report.view import view
from tests.report import samples

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "ol", "ul", "li", "a", "code"}


def tables(rendered: str) -> Iterator[list[list[str]]]:
    """The tables, as rows of texts."""
    rows: list[list[str]] = []
    for token in PARSER.parse(rendered):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows and token.level > 2:
            rows[-1].append(plain(token))
        elif token.type == "table_close":
            yield rows
            rows = []


def plain(token: Token) -> str:
    """What a reader sees of a piece of text."""
    shown = [t.content for t in token.children or [] if t.type in {"text", "code_inline"}]
    return "".join(shown)


def seen(rendered: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", PARSER.render(rendered)))


def worded(numbers: dict[str, Any]) -> list[str]:
    whole = [f"{numbers[key]:,}" for key in ("covered", "gap", "waived")]
    return [*whole, words.share(numbers["coverage"]), words.hours(numbers["hours_estimated"])]


@pytest.mark.parametrize("name", ["full", "hostile", "many", "document"])
def test_its_tables_show_the_numbers_of_the_document(name: str):
    document = getattr(samples, name)()
    found = {table[0][0]: table for table in tables(render(document, 25)) if len(table[0]) != 7}
    shown, total = view(document, 25), document["now"]["counts"]["total"]
    assert [row[1] for row in found[""][1:]] == [
        f"{total['gap']:,}",
        words.share(total["coverage"]),
        words.hours(total["hours_estimated"]),
        f"{total['waived']:,}",
        f"{sum(not item['stale'] for item in document['accepted']):,}",
    ]
    for head, rows in (("Rule", shown.rules), ("Folder", shown.folders)):
        if rows:
            wanted = [*(worded(row["now"]) for row in rows), worded(total)]
            assert [row[1:] for row in found[head][1:]] == wanted
        else:
            assert head not in found


def test_before_and_now_stand_side_by_side():
    (compared,) = [t for t in tables(render(samples.full(), 5)) if t[0][1] == "Gaps before"]
    rows = {row[0].split()[0]: row[1:] for row in compared[1:]}
    assert rows["AUT101"] == ["25", "17", "−8", "50.0 %", "64.7 %", "+14.7 points"]
    assert rows["Total"] == ["34", "23", "−11", "48.4 %", "61.1 %", "+12.7 points"]


def test_a_trend_is_shown_with_the_latest_first():
    document = samples.full()
    (trend,) = [table for table in tables(render(document, 5)) if table[0][0] == "Date"]
    points = document["trend"][::-1]
    assert [row[0] for row in trend[1:]] == [point["date"][:10] for point in points]
    assert [row[2:] for row in trend[1:]] == [worded(point["counts"]["total"]) for point in points]


def test_nothing_in_it_is_anything_but_ours():
    rendered = render(samples.hostile(), 50)
    page = PARSER.render(rendered)
    assert set(re.findall(r"<(\w+)", page)) <= OURS
    links = re.findall(r'href="([^"]*)"', page)
    assert all(link.startswith(("./", words.rule_url("AUT101"))) for link in links)
    assert {len(row) for table in tables(rendered) for row in table} == {3, 6, 7}
    for name in samples.HOSTILE:
        assert words.visible(name).replace("`", "") in seen(rendered).replace("`", "")


@pytest.mark.parametrize("name", samples.HOSTILE)
@pytest.mark.parametrize("made", [text, code])
def test_a_text_is_read_as_it_was(name: str, made: Any):
    wanted = words.visible(name)
    assert seen(f"x {made(name)} y\n") == f"x {wanted} y\n"
    table = f"| a | b |\n| --- | --- |\n| {made(name)} | c |\n"
    assert seen(table).split("\n") == [*[""] * 3, "a", "b", *[""] * 4, wanted, "c", "", "", "", ""]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_only_a_list_that_was_cut_says_so(count: int):
    rendered = render(samples.full(), count)
    assert ("1 more steps" in rendered) == (count == 2)
    assert rendered.count("\n1. ") == min(count, 3)


def test_gaps_of_which_the_same_is_said_share_a_line():
    rendered = render(samples.full(), 1)
    assert rendered.count("has no timeout") == 1
    assert "[line 12](./x.py#L12), [line 40](./x.py#L40), [line 77]" in rendered
    assert "- [line 1](./x.py#L1)" not in rendered
    assert "[line 20](./x.py#L20), 39 more\n" in render(samples.many(5), 1)


def test_what_has_no_figure_has_none():
    rendered = render(samples.document({("AUT302", "a.py"): (0, 1, 0)}), 5)
    (row,) = [line for line in rendered.splitlines() if line.startswith("| Hours")]
    assert row == "| Hours a month at stake (estimate) | – | – |"
    without = samples.document(next=[samples.step(hours_estimated=None)])
    assert "estimated" not in render(without, 5)


def test_hours_are_never_shown_without_the_word_estimate():
    for line in render(samples.full(), 25).splitlines():
        if re.search(r"\b(hours|minutes) a month\b", line, re.IGNORECASE) and line[:3] != "| H":
            assert "estimate" in line, line
    assert markdown.words.LEGEND in render(samples.full(), 25)
