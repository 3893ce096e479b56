"""Reading the fenced blocks of a rule's page; the page says what must happen, the tests do it."""

import re
from itertools import pairwise
from typing import NamedTuple

from flake8_automation.model import Facts, Project
from flake8_automation.settings import BY_FIELD, Settings

_FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(
    r"[ ]*\#[ ](?P<code>AUT\d{3})(?P<covered>[ ]covered)?(?:[ ](?P<priority>P[0-3]))?"
    r"(?::[ ](?P<message>.*))?$",
    re.VERBOSE,
)

_PATHS = {"py": "module.py", "yml": ".github/workflows/ci.yml"}


class Block(NamedTuple):
    """One fenced block: the words behind the fence, its text, and its line (1-based)."""

    info: str
    text: str
    line: int

    @property
    def path(self) -> str:
        found = re.search(r"path=(\S+)", self.info)
        return found[1] if found else _PATHS.get(self.language, "")

    @property
    def language(self) -> str:
        return self.info.split()[0]

    @property
    def facts(self) -> Facts:
        """What the rule is told: `has=` names files that say what to install."""
        words = dict(word.split("=", 1) for word in self.info.split() if "=" in word)
        has = frozenset(words.get("has", "").split(",")) - {""}
        addopts = (("", words["addopts"]),) if "addopts" in words else ()
        return Facts(self.path, project=Project(has, addopts))

    @property
    def settings(self) -> Settings:
        """The words NAME=VALUE behind the fence that name a setting."""
        words = dict(word.split("=", 1) for word in self.info.split() if "=" in word)
        given = {name.replace("-", "_"): value for name, value in words.items()}
        return Settings(**{f: BY_FIELD[f].kind.parse(v) for f, v in given.items() if f in BY_FIELD})

    @property
    def is_example(self) -> bool:
        return self.language in _PATHS and not self.is_fixed

    @property
    def is_fixed(self) -> bool:
        return self.info.split()[1:2] == ["fixed"]

    def unmarked(self) -> str:
        return "\n".join(_MARK.sub("", line) for line in self.text.split("\n"))

    def marks(self) -> list["Mark"]:
        found = ((i, _MARK.search(text)) for i, text in enumerate(self.text.split("\n"), 1))
        return [
            Mark(line, m["code"], bool(m["covered"]), m["priority"], m["message"])
            for line, m in found
            if m
        ]


class Mark(NamedTuple):
    """What the page says of one line (1-based): a gap, or a covered site. None: not said."""

    line: int
    code: str
    covered: bool
    priority: str | None
    message: str | None


def blocks(page: str) -> list[Block]:
    return [
        Block(match["info"].strip(), match["text"], page.count("\n", 0, match.start()) + 1)
        for match in _FENCE.finditer(page)
    ]


def pairs(page: str) -> list[tuple[Block, Block]]:
    """Each block that is followed by a `fixed` one, with it."""
    found = blocks(page)
    return [(one, two) for one, two in pairwise(found) if two.is_fixed]
