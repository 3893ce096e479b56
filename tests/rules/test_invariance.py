"""What must not matter to a rule: names, layout, comments, and in which function the code stands.

Every example of the pages is told in other ways, and must be judged as before.
"""

import ast
import builtins
import io
import tokenize
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.model import Facts, Status
from flake8_automation.registry import all_rules, page
from flake8_automation.rule import Rule
from flake8_automation.rules.python._guards.exits import _EXITS_BY_NAME
from flake8_automation.rules.python._guards.missing import HOLDERS
from flake8_automation.rules.python._guards.switches import _FIRST, _LAST
from flake8_automation.rules.python._guards.words import (
    ASKING,
    REHEARSALS,
    THINGS,
    Vocabulary,
    words,
)
from flake8_automation.source import Source
from tests.pages import Block, blocks

CODES = ("AUT101", "AUT102", "AUT103", "AUT104", "AUT201")
EXAMPLES = [
    pytest.param(rule, block, id=f"{rule.code}-line{block.line}")
    for rule in all_rules()
    if rule.code in CODES
    for block in blocks(page(rule))
    if block.is_example and "noqa" not in block.text
]
MANY = [example.values for example in EXAMPLES]

# Names by which a script says whether somebody is asked: they are meant to matter.
SPEAKING = (
    {word for phrase in Vocabulary.with_names(()).phrases for word in phrase}
    | ASKING
    | REHEARSALS
    | THINGS
    | _EXITS_BY_NAME
    | _FIRST
    | _LAST
    | HOLDERS
    | {"self", "cls", "main", "suppress"}
)


def judged(rule: Rule, block: Block, text: str) -> list[bool]:
    """For each site, in order, whether it is a gap."""
    checked = engine.check(Source(block.path, text), (rule,), block.settings, Facts(block.path))
    assert checked.broken is None
    return [site.status is Status.GAP for site in checked.sites]


# -- other names ---------------------------------------------------------------------------------


def own_names(text: str) -> list[str]:
    """The names that a program makes for itself and that say nothing to anybody: no option's."""
    nodes = list(ast.walk(ast.parse(text)))
    made = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    made |= {n.arg for n in nodes if isinstance(n, ast.arg)}
    made |= {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    taken = {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    taken |= {n.arg for n in nodes if isinstance(n, ast.keyword) and n.arg}
    texts = " ".join(str(n.value) for n in nodes if isinstance(n, ast.Constant))
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            taken |= {part for a in node.names for part in (a.asname or a.name).split(".")}
    return sorted(
        name
        for name in made - taken - set(dir(builtins))
        if SPEAKING.isdisjoint(words(name)) and name not in texts
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(example=st.sampled_from(MANY), fresh=st.permutations(["q", "_v", "Zz", "été", "a1"]))
def test_how_things_are_called(example: tuple[Rule, Block], fresh: list[str]) -> None:
    rule, block = example
    number = count()
    names = {name: f"{fresh[next(number) % 5]}{i}" for i, name in enumerate(own_names(block.text))}
    text = ast.unparse(Renamer(names).visit(ast.parse(block.text)))
    assert judged(rule, block, text) == judged(rule, block, block.text)


class Renamer(ast.NodeTransformer):
    """Gives other names to what a program has made for itself."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.names.get(node.id, node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        self.generic_visit(node)
        return ast.arg(self.names.get(node.arg, node.arg), node.annotation)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._defined(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._defined(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._defined(node)

    def _defined(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.name = self.names.get(node.name, node.name)
        return node

    def visit_Global(self, node: ast.Global) -> ast.Global:
        return ast.Global([self.names.get(name, name) for name in node.names])

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.Nonlocal:
        return ast.Nonlocal([self.names.get(name, name) for name in node.names])

    def visit_MatchAs(self, node: ast.MatchAs) -> ast.AST:
        self.generic_visit(node)
        node.name = self.names.get(node.name, node.name) if node.name else None
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        self.generic_visit(node)
        node.name = self.names.get(node.name, node.name) if node.name else None
        return node


# -- another layout ------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "block"), EXAMPLES)
def test_how_it_is_laid_out(rule: Rule, block: Block) -> None:
    text = ast.unparse(ast.parse(block.text)) + "\n"
    assert judged(rule, block, text) == judged(rule, block, block.text)


def noted(text: str) -> str:
    """The program with a comment behind and below each of its statements, and wherever it may."""
    lines = text.splitlines()
    kinds = {tokenize.NEWLINE: "  # a note", tokenize.NL: "  # another"}
    notes: dict[int, str] = {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        row = token.start[0] - 1
        if token.type in kinds and row < len(lines) and "#" not in lines[row]:
            notes[row] = kinds[token.type]
    told = []
    for row, line in enumerate(lines):
        told.append(line + notes.get(row, ""))
        if notes.get(row) == kinds[tokenize.NEWLINE]:
            told += ["", line[: len(line) - len(line.lstrip())] + "# input(), run() and wait()"]
    return "\n".join(told) + "\n"


@pytest.mark.parametrize(("rule", "block"), EXAMPLES)
def test_what_is_noted_beside_it(rule: Rule, block: Block) -> None:
    text = noted(block.unmarked())
    ast.parse(text)
    assert judged(rule, block, text) == judged(rule, block, block.text)


# -- another place -------------------------------------------------------------------------------


def is_movable(block: Block) -> bool:
    """Whether it means the same inside of a function."""
    nodes = list(ast.walk(ast.parse(block.text)))
    return not any(
        isinstance(node, ast.Global)
        or (isinstance(node, ast.FunctionDef) and node.name in dir(builtins))
        or (isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
        for node in nodes
    )


MOVABLE = [example for example in EXAMPLES if is_movable(example.values[1])]


def in_function(text: str) -> str:
    module = ast.parse("def outer():\n    pass\n\n\nouter()\n")
    module.body[0].body = ast.parse(text).body  # type: ignore[attr-defined]
    return ast.unparse(module) + "\n"


@pytest.mark.parametrize(("rule", "block"), MOVABLE)
def test_in_which_function_it_stands(rule: Rule, block: Block) -> None:
    assert judged(rule, block, in_function(block.text)) == judged(rule, block, block.text)
