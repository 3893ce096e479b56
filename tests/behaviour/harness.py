"""What is compared between a script and its fixed self, an aspect each. All raise Different."""

import ast
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import NamedTuple

from flake8_automation.model import Safety
from tests.behaviour import documents, fixing, texts
from tests.behaviour.running import NOBODY, Ran, Stdin, run
from tests.behaviour.stories import Run, Story

JSON = "AUT301"
_ELSEWHERE = (b"unrecognized arguments: --", b"No such option")


class Different(AssertionError):
    """The fixed script does not do what it should. The message shows the runs and the fix."""


class Subject(NamedTuple):
    """A story, and its script after the fix of some codes (`fixing.ALL`: of all)."""

    story: Story
    codes: tuple[str, ...]

    def after(self, timeout: int = 1800) -> bytes:
        """The bytes of the fixed script; raises Different if a gap that should be closed is not."""
        story = self.story
        fixed = fixing.fix(story.name, story.data, self.codes, timeout)
        after = fixed.after or story.data
        left = {site.code for site in fixed.checked.gaps()} & set(story.fixed)
        refused = [f"{site.code}: {reason}" for site, reason in fixed.refused]
        if left or refused:
            titles = [s.fix and s.fix.titled() for s in fixed.checked.gaps() if s.code in left]
            self.differ(f"not fixed: {sorted(left)} {titles}", "\n".join(refused))
        return after

    def differ(self, what: str, *details: str | Ran) -> None:
        """Raise Different."""
        story = self.story
        after = fixing.fixed(story.name, story.data, self.codes)
        told = [detail.told() if isinstance(detail, Ran) else detail for detail in details]
        raise Different("\n".join([f"{story}: {what}", *told, fixing.diff(story.data, after)]))

    def ran(
        self,
        data: bytes,
        one: Run,
        *flag: str,
        stdin: Stdin | None = None,
        merged: bool = False,
    ) -> Ran:
        """Run with the arguments, standard input and files of the story. The flag goes in front, or
        to the end where the script takes it only there, as with sub-commands."""
        for args in ((*flag, *one.args), (*one.args, *flag)):
            call = Call(
                data,
                args,
                self.story.name,
                stdin or Stdin(one.stdin),
                tuple(one.env.items()),
                tuple(self.story.files.items()),
                merged,
            )
            ran = _ran(call)
            if not (flag and any(words in ran.out + ran.err for words in _ELSEWHERE)):
                break
        return ran


class Call(NamedTuple):
    """One run, as a key: what ran once is not run again."""

    data: bytes
    args: tuple[str, ...]
    name: str
    stdin: Stdin
    env: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    merged: bool


@cache
def _ran(call: Call) -> Ran:
    return run(**call._asdict() | {"env": dict(call.env), "files": dict(call.files)})


def check_before(subject: Subject) -> None:
    """The script has the gaps, and does what the story says, before any fix."""
    story = subject.story
    found = {site.code for site in fixing.gaps(story.name, story.data, fixing.named(story))}
    if found != set(fixing.named(story)):
        subject.differ(f"has gaps of {sorted(found)}, and names {sorted(fixing.named(story))}")
    for one, before in _together(subject, story.run, story.data):
        if before.status != one.status or one.out not in before.out.decode():
            subject.differ(f"is not what the story says: status {one.status}, {one.out!r}", before)


def check_fix(subject: Subject) -> None:
    """What is to be fixed is closed, what is to be shown is left and says why, and a second round
    changes nothing."""
    story = subject.story
    after = subject.after()
    if fixing.fixed(story.name, after, subject.codes) != after:
        subject.differ("a second fix changes it again")
    left = fixing.gaps(story.name, after, fixing.named(story))
    if {site.code for site in left} != set(story.shown):
        subject.differ(f"left after the fix: {[site.code for site in left]}")
    for site in left:
        title = site.fix.title if site.fix else ""
        if story.shown[site.code] not in title or (site.fix and site.fix.safety != Safety.DISPLAY):
            subject.differ(
                f"{site.code} should be shown with {story.shown[site.code]!r}: {title!r}"
            )
    ast.parse(after)
    for ending in (b"\r\n", b"\xef\xbb\xbf", b"\t"):
        if after.count(ending) < story.data.count(ending):
            subject.differ(f"the fix took away some {ending!r}")
    if b"\r\n" in story.data and after.count(b"\n") != after.count(b"\r\n"):
        subject.differ("the fix mixes the ends of lines")


def check_text(subject: Subject) -> None:
    """Without the flags every byte, the status, and every file left behind is the same."""
    after = subject.after()
    for one, before in _together(subject, subject.story.run, subject.story.data):
        now = subject.ran(after, one)
        if (now.out, now.status, now.left) != (before.out, before.status, before.left):
            subject.differ("not the same without the flag", before, now)
        if texts.complaint(now.err) != texts.complaint(before.err):
            subject.differ("not the same on standard error", before, now)


def check_json(subject: Subject) -> None:
    """With `--json`: one document, with all that was printed before, and the status of before."""
    runs = tuple(one for one in subject.story.run if one.json)
    after = subject.after()
    for one, before in _together(subject, runs, subject.story.data):
        now = subject.ran(after, one, "--json")
        if (now.status, now.left) != (before.status, before.left):
            subject.differ("another end with --json", before, now)
        if texts.complaint(now.err) != texts.complaint(before.err):
            subject.differ("not the same on standard error with --json", before, now)
        if b"usage: " in before.err.lower() and not before.out:
            if now.out:
                subject.differ("a usage error prints something with --json", before, now)
            continue
        _check_document(subject, one, before, now)
        if b"Traceback" in before.err:
            _check_order(subject, one, now)


def _check_document(subject: Subject, one: Run, before: Ran, now: Ran) -> None:
    try:
        document = documents.parse(now.out)
        expected = one.document and documents.parse(one.document.encode())
    except documents.NotOne as error:
        subject.differ(str(error), now)
    if not now.out.endswith(b"\n"):
        subject.differ("the document does not end its line", now)
    if expected is not None:
        if document != expected:
            subject.differ(f"the document is not {one.document}", before, now)
        return
    if not documents.is_envelope(document):
        subject.differ(f"neither an envelope nor a document that the story names: {document}", now)
    if document["exit_status"] != before.status:
        subject.differ("the envelope tells another status", before, now)
    if not documents.holds(document["output"], before.out):
        subject.differ("what was printed is not in the envelope", before, now)
    if one.records is not None and document.get("records") != documents.parse(one.records.encode()):
        subject.differ(f"the records are not {one.records}", now)


def _check_order(subject: Subject, one: Run, apart: Ran) -> None:
    together = subject.ran(subject.after(), one, "--json", merged=True)
    first, _, _ = together.out.partition(b"Traceback")
    if apart.out.strip() not in first:
        subject.differ("the document does not come before the traceback", together)


def check_unattended(subject: Subject) -> None:
    """Where nobody answers it ends, as the story says, and does nothing that nobody agreed to."""
    for one in subject.story.unattended:
        for now in _ways(subject, one):
            if now.status is None:
                subject.differ("waits for somebody", now)
            wrong = [
                f"status {one.status}" * (now.status != one.status),
                f"{one.out!r} on stdout" * (one.out not in now.out.decode()),
                f"{one.err!r} on stderr" * (one.err not in now.err.decode()),
                "no traceback" * (b"Traceback" in now.err),
            ]
            if any(wrong):
                subject.differ(f"expected {', '.join(filter(None, wrong))}", now)
            leaves = set(subject.story.files if one.leaves is None else one.leaves)
            if set(now.left) != leaves:
                subject.differ(f"expected the files {sorted(leaves)}, not {sorted(now.left)}", now)


def _ways(subject: Subject, one: Run) -> Iterator[Ran]:
    after = subject.after()
    yield subject.ran(after, one, *(one.flag or ("--non-interactive",)), stdin=NOBODY)
    if one.flag is None:
        unwatched = one.env | {"NON_INTERACTIVE": "1"}
        yield subject.ran(after, one._replace(env=unwatched), stdin=NOBODY)
        yield subject.ran(after, one)


def check_timeout(subject: Subject) -> None:
    """A child that sleeps too long raises `TimeoutExpired`, and a handler for it catches it."""
    after = subject.after(fixing.QUICK)
    for one in subject.story.timeout:
        now = subject.ran(after, one)
        raised = b"subprocess.TimeoutExpired: " in now.err or b"\nTimeoutError" in now.err
        if now.status is None or now.status != one.status or raised != one.raises:
            ends = "raising TimeoutExpired" if one.raises else "without a traceback of the timeout"
            subject.differ(f"expected status {one.status}, {ends}", now)
        if one.out not in now.out.decode() or one.err not in now.err.decode():
            subject.differ(f"expected {one.out!r} on stdout, {one.err!r} on stderr", now)


def check_help(subject: Subject) -> None:
    """`--help` tells of the new options, and else of what it told before."""
    after = subject.after()
    for words in subject.story.help:
        one = Run((*words, "--help"))
        before, now = subject.ran(subject.story.data, one), subject.ran(after, one)
        same = texts.help_text(before.out) == texts.help_text(now.out)
        if before.status != 0 or now.status != 0 or not same:
            subject.differ("--help differs by more than the new options", before, now)


def _together(subject: Subject, runs: tuple[Run, ...], data: bytes) -> Iterator[tuple[Run, Ran]]:
    with ThreadPoolExecutor(2) as pool:
        yield from zip(runs, pool.map(lambda one: subject.ran(data, one), runs), strict=True)


Aspect = Callable[[Subject], None]


def aspects(story: Story) -> dict[str, Aspect]:
    """What there is to check about a story, by name."""
    found: dict[str, Aspect] = {"before": check_before, "fix": check_fix}
    if story.run:
        found["text"] = check_text
    if story.run and JSON in story.fixed:
        found["json"] = check_json
    if story.unattended:
        found["unattended"] = check_unattended
    if story.timeout:
        found["timeout"] = check_timeout
    if story.help:
        found["help"] = check_help
    return found
