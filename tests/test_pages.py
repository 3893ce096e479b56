"""Every block of every rule's page is run: marked lines are sites, others are not, fixes fix."""

import ast

import pytest
import yaml

from flake8_automation import engine
from flake8_automation.languages import language_of
from flake8_automation.model import Fix, Safety, Status
from flake8_automation.registry import all_rules, concerned_rules, page
from flake8_automation.rule import Rule
from flake8_automation.settings import Settings
from flake8_automation.source import Source
from tests.pages import Block, Mark, blocks, pairs

HEADINGS = ["Why", "What it reports", "What it leaves alone", "Fix", "Options"]
EXAMPLES = [
    pytest.param(rule, block, id=f"{rule.code}-line{block.line}")
    for rule in all_rules()
    for block in blocks(page(rule))
    if block.is_example
]
FIXES = [
    pytest.param(rule, before, after, id=f"{rule.code}-line{before.line}")
    for rule in all_rules()
    for before, after in pairs(page(rule))
]


def checked(rule: Rule, block: Block):
    source = Source(block.path, block.unmarked())
    return engine.check(source, (rule,), block.settings, block.facts)


@pytest.mark.parametrize(("rule", "block"), EXAMPLES)
def test_the_marked_lines_are_the_sites(rule: Rule, block: Block):
    result = checked(rule, block)
    assert result.broken is None
    wanted = [mark for mark in block.marks() if mark.code == rule.code]
    found = [
        Mark(
            site.span.start.line,
            site.code,
            site.status is Status.COVERED,
            site.priority.name if mark and mark.priority else None,
            site.message if mark and mark.message else None,
        )
        for site in result.sites
        for mark in [next((m for m in wanted if m.line == site.span.start.line), None)]
    ]
    assert found == wanted


@pytest.mark.parametrize(("rule", "block"), EXAMPLES)
def test_a_file_with_a_site_is_looked_at(rule: Rule, block: Block):
    if checked(rule, block).sites:
        data = block.unmarked().encode()
        assert rule.concerns(data)
        settings = Settings(select=(rule.code,))
        assert concerned_rules(data, language_of(block.path), settings) == (rule,)


@pytest.mark.parametrize(("rule", "block"), EXAMPLES)
def test_fixes_are_counted_as_they_are_made(rule: Rule, block: Block):
    source = Source(block.path, block.unmarked())

    def told(counted: bool) -> list[object]:
        sites = engine.check(source, (rule,), block.settings, block.facts, counted=counted).sites
        return [s._replace(fix=s.fix and Fix("", (), s.fix.safety), alternatives=()) for s in sites]

    assert told(True) == told(False)


@pytest.mark.parametrize(("rule", "before", "after"), FIXES)
def test_the_fix_gives_the_block_below(rule: Rule, before: Block, after: Block):
    settings = before.settings._replace(unsafe_fixes=True)
    facts = before.facts
    fixed = engine.fix(Source(before.path, before.unmarked()), (rule,), settings, facts)
    assert fixed.refused == ()
    assert fixed.text == after.text
    again = engine.fix(Source(before.path, fixed.text), (rule,), settings, facts)
    assert again.text == fixed.text
    offered = [site.fix for site in again.checked.gaps() if site.fix]
    assert all(fix.safety is Safety.DISPLAY for fix in offered)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_page_has_its_headings_and_examples(rule: Rule):
    lines = page(rule).splitlines()
    assert lines[0] == f"# {rule.name} ({rule.code})"
    assert [line[3:] for line in lines if line.startswith("## ")] == HEADINGS
    marks = [mark for block in blocks(page(rule)) for mark in block.marks()]
    assert any(not mark.covered for mark in marks), "no gap is shown"
    assert f"Priority {rule.priority.name}" in page(rule)


@pytest.mark.parametrize(("rule", "block"), EXAMPLES)
def test_an_example_is_python_or_yaml(rule: Rule, block: Block):
    if block.language == "py":
        ast.parse(block.text)
    else:
        assert list(yaml.safe_load_all(block.text))
