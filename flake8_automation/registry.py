"""Which rules there are, and which of them a run wants. The only module that imports `rules`."""

import os
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from flake8_automation import rules
from flake8_automation.code_only import code_only
from flake8_automation.languages import Language
from flake8_automation.literals import Literals
from flake8_automation.rule import Rule
from flake8_automation.settings import Settings

_HEADING = r"# [a-z-]+ \((AUT\d{3})\)"
_MINUTES = r"(?m)^Estimated cost: (\d+) minutes a month for each gap\b"
HOME = "https://github.com/flake8-automation/flake8-automation"


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    found = [rule for language in Language for rule in rules_for(language)]
    return tuple(sorted(found, key=lambda rule: rule.code))


@cache
def rules_for(language: Language) -> tuple[Rule, ...]:
    """The rules of a language, by code: a module and a page of the same name in its folder.

    They are loaded here, so that a run on Python does not pay for those for workflows.
    """
    found = [
        value
        for stem in _stems(language)
        for value in vars(import_module(_module(language, stem))).values()
        if isinstance(value, Rule)
    ]
    return tuple(sorted(found, key=lambda rule: rule.code))


@cache
def codes() -> Mapping[str, tuple[str, str]]:
    """The code of every rule, with its module and the path of its page. Loads no rule."""
    found = {}
    for language in Language:
        for stem in _stems(language):
            path = os.path.join(_folder(language), f"{stem}.md")
            with open(path, encoding="utf-8") as file:
                heading = re.match(_HEADING, file.readline())
            if heading:
                found[heading[1]] = (_module(language, stem), path)
    return dict(sorted(found.items()))


@cache
def selected_rules(settings: Settings, language: Language | None = None) -> tuple[Rule, ...]:
    """The rules that these settings switch on, by code, of one language or of all."""
    rules_ = all_rules() if language is None else rules_for(language)
    return tuple(rule for rule in rules_ if settings.selects(rule.code))


def concerned_rules(data: bytes, language: Language, settings: Settings) -> tuple[Rule, ...]:
    """The selected rules that may find a site in a file with these bytes, by code.

    Workflows are few and small: all of them are looked at, so that one that is broken is told.
    """
    if language is not Language.PYTHON:
        return selected_rules(settings, language)
    found = _literals(settings, language).found_in(data)
    if not found:
        return ()
    rules_ = [rule for rule in selected_rules(settings, language) if rule.is_needled(found)]
    if not any(rule.hint is None or rule.hint(data) for rule in rules_):
        return ()
    code = code_only(data)
    return tuple(rule for rule in rules_ if (rule.hint or rule.concerns)(code))


@cache
def _literals(settings: Settings, language: Language) -> Literals:
    """What the needles of the selected rules consist of."""
    needles = [needle for rule in selected_rules(settings, language) for needle in rule.needles]
    return Literals((part for needle in needles for part in needle), (n[0] for n in needles))


def page(rule: Rule) -> str:
    """The text of a rule's page, in Markdown."""
    return _text(codes()[rule.code][1])


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def summary(rule: Rule) -> str:
    """The sentence below the heading of a rule's page: why it hurts."""
    return " ".join(page(rule).split("\n\n")[1].split())


def fix_kind(rule: Rule) -> str:
    """What the page says first under *Fix*: "safe", "unsafe" or "shown only"."""
    return page(rule).partition("## Fix\n\n")[2].partition(":")[0].lower()


@cache
def minutes(code: str) -> int | None:
    """What a gap costs in a month, as its page estimates it; None where nobody has published it."""
    stated = re.search(_MINUTES, _text(codes()[code][1])) if code in codes() else None
    return int(stated[1]) if stated else None


@cache
def page_url(code: str) -> str | None:
    """Where a rule's page can be read on the web; None for a code that is none of ours."""
    known = codes().get(code)
    return known and f"{HOME}/blob/main/{known[0].replace('.', '/')}.md"


def _stems(language: Language) -> list[str]:
    names = os.listdir(_folder(language))
    return sorted(name.removesuffix(".md") for name in names if name.endswith(".md"))


def _module(language: Language, stem: str) -> str:
    return f"{rules.__name__}.{language.value}.{stem}"


def _folder(language: Language) -> str:
    return os.path.join(rules.__path__[0], language.value)
