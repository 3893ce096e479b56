"""The harness passes a good fix, and sees what is wrong with a bad one."""

import re

import pytest

from flake8_automation.files.visit import Fixing
from flake8_automation.model import Checked, Position, Priority, Site, Span, Status
from tests.behaviour import harness, running
from tests.behaviour.stories import story
from tests.behaviour.subject import Different, Subject

START = Position(0, 1, 1, 1, 1)
BEFORE = """\
import argparse
import os
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    args = parser.parse_args()
    if input(f"Remove {args.name}? [y/N] ") == "y":
        os.remove(args.name)
        size = 0
    else:
        size = len(args.name)
    print(f"size: {size}")
    if size > 3:
        raise ValueError(size)
    sys.exit(size)


if __name__ == "__main__":
    main()
"""
# Not how a fix would do it, but what it must do: the harness cannot tell.
AFTER = """\
import argparse
import contextlib
import io
import json
import os
import sys
import time


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--non-interactive", action="store_true", help="ask nothing")
    args = parser.parse_args()
    nobody = args.non_interactive or os.environ.get("NON_INTERACTIVE") == "1"
    out = io.StringIO()
    status = 0
    with contextlib.redirect_stdout(out if args.json else sys.stdout):
        try:
            answer = "" if nobody else input(f"Remove {args.name}? [y/N] ")
        except EOFError:
            answer = ""
        if answer == "y":
            os.remove(args.name)
            size = 0
        else:
            size = len(args.name)
        print(f"size: {size}")
        status = 1 if size > 3 else size
    if args.json:
        document = {"command": "x", "exit_status": status, "output": out.getvalue().splitlines()}
        print(json.dumps({**document, "records": [{"size": size}]}), flush=True)
    if size > 3:
        raise ValueError(size)
    sys.exit(size)


if __name__ == "__main__":
    main()
"""
BLOCK = """
# /// behaviour
# fixed = ["AUT301"]
#
# [files]
# "abc" = "1"
# "abcd" = "1"
#
# [[run]]
# args = ["abc"]
# stdin = "y\\n"
# records = '[{"size": 0}]'
#
# [[run]]
# args = ["abcd"]
# stdin = "n\\n"
# status = 1
#
# [[unattended]]
# args = ["abc"]
# status = 3
# out = "size: 3"
# ///
"""


class Rigged(Subject):
    """A subject whose fix is what we say."""

    def fix(self, timeout: int = 0) -> Fixing:
        site = Site("AUT301", "", Status.GAP, Span(START, START), "", Priority.P2)
        return Fixing(Checked("x.py"), self.story.data, self.codes[0].encode(), (site,))


def rigged(after: str) -> Rigged:
    return Rigged(story("x", (BEFORE + BLOCK).encode()), (after,))


@pytest.mark.parametrize("aspect", ["text", "json", "unattended", "help"])
def test_a_good_fix_passes(aspect: str) -> None:
    subject = rigged(AFTER)
    harness.aspects(subject.story)[aspect](subject)


@pytest.mark.parametrize(
    ("aspect", "old", "new", "said"),
    [
        ("text", 'print(f"size: {size}")', 'print(f"size:  {size}")', "not the same without"),
        ("text", "sys.exit(size)", "sys.exit(size + 1)", "not the same without"),
        ("text", "os.remove(args.name)", "pass", "not the same without"),
        ("text", "raise ValueError(size)", "raise TypeError(size)", "on standard error"),
        ("json", "print(json.dumps(", "print('x', json.dumps(", "not one JSON document"),
        ("json", '"output": out', '"outputs": out', "neither an envelope"),
        ("json", "splitlines()}", "splitlines()[1:]}", "not in the envelope"),
        ("json", '"exit_status": status', '"exit_status": 2', "tells another status"),
        ("json", '[{"size": size}]', '[{"size": 7}]', "records are not"),
        ("json", "}), flush=True)", "}), flush=True, end='')", "does not end its line"),
        ("json", "sys.exit(size)", "sys.exit(args.json or size)", "another end with --json"),
        ("json", "print(json.dumps(", "atexit.register(print, json.dumps(", "before the"),
        ("unattended", 'answer = ""\n', 'answer = "y"\n', "not status 3"),
        ("unattended", '"" if nobody else input', "input", "waits for somebody"),
        ("unattended", "except EOFError", "except OSError", "not status 3"),
        ("unattended", 'os.environ.get("NON_INTERACTIVE") == "1"', "False", "waits for somebody"),
        ("unattended", "status = 0", 'os.remove("abcd")', "leaves ['abc'], and not"),
        ("help", '"name")', '"name", help="a name")', "--help differs"),
        ("help", '"--json", action="store_true"', '"--json", nargs="?"', "--help differs"),
    ],
)
def test_a_bad_fix_does_not(
    aspect: str, old: str, new: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert old in AFTER
    if said == "waits for somebody":
        monkeypatch.setattr(running, "SECONDS", 2)
    subject = rigged(AFTER.replace(old, new).replace("import time", "import atexit"))
    with pytest.raises(Different, match=re.escape(said)):
        harness.aspects(subject.story)[aspect](subject)
