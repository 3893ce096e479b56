"""SARIF 2.1.0, for code scanning and every viewer of it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and what GitHub asks for beyond:
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning

Columns are 1-based and count UTF-16 code units, ends are exclusive. Waived and accepted gaps are
told as suppressed: leaving them out would close their alerts, and open them again later.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flake8_automation import __version__
from flake8_automation.model import Checked, Fix, Site, Span, Status
from flake8_automation.output import Context
from flake8_automation.output.fingerprints import fingerprints
from flake8_automation.output.levels import LEVELS
from flake8_automation.output.line_hashes import line_hashes
from flake8_automation.output.paths import relative, uri
from flake8_automation.registry import HOME, all_rules, page, page_url, summary
from flake8_automation.rule import Rule
from flake8_automation.source import Source

FIXES = True
MARKED = True  # its fingerprints are made of what identifies a gap

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "SRCROOT"
_SUPPRESSIONS = {Status.WAIVED: "inSource", Status.ACCEPTED: "external"}


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """The document, with one run, a result at a time."""
    results = list(results)
    head = json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": []})
    yield head.removesuffix("]}") + json.dumps(_run(results, context)).removesuffix("}")
    yield ', "results": ['
    separator = "\n"
    for checked in results:
        for row in _results(checked, context):
            yield separator + json.dumps(row)
            separator = ",\n"
    yield "\n]}]}\n"


def _run(results: list[Checked], context: Context) -> dict[str, Any]:
    """All of the run but its results."""
    codes = {site.code for checked in results for site in checked.sites}
    foreign = sorted(codes - {rule.code for rule in all_rules()})
    driver = {
        "name": "flake8-automation",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [_rule(rule) for rule in all_rules()] + [_foreign(code) for code in foreign],
    }
    root = {"description": {"text": "The root of the repository."}}
    told = [_notification(checked, context) for checked in results if checked.broken]
    ended = {"executionSuccessful": not told, "toolExecutionNotifications": told}
    return {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_ROOT: root},
        "invocations": [ended],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    level = LEVELS[rule.priority]
    text = page(rule)
    why = " ".join(text.partition("## Why\n\n")[2].partition("\n\n")[0].split())
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": summary(rule)},
        "fullDescription": {"text": why},
        "help": {"text": text, "markdown": text},
        "helpUri": page_url(rule.code),
        "defaultConfiguration": {"level": level.sarif},
        "properties": {
            "tags": ["automation", "reliability"],
            "precision": "high",
            "problem.severity": level.sarif.replace("note", "recommendation"),
        },
    }


def _foreign(code: str) -> dict[str, Any]:
    """What can be said of a code that another plugin of flake8 reports."""
    told = {"text": f"{code}, reported by another plugin of flake8."}
    return {"id": code, "shortDescription": told, "fullDescription": told, "help": told}


def _notification(checked: Checked, context: Context) -> dict[str, Any]:
    broken = checked.broken
    assert broken is not None
    place: dict[str, Any] = {"artifactLocation": _artifact(checked.path, context)}
    if broken.line:
        place["region"] = {"startLine": broken.line}
    told = f"{relative(checked.path, context.root)} {broken.kind.value}: {broken.reason}"
    return {
        "level": "error",
        "message": {"text": told},
        "locations": [{"physicalLocation": place}],
    }


def _results(checked: Checked, context: Context) -> Iterator[dict[str, Any]]:
    told = [site for site in checked.sites if site.status is not Status.COVERED]
    if not told:
        return
    source = context.source(checked.path)
    lines = {site.span.start.line for site in told}
    hashes = line_hashes(source, lines) if source else {}
    artifact = _artifact(checked.path, context)
    own = fingerprints(relative(checked.path, context.root), told)
    for site, fingerprint in zip(told, own, strict=True):
        row = _result(site, artifact, source)
        if context.ratchet:
            row["baselineState"] = "new" if site.status is Status.GAP else "unchanged"
        row["partialFingerprints"] = {"automationGap/v1": fingerprint}
        if site.span.start.line in hashes:
            row["partialFingerprints"]["primaryLocationLineHash"] = hashes[site.span.start.line]
        yield row


def _result(site: Site, artifact: dict[str, Any], source: Source | None) -> dict[str, Any]:
    region = _region(site.span)
    if source:
        snippet = source.text[site.span.start.offset : site.span.end.offset]
        region["snippet"] = {"text": snippet}
    place = {"artifactLocation": artifact, "region": region}
    row: dict[str, Any] = {
        "ruleId": site.code,
        "level": LEVELS[site.priority].sarif,
        "message": {"text": site.message},
        "locations": [{"physicalLocation": place}],
        "properties": {"priority": site.priority.name},
    }
    fixes = [fix for fix in (site.fix, *site.alternatives) if fix and fix.edits]
    if fixes:
        row["fixes"] = [_fix(fix, artifact) for fix in fixes]
    if site.status in _SUPPRESSIONS:
        because = {"justification": site.reason} if site.reason else {}
        row["suppressions"] = [{"kind": _SUPPRESSIONS[site.status], **because}]
    return row


def _fix(fix: Fix, artifact: dict[str, Any]) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    change = {"artifactLocation": artifact, "replacements": replacements}
    return {"description": {"text": fix.titled()}, "artifactChanges": [change]}


def _artifact(path: str, context: Context) -> dict[str, str]:
    place = uri(path, context.root)
    return {"uri": place} if place.startswith("file:") else {"uri": place, "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, Any]:
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column_utf16,
        "endLine": span.end.line,
        "endColumn": span.end.column_utf16,
    }
