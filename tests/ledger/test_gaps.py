"""`gaps`: the tables, and what to close first."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_automation.ledger import table
from flake8_automation.ledger.counts import Count
from flake8_automation.ledger.table import Table
from flake8_automation.ledger.views import percent
from tests.conftest import Cli
from tests.repositories import write

RUN = "import subprocess as s\n" + "s.run(x)\n"
ASK = """import argparse
parser = argparse.ArgumentParser()
if __name__ == "__main__":
    parser.parse_args()
    delete(input(x), input(y))
"""
FILES: dict[str, str | bytes] = {
    "a.py": f"{RUN}s.run(x, timeout=1)\ninput()\n",
    "src/many.py": RUN + "s.run(x)\n" * 2,
    "src/ask.py": ASK,
    "src/one.py": f"import os\nos.system(x)  # automation: ignore[AUT103] why\n{RUN}",
}
PLAIN = """\
Code    Rule                         Covered  Gaps  Waived  Coverage  Est. hours
AUT101  subprocess-without-timeout         1     5       0    16.6 %         1.9
AUT103  call-cannot-time-out               0     0       1     0.0 %         0.0
AUT201  prompt-without-guard               0     3       0     0.0 %           -
AUT202  cli-without-non-interactive        0     1       0     0.0 %         0.4
Total                                      1     9       1     9.0 %         2.3
Hours are estimates, in a month: gaps by the minutes on the page of their rule.
"""


def test_a_plain_table_where_nobody_looks(cli: Cli) -> None:
    write(FILES)
    result = cli("gaps")
    assert result.status == 0
    assert result.out == PLAIN
    assert result.err == "4 files read, 11 sites, 9 gaps\n"
    assert cli("gaps", "-q").err == ""


def test_on_a_terminal_it_is_drawn(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FILES)
    monkeypatch.setenv("COLUMNS", "80")
    drawn = cli("gaps", "--color", "always").out
    assert "\033[1m" in drawn
    bare = re.sub(r"\033\[[0-9;]*m", "", drawn)
    assert "Gaps by rule" in bare
    assert bare.splitlines()[3].split() == PLAIN.splitlines()[1].split()
    assert max(len(line) for line in bare.splitlines()) <= 80


def test_the_parts_and_the_total_in_each_view(cli: Cli) -> None:
    write(FILES)
    folders = cli("gaps", "--by", "folder").out.splitlines()
    assert [line.split()[:4] for line in folders[1:4]] == [
        [".", "1", "2", "0"],
        ["src", "0", "7", "1"],
        ["Total", "1", "9", "1"],
    ]
    priorities = cli("gaps", "--by", "priority").out.splitlines()
    assert [line.split()[0] for line in priorities[1:-1]] == ["P1", "P2", "P3", "Total"]


def test_what_to_close_first(cli: Cli) -> None:
    write(FILES)
    rows = json.loads(cli("gaps", "--json", "--top", "9").out)["close_first"]
    assert [(r["path"], r["code"], r["gaps"], r["places"]) for r in rows] == [
        ("src/many.py", "AUT101", 3, 3),
        ("a.py", "AUT101", 1, 1),
        ("src/one.py", "AUT101", 1, 1),
        ("src/ask.py", "AUT202", 1, 3),  # with the two questions that it asks
        ("a.py", "AUT201", 1, 1),
    ]
    assert [row["hours_estimated"] for row in rows] == [1.15, 0.38, 0.38, 0.37, None]
    rows = json.loads(cli("gaps", "--json", "--top", "9", "--minutes", "AUT202:60").out)
    paths = [row["path"] for row in rows["close_first"]]
    assert paths.index("a.py") < paths.index("src/ask.py")  # an hour, but three places to touch
    assert json.loads(cli("gaps", "--json").out)["close_first"] is None
    text = cli("gaps", "--top", "2").out
    assert text.startswith(PLAIN)
    assert [line.split()[0] for line in text.splitlines()[9:11]] == ["src/many.py", "a.py"]
    assert "src/one.py" not in text


def test_the_urgent_comes_before_the_many(cli: Cli) -> None:
    write({"tests/many.py": RUN * 5, "product.py": RUN})
    rows = json.loads(cli("gaps", "--json", "--top", "9").out)["close_first"]
    assert [(r["path"], r["priority"]) for r in rows] == [
        ("product.py", "P1"),
        ("tests/many.py", "P2"),
    ]


def test_nothing_to_close(cli: Cli) -> None:
    write({"a.py": "import subprocess as s\ns.run(x, timeout=1)\n"})
    assert "There is nothing to close." in cli("gaps", "--top", "3").out
    assert json.loads(cli("gaps", "--json", "--top", "3").out)["close_first"] == []


def test_minutes_are_a_setting(cli: Cli) -> None:
    write({**FILES, "pyproject.toml": "[tool.flake8-automation]\nminutes = { AUT101 = 60 }\n"})
    rows = {row["code"]: row for row in json.loads(cli("gaps", "--json").out)["rules"]}
    assert rows["AUT101"]["hours_estimated"] == 5
    rows = json.loads(cli("gaps", "--json", "--minutes", "AUT201:20").out)["rules"]
    assert [row["hours_estimated"] for row in rows] == [1.92, 0, 1, 0.37]


def test_markdown(cli: Cli) -> None:
    write(FILES | {"_x_/*|`.py": RUN})
    text = cli("gaps", "--output-format", "markdown", "--by", "folder", "--top", "1").out
    lines = text.splitlines()
    assert lines[0] == "### Gaps by folder"
    assert lines[2] == "| Folder | Covered | Gaps | Waived | Coverage | Est. hours |"
    assert lines[3] == "| --- | ---: | ---: | ---: | ---: | ---: |"
    assert r"| \_x\_ | 0 | 1 | 0 | 0.0 % | 0.4 |" in lines
    assert "| **Total** | **1** | **10** | **1** | **8.3 %** | **2.7** |" in lines
    assert "### What to close first" in lines
    assert {line.count("|") for line in lines if line.startswith("| ")} == {7}


class Cells(HTMLParser):
    """The texts of the cells of a page, and that its elements are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)
        if tag in {"td", "th"}:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"td", "th"}:
            self.cells[-1] += data


def test_html(cli: Cli) -> None:
    write(FILES | {"<b>&/x.py": RUN})
    text = cli("gaps", "--output-format", "html", "--by", "folder").out
    assert text.startswith("<!doctype html>\n")
    assert "http" not in text
    cells = Cells(text).cells
    assert cells[:6] == ["Folder", "Covered", "Gaps", "Waived", "Coverage", "Est. hours"]
    assert cells[12:18] == ["<b>&", "0", "1", "0", "0.0 %", "0.4"]
    assert cells[-6:] == ["Total", "1", "10", "1", "8.3 %", "2.7"]


def test_a_file_for_the_result(cli: Cli) -> None:
    write(FILES)
    for kind in ("markdown", "html", "json", "text"):
        assert cli("gaps", "--output-format", kind, "--output-file", "out").out == ""
        assert Path("out").read_text() == cli("gaps", "--output-format", kind).out


@pytest.mark.parametrize(
    "words",
    [
        ["--by", "moon"],
        ["--top", "0"],
        ["--top", "x"],
        ["--output-format", "sarif"],
        ["-"],
        ["nothing.py"],
        ["--select", "AUT9"],
    ],
)
def test_wrong_usage(cli: Cli, words: list[str]) -> None:
    assert cli("gaps", *words).status == 2


def test_gaps_exits_with_0_whatever_the_gaps_but_not_what_cannot_be_read(cli: Cli) -> None:
    write(FILES)
    assert cli("gaps").status == 0
    write({"broken.py": f"{RUN}def f(:\n"})
    result = cli("gaps")
    assert result.status == 2
    assert "broken.py:3:7: cannot be parsed" in result.err
    assert cli("gaps", "--unparsed=warn").status == 0


def test_a_sub_command_is_no_path_and_a_path_is_no_sub_command(cli: Cli) -> None:
    write({"check/a.py": RUN})
    assert cli("gaps", "check").status == 4
    assert cli("gaps", "./check").status == 0
    result = cli("gaps", "acept", "--reason", "x")
    assert result.status == 2
    assert "no path 'acept'; did you mean 'gaps accept'?" in result.err


# One truth: the counts, and the rows of `check`

LINES = st.sampled_from(
    [
        "s.run(x)",
        "s.run(x, timeout=1)",
        "s.run(x)  # noqa: AUT101",
        "os.system(x)",
        "os.system(x)  # automation: ignore[AUT103] why",
        "input()",
        "def f(): s.call(y)",
        "p = s.Popen(x); p.wait()",
        "argparse.ArgumentParser()",
        "y = 1",
    ]
)
TEXTS = st.lists(LINES, max_size=6).map(
    lambda lines: "import subprocess as s, os, argparse\n" + "".join(f"{one}\n" for one in lines)
)
NAMES = st.sampled_from(["a.py", "b.py", "src/a.py", "src/deep/c.py", "tests/test_a.py", "é x.py"])
TREES = st.dictionaries(NAMES, TEXTS, max_size=5)
OPTIONS = st.sampled_from(
    [[], ["--select", "AUT1"], ["--min-priority", "P2"], ["--disable-noqa"], ["--exclude", "src"]]
)


@given(TREES, OPTIONS)
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_counts_agree_with_the_rows_of_check(
    cli: Cli, project: Path, tree: dict[str, str], words: list[str]
) -> None:
    for path in project.rglob("*.py"):
        path.unlink()
    write(dict(tree))
    counts = json.loads(cli("gaps", "--json", *words).out)
    rows = json.loads(cli("check", "--json", *words).out)
    assert counts["total"]["gap"] == len(rows)
    for key, name in (("rules", "code"), ("priorities", "priority")):
        found = {row[name]: row["gap"] for row in counts[key] if row["gap"]}
        expected = [row[name] for row in rows]
        assert found == {one: expected.count(one) for one in set(expected)}
    folders = [Path(row["filename"]).parent.relative_to(project).as_posix() for row in rows]
    found = {row["folder"]: row["gap"] for row in counts["folders"] if row["gap"]}
    assert found == {one: folders.count(one) for one in set(folders)}
    for key in ("rules", "priorities", "folders"):
        for part in ("covered", "gap", "waived", "sites"):
            assert sum(row[part] for row in counts[key]) == counts["total"][part]


# Tables


@pytest.mark.parametrize(
    ("covered", "of", "shown"),
    [(0, 0, "-"), (0, 1, "0.0 %"), (57, 200, "28.5 %"), (9999, 10000, "99.9 %"), (3, 3, "100.0 %")],
)
def test_only_all_is_100_percent(covered: int, of: int, shown: str) -> None:
    assert percent(Count(covered, of - covered).coverage) == shown


TABLE = Table(
    "T", ("Name", "N"), (("a", "10"), ("日本", "9")), ("all", "19"), frozenset({"N"}), "A note."
)


def test_a_table_in_each_form() -> None:
    assert table.as_text(TABLE) == "Name   N\na     10\n日本   9\nall   19\nA note.\n"
    assert table.as_markdown(TABLE) == (
        "### T\n\n| Name | N |\n| --- | ---: |\n| a | 10 |\n| 日本 | 9 |\n| **all** | **19** |\n"
        "\nA note.\n"
    )
    assert Cells(table.page("T", [TABLE])).cells == [
        "Name",
        "N",
        "a",
        "10",
        "日本",
        "9",
        "all",
        "19",
    ]


def test_markup_in_a_cell_is_text() -> None:
    odd = TABLE._replace(rows=(("[b]x[/b] <i> *_|`\n", "1"),))
    assert "[b]x[/b] <i> *_|`" in table.as_terminal_text(odd)
    assert r"| \[b\]x\[/b\] \<i\> \*\_\|\` | 1 |" in table.as_markdown(odd)
    assert Cells(table.as_html(odd)).cells[2] == "[b]x[/b] <i> *_|`\n"
