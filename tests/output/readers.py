"""Readers of every format, each by the rules of its host: the way back to places and codes."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree


class Row(NamedTuple):
    """A gap as a document tells it: line and column 1-based, in characters."""

    path: str
    line: int
    column: int
    code: str


def of_text(document: str) -> list[Row]:
    """Lines as flake8 prints them; a path may hold a line break."""
    found = re.findall(r"((?:.|\n)+?):(\d+):(\d+): (AUT\d{3}) .*\n", document)
    return [Row(path, int(line), int(column), code) for path, line, column, code in found]


def of_json(document: str) -> list[Row]:
    """Ruff's shape; the file names are absolute."""
    return [_of_object(row) for row in json.loads(document)]


def of_json_lines(document: str) -> list[Row]:
    """The same, a line each."""
    return [_of_object(json.loads(line)) for line in document.splitlines()]


def _of_object(row: dict[str, Any]) -> Row:
    path = str(Path(row["filename"]).relative_to(Path.cwd()))
    return Row(path, row["location"]["row"], row["location"]["column"], row["code"])


def of_github(document: str) -> list[Row]:
    """Workflow commands, as the runner reads them."""
    rows = []
    for line in document.splitlines():
        command = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line)
        assert command, line
        properties = dict(pair.split("=", 1) for pair in command[2].split(","))
        data = _percent(command[3])
        same_line = properties.get("line") == properties.get("endLine")
        assert ("col" in properties) == ("endColumn" in properties)
        assert same_line or "col" not in properties, "the runner drops such an annotation"
        shown = re.fullmatch(r"(.*):(\d+):(\d+): (AUT\d{3}) .*", data, re.DOTALL)
        if shown:
            path = _percent(properties["file"])
            assert (path, properties["line"]) == shown.group(1, 2)
            assert properties.get("col", shown[3]) == shown[3]
            assert int(properties.get("endColumn", 10**9)) >= int(shown[3])
            rows.append(Row(path, int(shown[2]), int(shown[3]), shown[4]))
    return sorted(rows)


def _percent(text: str) -> str:
    for escape, char in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def of_azure(document: str) -> list[Row]:
    """Logging commands, as the agent reads them."""
    rows = []
    for line in document.splitlines():
        command = re.fullmatch(r"##vso\[task\.logissue ([^\]]*)\](.*)", line)
        assert command, line
        properties = dict(pair.split("=", 1) for pair in command[1].rstrip(";").split(";"))
        assert properties["type"] in {"error", "warning"}
        if "code" in properties:
            path = properties["sourcepath"]
            for escape, char in (("%3B", ";"), ("%5D", "]"), ("%0D", "\r"), ("%0A", "\n")):
                path = path.replace(escape, char)
            place = int(properties["linenumber"]), int(properties["columnnumber"])
            rows.append(Row(path.replace("%AZP25", "%"), *place, properties["code"]))
    return rows


def of_teamcity(document: str) -> list[Row]:
    """Service messages, as the server reads them; a type comes before its first inspection."""
    types = set()
    rows = []
    for line in document.splitlines():
        assert line.isascii()
        message = re.fullmatch(r"##teamcity\[(\w+) (.*)\]", line)
        assert message, line
        found = re.findall(r"(\w+)='((?:[^|'\[\]]|\|.)*)'", message[2])
        assert " ".join(f"{name}='{value}'" for name, value in found) == message[2]
        values = {name: _bars(value) for name, value in found}
        if message[1] == "inspectionType":
            assert values.keys() == {"id", "name", "category", "description"}
            assert values["id"] not in types
            assert len(values["id"]) <= 255
            types.add(values["id"])
        elif message[1] == "inspection":
            assert values["typeId"] in types
            assert values["SEVERITY"] in {"ERROR", "WARNING", "WEAK WARNING", "INFO"}
            place = int(values["line"]), int(values["column"])
            rows.append(Row(values["file"], *place, values["typeId"]))
    return rows


def _bars(text: str) -> str:
    plain = {"n": "\n", "r": "\r"}

    def one(match: re.Match[str]) -> str:
        escape = match.group(1)
        return chr(int(escape[2:], 16)) if escape.startswith("0x") else plain.get(escape, escape)

    units = re.sub(r"\|(0x[0-9a-f]{4}|.)", one, text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def of_junit(document: str) -> list[Row]:
    """The XML; suites tell how many cases they have."""
    rows = []
    root = ElementTree.fromstring(document.encode())
    assert root.tag == "testsuites"
    for suite in root:
        cases = list(suite)
        assert cases, "some readers reject a suite without cases"
        assert int(suite.attrib["tests"]) == len(cases)
        for kind in ("failure", "error"):
            assert int(suite.attrib[f"{kind}s"]) == sum(len(case.findall(kind)) for case in cases)
        for case in cases:
            for failure in case.findall("failure"):
                place = int(case.attrib["line"]), int(case.attrib["column"])
                assert case.attrib["file"] == suite.attrib["name"]
                rows.append(Row(case.attrib["file"], *place, failure.attrib["type"]))
    return rows


def of_markdown(document: str) -> list[Row]:
    """The rows of the table, as GitHub cuts them."""
    rows = []
    for line in document.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 4 and (code := re.match(r"\[(AUT\d{3})\]", cells[1])):
            shown = re.fullmatch(r"(`+)( ?)(.*)\2\1", cells[0])
            assert shown, cells[0]
            path, row, column = shown[3].rsplit(":", 2)
            rows.append(Row(path.replace("\\n", "\n"), int(row), int(column), code[1]))
    return rows


def of_gitlab(document: str) -> list[Row]:
    """Code Quality: fingerprints are all different, for GitLab shows only the first of equals."""
    issues = json.loads(document)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    rows = []
    for issue in issues:
        assert issue.keys() == {
            "description",
            "check_name",
            "fingerprint",
            "severity",
            "location",
        }
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        path = issue["location"]["path"]
        assert not path.startswith(("/", "./"))
        begin = issue["location"]["positions"]["begin"]
        code = issue["check_name"].partition(" ")[0]
        assert issue["description"].startswith(code)
        rows.append(Row(path, begin["line"], begin["column"], code))
    return rows


def of_rdjson(document: str) -> list[Row]:
    """Reviewdog's document."""
    whole = json.loads(document)
    assert whole["source"].keys() == {"name", "url"}
    return [row for diagnostic in whole["diagnostics"] for row in _of_diagnostic(diagnostic)]


def of_rdjsonl(document: str) -> list[Row]:
    """Reviewdog's lines."""
    return [row for line in document.splitlines() for row in _of_diagnostic(json.loads(line))]


def _of_diagnostic(diagnostic: dict[str, Any]) -> list[Row]:
    assert diagnostic["message"]
    assert diagnostic["severity"] in {"ERROR", "WARNING", "INFO"}
    path = diagnostic["location"]["path"]
    for suggestion in diagnostic.get("suggestions", []):
        assert suggestion.keys() == {"range", "text"}
    if "code" not in diagnostic:
        return []
    start = diagnostic["location"]["range"]["start"]
    before = _line(path, start["line"]).encode()[: start["column"] - 1].decode()
    return [Row(path, start["line"], len(before) + 1, diagnostic["code"]["value"])]


def of_sarif(document: str) -> list[Row]:
    """SARIF, but for results that are suppressed."""
    (run,) = json.loads(document)["runs"]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    rows = []
    for result in run["results"]:
        assert result["ruleId"] in known
        assert result["level"] in {"error", "warning", "note"}
        if result.get("suppressions"):
            continue
        place = result["locations"][0]["physicalLocation"]
        path = unquote(place["artifactLocation"]["uri"])
        line, column = place["region"]["startLine"], place["region"]["startColumn"]
        units = _line(path, line).encode("utf-16-le")[: 2 * (column - 1)]
        rows.append(Row(path, line, len(units.decode("utf-16-le")) + 1, result["ruleId"]))
    return rows


def _line(path: str, number: int) -> str:
    return Path(path).read_bytes().decode().split("\n")[number - 1]


READERS: dict[str, Callable[[str], list[Row]]] = {
    "azure": of_azure,
    "github": of_github,
    "gitlab": of_gitlab,
    "json": of_json,
    "json-lines": of_json_lines,
    "junit": of_junit,
    "markdown": of_markdown,
    "rdjson": of_rdjson,
    "rdjsonl": of_rdjsonl,
    "sarif": of_sarif,
    "teamcity": of_teamcity,
    "text": of_text,
}
