"""A command line means the same whether it is read plainly or by argparse."""

import contextlib
import io
from importlib import import_module
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flake8_automation.cli import COMMANDS
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.full_parser import made_from
from flake8_automation.cli.gaps import SUBCOMMANDS
from flake8_automation.cli.words import SWITCH, Parser, read_plainly


class Made(Exception):
    """Carries the parser of a command, once all is declared."""


def parser_of(command: str) -> Parser:
    """The parser that a command would read its words with."""

    def give(self: Parser, argv: list[str]) -> None:
        raise Made(self)

    module = command if command != "gaps" else "gaps.counting"
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Made) as made:
        patch.setattr(Parser, "parse_args", give)
        import_module(f"flake8_automation.cli.{module.replace(' ', '.')}").run([])
    parser: Parser = made.value.args[0]
    return parser


PARSERS = {name: parser_of(name) for name in (*COMMANDS, *(f"gaps {sub}" for sub in SUBCOMMANDS))}

VALUES = ("1", "0", "x", "auto", "AUT1", "P0", "a.py", "", "-", "a b", "x=y", "=", "-1", "- x")
ODD = ("--", "-qv", "-q1", "-h", "--quie", "--no", "-", "--x", "-x", "--no-quiet", "---")


def by_argparse(parser: Parser, words: list[str]) -> dict[str, Any] | None:
    """What argparse makes of it; None: an error, or help."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return vars(made_from(parser).parse_args(words))
    except (Failure, SystemExit):
        return None


def words_for(parser: Parser) -> st.SearchStrategy[list[str]]:
    """Lines of a command's own options, values that suit some of them, and what is odd."""
    flags = {flag for argument in parser.declared for flag in argument.flags}
    switches = {f for a in parser.declared if a.how.get("action") == SWITCH for f in a.flags}
    flags |= {f"--no-{flag[2:]}" for flag in switches}
    choices = {value for a in parser.declared for value in a.how.get("choices", ())}
    values = st.sampled_from([*VALUES, *sorted(choices)])
    flag = st.sampled_from(sorted(flags))
    part = st.one_of(
        values.map(lambda value: [value]),
        flag.map(lambda one: [one]),
        st.tuples(flag, values).map(list),
        st.tuples(flag, values).map(lambda both: ["=".join(both)]),
        st.sampled_from(ODD).map(lambda odd: [odd]),
    )
    return st.lists(part, max_size=6).map(lambda parts: [word for part in parts for word in part])


@pytest.mark.parametrize("name", PARSERS)
def test_what_is_read_plainly_is_what_argparse_reads(name: str) -> None:
    parser = PARSERS[name]

    @given(words_for(parser))
    @example([])
    @example(["a", "-q", "b"])
    @example(["-q", "a", "b", "--json"])
    def agrees(words: list[str]) -> None:
        read = read_plainly(parser.declared, words)
        if read is not None:
            assert read == by_argparse(parser, words)

    agrees()


@pytest.mark.parametrize("name", PARSERS)
def test_parsing_gives_the_values_whoever_reads_them(name: str) -> None:
    parser = PARSERS[name]
    for words in (["a", "--json"], ["a", "--", "-b"], ["a", "-q", "--config", "x.cfg"]):
        told = by_argparse(parser, words)
        if told is not None:
            assert vars(parser.parse_args(words)) == told


@pytest.mark.parametrize(
    "line",
    [
        "",
        "a.py",
        "a.py b.py -q --json",
        "--isolated --no-accepted a.py",
        "--select AUT1 --ignore=AUT103,AUT2 --jobs 2 src tests --output-format sarif",
        "--jobs auto --min-priority=P1 --config=setup.cfg .",
        "- --stdin-filename a.py",
        "--disable-noqa -v --exit-zero --color=never --output-file - a.py",
    ],
)
def test_the_lines_of_hooks_and_editors_are_plain(line: str) -> None:
    assert read_plainly(PARSERS["check"].declared, line.split()) is not None


@pytest.mark.parametrize(
    "line",
    [
        *("-h", "a --help", "-qv", "-- a", "a -q b", "--jobs 0", "--jobs", "--jobs -q", "--json=1"),
        *("--no-quiet", "--selec AUT1", "--color sometimes", "--select=", "--isolated=x", "--x"),
    ],
)
def test_other_lines_are_left_to_argparse(line: str) -> None:
    assert read_plainly(PARSERS["check"].declared, line.split()) is None


def test_switches_are_declared_once_and_last_said_counts() -> None:
    declared = PARSERS["check"].declared
    for line, value in (("--accepted", True), ("--no-accepted --accepted", True), ("", None)):
        read = read_plainly(declared, line.split())
        assert read is not None
        assert read["accepted"] is value
    assert (read_plainly(declared, ["--accepted", "--no-accepted"]) or {})["accepted"] is False


def test_the_help_has_all_that_was_declared() -> None:
    for name, parser in PARSERS.items():
        text = made_from(parser).format_help()
        assert text.startswith(f"usage: flake8-automation {name} ")
        assert parser.description in text
        assert text.endswith(f"{parser.epilog}\n")
        for group in parser.groups:
            assert f"\n{group.title}:\n" in text
        for argument in parser.declared:  # lines may be broken within a word that has a dash
            assert "".join(argument.how["help"].split()) in "".join(text.split())
