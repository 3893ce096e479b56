"""Which rules there are, and which of them a run wants. The only module that imports `rules`."""

import os
import re
from functools import cache
from importlib import import_module
from typing import NamedTuple

from flake8_automation import rules
from flake8_automation.rule import Rule
from flake8_automation.settings import Settings

_KINDS = ("python",)
_MINUTES = re.compile(r"^Estimated cost: (\d+) minutes a month for each gap\b", re.MULTILINE)
_REPOSITORY = "https://github.com/flake8-automation/flake8-automation"


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code. A rule is a module in `rules/<kind>/` with a page of the same name."""
    found = [
        value
        for kind in _KINDS
        for stem in _stems(kind)
        for value in vars(import_module(f"{rules.__name__}.{kind}.{stem}")).values()
        if isinstance(value, Rule)
    ]
    return tuple(sorted(found, key=lambda rule: rule.code))


@cache
def selected_rules(settings: Settings) -> tuple[Rule, ...]:
    """The rules that these settings switch on, by code."""
    return tuple(rule for rule in all_rules() if settings.selects(rule.code))


def concerned_rules(data: bytes, settings: Settings) -> tuple[Rule, ...]:
    """The selected rules that may find a site in a file with these bytes, by code."""
    found = _found_in(data, _needles(settings))
    return tuple(rule for rule in selected_rules(settings) if rule in found) if found else ()


class _Branch(NamedTuple):
    """The rules that may have something to say once these literals were found, one upon another."""

    rules: set[Rule]
    longer: dict[bytes, "_Branch"]


@cache
def _needles(settings: Settings) -> _Branch:
    """The needles of all selected rules as a tree, so that what they share is looked for once."""
    root = _Branch(set(), {})
    for rule in selected_rules(settings):
        for needle in rule.needles:
            branch = root
            for literal in needle:
                branch = branch.longer.setdefault(literal, _Branch(set(), {}))
            branch.rules.add(rule)
    return root


def _found_in(data: bytes, branch: _Branch) -> set[Rule]:
    found = branch.rules
    for literal, longer in branch.longer.items():
        if literal in data:
            found = found | _found_in(data, longer)
    return found


def page(rule: Rule) -> str:
    """The text of a rule's page, in Markdown."""
    kind, stem = rule.module.split(".")[-2:]
    with open(os.path.join(_folder(kind), f"{stem}.md"), encoding="utf-8") as file:
        return file.read()


def summary(rule: Rule) -> str:
    """The sentence below the heading of a rule's page: why it hurts."""
    return " ".join(page(rule).split("\n\n")[1].split())


def fix_kind(rule: Rule) -> str:
    """What the page says first under *Fix*: "safe", "unsafe" or "shown only"."""
    return page(rule).partition("## Fix\n\n")[2].partition(":")[0].lower()


@cache
def minutes(rule: Rule) -> int | None:
    """What a gap costs in a month, as its page estimates it; None where nobody has published it."""
    stated = _MINUTES.search(page(rule))
    return int(stated[1]) if stated else None


def page_url(code: str) -> str:
    """Where a rule's page can be read on the web."""
    rule = next(rule for rule in all_rules() if rule.code == code)
    return f"{_REPOSITORY}/blob/main/{rule.module.replace('.', '/')}.md"


def _stems(kind: str) -> list[str]:
    names = os.listdir(_folder(kind))
    return sorted(name.removesuffix(".md") for name in names if name.endswith(".md"))


def _folder(kind: str) -> str:
    return os.path.join(rules.__path__[0], kind)
