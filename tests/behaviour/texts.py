"""Comparing what is written for people: all but the new options and the numbers of lines."""

import re

_FRAME = re.compile(r"(?m)^  File .*\n(?:    .*\n)*|^  \[Previous line repeated.*\n")
_WARNED = re.compile(r"(?m)^\S+\.py:\d+(?=: \w*Warning: )")
_ENTRY = re.compile(r"(?m)^\W*(?:--json|--non-interactive)\b.*\n?(?:[ │|]{8,}(?![-│|]).*\n?)*")
_USAGE = re.compile(r"\[(?:--json|--non-interactive)\]")


def complaint(err: bytes) -> str:
    """Standard error without what a fix moves: the frames of a traceback, the lines of warnings,
    and the usage."""
    return _words(_USAGE.sub("", _WARNED.sub("", _FRAME.sub("", err.decode()))))


def help_text(out: bytes) -> str:
    """A help text without the new options, as words: a new option may move every column."""
    return _words(_USAGE.sub("", _ENTRY.sub("", out.decode())))


def _words(text: str) -> str:
    return " ".join(re.sub("[─│╭╮╰╯]+", " ", text).split())
