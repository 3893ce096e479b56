"""What a script says that it does, in the first words of its docstring or description."""

import re
from enum import Enum

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import (
    field,
    parent_of,
    parts_of,
    positional,
    string_value,
)
from flake8_automation.rules.python._scripts.components import docstring
from flake8_automation.rules.python._scripts.options import keyword
from flake8_automation.rules.python._scripts.scripts import Script


class Aim(Enum):
    """What a script is for, by its own words."""

    TELL = "tell"  # its output is what it is run for
    MAKE = "make"  # it makes something, and remarks on it
    CHANGE = "change"  # the same, if it works on files
    CONVERT = "convert"  # it prints a document


_READ = 400  # what stands later in a description is no title
# `tool.py - `, `This is a small script that`, `Helper script to`
_LEAD = re.compile(
    r"""(?ix) ^\W*
    (?: [\w./-]+\.py \W+ | [\w.-]+ \s* (?::|--?|\u2013) \s+ )?
    (?: (?:this|the|an?|these) \s+ )?
    (?: (?:is|are) \s+ (?:an?\s+)? )?
    (?: (?: [\w-]+ \s+ ){0,4}?
        (?: (?:script|tool|program|utility|helper|command|module|wrapper)s? \s+ )+
        (?: (?:to|that|which|for|will|can|is|be|used|helps?|you|us) \s+ )* )?
    (?: (?:to|will|can|simply|just|automatically|quickly|recursively) \s+ )*
    """
)
_TELLS = (
    "list|show|print|report|display|count|analy[sz]e|analysis|compare|check|find|detect|"
    "summari[sz]e|inspect|quer(?:y|ie)|search|look|calculate|comput(?:e|ing)|measure|estimate|"
    "evaluate|score|verif(?:y|ie)|validate|examine|identif(?:y|ie)|benchmark|profile|audit|"
    "enumerate|scan|describe|determine|view|lint|test|statistic|get|diff|return"
)
_MAKES = (
    "generate|create|build|make|produce|train|install|update|upgrade|download|fetch|upload|"
    r"prepare|pre-?process|sync(?:hroni[sz]e)?|deploy|release|publish|set\s?up|setup|configure|"
    r"package|flash|back\s?up|restore|migrate|rewrite|bump|fine-?tune|initiali[sz]e|bootstrap|"
    r"mirror|cherry-?pick|backport|roll\s?back|tokeni[sz]e|compile|flatten|auto-?fill|patch|fix|"
    "repair|rename|move|copy|copie|delete|remove|push|submit|send|enable|disable|automate|start|"
    "launch|serve|archive"
)
# What may be done to figures as well as to files.
_CHANGES = (
    "split|merge|combine|clean|add|write|save|plot|render|sign|apply|average|crop|resize|augment|"
    "shuffle|sample|tag|filter|deduplicate|adjust|modify|modifie|replace|change|insert|manage|"
    "populate|load|fill|process|assemble|pull|mark|close|open|compress"
)
_CONVERTS = (
    "convert|converting|translat(?:e|or)|transform|reformat|import|encode|decode|minif(?:y|ie)|"
    "beautif(?:y|ie)|transpile|format|unpack|pretty-?print"
)
_VERB = re.compile(
    rf"(?i)(?:auto-)?(?:(?P<TELL>{_TELLS})s?\b|(?P<MAKE>{_MAKES})s?\b|"
    rf"(?P<CHANGE>{_CHANGES})s?\b|(?P<CONVERT>{_CONVERTS})(?:er|or)?s?\b)"
)
# `Read trees from stdin, and write them to stdout`
_FILTERS = re.compile(
    r"(?is)\b(?:stdin|(?:the|standard) input)\b.{1,120}\bwrites?\b.{1,120}"
    r"\b(?:stdout|(?:the|standard) output)\b"
)
# Of these, what cannot mean anything else in a name.
_PLAIN = re.compile(
    r"(?P<MAKE>gen|generate|create|make|build|train|install|update|upgrade|download|write|prepare|"
    r"preprocess|setup|deploy)\b|(?P<CONVERT>convert)\b"
)
# To generate a report is to tell.
_ACCOUNT = re.compile(
    r"(?i)^\W*\w+\s+(?:(?!from|for|of|to|with|in|into)\w+\s+){0,3}"
    r"(?:report|summary|statistics|stats|list|table|overview|metrics|figures)\b"
)
_AND_TELLS = re.compile(
    r"(?i)\band\s+(?:then\s+)?(?:report|print|show|list|display|compare|summari[sz]e)s?\b"
)
# `C++ binding generator`, `Zip packaging tool`
_NOUN = re.compile(
    r"""(?ix) \b (?:
    (?P<CONVERT> converter|translator|formatter|transpiler|(?:en|de)coder|minifier)
    | (?P<MAKE> generator|builder|creator|downloader|installer|trainer|packager|uploader|compiler|
      assembler|importer|updater|patcher|flasher|merger|splitter|bundler|
      (?:packaging|release|releasing|deployment|install(?:ation)?|build|training|setup|backup|
      migration|flash(?:ing)?|upload|publishing)\s(?:script|tool|utility|helper|wrapper)
      | (?:pre-?)?training | fine-?tuning | pre-?processing | installation | deployment )
    | (?P<TELL> checker|validator|linter|analy[sz]er|inspector|viewer|lister|reporter|profiler|
      counter|finder|scanner|calculator|evaluator|verifier|explorer|detector)
    )\b"""
)


def aim_of(script: Script) -> Aim | None:
    """What a script says that it does; None where it does not say, or in no plain words."""
    return next((aim for aim in map(_aim, _descriptions(script)) if aim is not None), None)


def aim_by_name(file: str, *, works: bool) -> Aim | None:
    """What the name of a file says that it does: `check_links.py`. `works`: it changes files,
    so that a name such as `filter_rows.py` means that it makes something.
    """
    name = file.partition(".")[0]
    verb = (_VERB if works else _PLAIN).match(" ".join(re.split(r"[-_]", name)))
    return Aim[str(verb.lastgroup)] if verb is not None else None


def _descriptions(script: Script) -> list[str]:
    site = script.site
    root = list(site.ancestors())[-1]
    given = _given(site) if site.kind() == "call" else []
    texts = [_text(node, root) for node in given]
    if site.kind() == "decorator":
        definition = parent_of(site).field("definition")
        body = definition.field("body") if definition is not None else None
        texts.append(_first_text(body) if body is not None else None)
    elif script.framework in {"typer", "fire"}:
        texts += map(_first_text, _bodies(root, [part.text() for part in positional(site)]))
    texts.append(docstring(root))
    return [text for text in texts if text is not None]


def _bodies(root: SgNode, names: list[str]) -> list[SgNode]:
    """The bodies of the functions of these names."""
    functions = root.find_all(kind="function_definition") if names else []
    return [field(f, "body") for f in functions if field(f, "name").text() in names]


def _text(node: SgNode, root: SgNode) -> str | None:
    """A literal text, or the one that the only assignment to a name gives."""
    if node.kind() != "identifier":
        return string_value(node)
    found = [
        assignment.field("right")
        for assignment in root.find_all(kind="assignment")
        if field(assignment, "left").text() == node.text()
    ]
    return string_value(found[0]) if len(found) == 1 and found[0] is not None else None


def _given(call: SgNode) -> list[SgNode]:
    given = (keyword(call, name) for name in ("description", "help"))
    return [node for node in given if node is not None]


def _first_text(body: SgNode) -> str | None:
    first = [part for part in parts_of(body)[:1] if part.kind() == "expression_statement"]
    return string_value(parts_of(first[0])[0]) if first else None


def _aim(text: str) -> Aim | None:
    text = " ".join(text[:_READ].split())
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead is not None else text
    verb = _VERB.match(rest)
    title = re.findall(r"\w+", text.partition(". ")[0])
    noun = _NOUN.search(" ".join(title[1:11]))
    if verb is None and noun is None:
        return Aim.CONVERT if _FILTERS.search(text) else None
    if verb is None:
        return Aim[str(noun.lastgroup)] if noun is not None else None
    aim = Aim[str(verb.lastgroup)]
    accounts = _ACCOUNT.match(rest) or _AND_TELLS.search(rest.partition(". ")[0])
    return Aim.TELL if aim in {Aim.MAKE, Aim.CHANGE} and accounts else aim
