"""AUT101 to AUT104 where their pages would get too ugly: many ways to one thing, odd layouts."""

import pytest
from ast_grep_py import SgNode

from flake8_automation import engine
from flake8_automation.model import Facts, Status
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._timeouts import commands
from flake8_automation.rules.python.subprocess_without_timeout import subprocess_without_timeout
from flake8_automation.settings import Settings
from flake8_automation.source import Source

EXTENDED = [f"self.command += '-{letter}'" for letter in "abcdefgh"]
REPLACED = [f"if maybe(): self.command = self.command + '-{letter}'" for letter in "abcdefgh"]
LOOPED = [f"if maybe(): command = command + '-{letter}'" for letter in "abcdefgh"]


def class_of(lines: list[str]) -> str:
    body = "\n        ".join(lines)
    return (
        "import subprocess\n\n\nclass Runner:\n    def __init__(self):\n"
        f'        self.command = "git"\n\n    def run(self):\n        {body}\n'
        "        subprocess.run(self.command, shell=True)\n"
    )


def loop_of(lines: list[str]) -> str:
    body = "\n    ".join(lines)
    return (
        'import subprocess\n\ncommand = "git"\nwhile True:\n'
        f"    {body}\n    subprocess.run(command, shell=True)\n"
    )


@pytest.mark.parametrize(
    "text", [class_of(EXTENDED), class_of(REPLACED), loop_of(LOOPED)], ids=["+=", "own", "loop"]
)
def test_a_command_put_together_in_many_ways_is_read_in_few_steps(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0
    read = commands._read

    def counted(names: Names, node: SgNode, depth: int) -> list[commands.Command]:
        nonlocal steps
        steps += 1
        assert steps < 2000
        return read(names, node, depth)

    monkeypatch.setattr(commands, "_read", counted)
    source = Source("a.py", text)
    checked = engine.check(source, (subprocess_without_timeout,), Settings(), Facts("a.py"))
    assert checked.broken is None
    assert [site.status for site in checked.sites] == [Status.GAP]


def test_a_command_that_is_only_extended_keeps_its_first_word() -> None:
    source = Source("a.py", class_of(EXTENDED))
    checked = engine.check(source, (subprocess_without_timeout,), Settings(), Facts("a.py"))
    assert [site.fix.title for site in checked.sites if site.fix] == ["Add timeout=300"]
