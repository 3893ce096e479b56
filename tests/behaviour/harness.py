"""What is compared between a script and its fixed self, aspect by aspect. All raise Different."""

import ast
from collections.abc import Callable

from flake8_automation.model import Safety
from tests.behaviour import documents, fixing, texts
from tests.behaviour.running import Ran
from tests.behaviour.stories import Run, Story
from tests.behaviour.subject import Subject

JSON = "AUT301"
UNATTENDED = "--non-interactive"
EXPIRED = (b"subprocess.TimeoutExpired: ", b"TimeoutError")  # the latter from asyncio


def check_before(subject: Subject) -> None:
    """The script has the gaps, and does what the story says, before any fix."""
    story = subject.story
    found = {site.code for site in fixing.gaps(story.name, story.data, fixing.named(story))}
    if found != set(fixing.named(story)):
        subject.differ(f"has gaps of {sorted(found)}, and names {sorted(fixing.named(story))}")
    for one, before in zip(story.run, subject.all(story.data, story.run), strict=True):
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
    codes = {site.code for site in left}
    if codes - set(story.either) != set(story.shown):
        subject.differ(f"left after the fix: {sorted(codes)}")
    for site in left:
        title = site.fix.title if site.fix else ""
        if story.shown.get(site.code, "") not in title or (
            site.fix and site.fix.safety != Safety.DISPLAY
        ):
            subject.differ(f"{site.code} should be shown, and say why: {title!r}")
    ast.parse(after)
    for ending in (b"\r\n", b"\xef\xbb\xbf", b"\t"):
        if after.count(ending) < story.data.count(ending):
            subject.differ(f"the fix took away some {ending!r}")
    if b"\r\n" in story.data and after.count(b"\n") != after.count(b"\r\n"):
        subject.differ("the fix mixes the ends of lines")


def check_text(subject: Subject) -> None:
    """Without the flags every byte, the status, and every file left behind is the same."""
    for _, before, now in subject.both(subject.story.run):
        if (now.out, now.status, now.left) != (before.out, before.status, before.left):
            subject.differ("not the same without the flag", before, now)
        if texts.complaint(now.err) != texts.complaint(before.err):
            subject.differ("not the same on standard error", before, now)


def check_json(subject: Subject) -> None:
    """With `--json`: one document, with all that was printed before, and the status of before."""
    if not subject.closed(JSON):
        return
    for one, before, now in subject.both((one for one in subject.story.run if one.json), "--json"):
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
    if document["exit_status"] != _seen(before):
        subject.differ("the envelope tells another status", before, now)
    if not documents.holds(document["output"], before.out):
        subject.differ("what was printed is not in the envelope", before, now)
    if one.records is not None and document.get("records") != documents.parse(one.records.encode()):
        subject.differ(f"the records are not {one.records}", now)


def _seen(ran: Ran) -> int | None:
    """The status as a shell sees it: 128 and the number of the signal by which it was killed."""
    return 128 - ran.status if ran.status is not None and ran.status < 0 else ran.status


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
            _check_outcome(subject, one, now)
            if b"Traceback" in now.err:
                subject.differ("a traceback where nobody answers", now)
            leaves = sorted(subject.story.files if one.leaves is None else one.leaves)
            if sorted(now.left) != leaves:
                subject.differ(f"leaves {sorted(now.left)}, and not {leaves}", now)


def _ways(subject: Subject, one: Run) -> list[Ran]:
    after = subject.after()
    nobody = one._replace(stdin=None)
    if one.flag is not None:
        return [subject.ran(after, nobody, *one.flag)]
    variable = nobody._replace(env=one.env | {"NON_INTERACTIVE": "1"})
    return [subject.ran(after, nobody, UNATTENDED), *subject.all(after, (variable, one))]


def _check_outcome(subject: Subject, one: Run, now: Ran) -> None:
    wanted = (now.status == one.status, one.out in now.out.decode(), one.err in now.err.decode())
    if not all(wanted):
        subject.differ(f"not status {one.status}, {one.out!r} and {one.err!r} on stderr", now)


def check_timeout(subject: Subject) -> None:
    """A child that sleeps too long raises `TimeoutExpired`, and a handler for it catches it."""
    after = subject.after(fixing.QUICK)
    runs = subject.story.timeout
    for one, now in zip(runs, subject.all(after, runs), strict=True):
        raised = now.err.rpartition(b"Traceback")[2].splitlines()[-1:]
        if one.raises != any(line.startswith(EXPIRED) for line in raised):
            how = "raising" if one.raises else "without raising"
            subject.differ(f"does not end {how} TimeoutExpired", now)
        _check_outcome(subject, one, now)


def check_help(subject: Subject) -> None:
    """`--help` tells of the new options, and else of what it told before."""
    for _, before, now in subject.both(Run((*words, "--help")) for words in subject.story.help):
        same = texts.help_text(before.out) == texts.help_text(now.out)
        if before.status != 0 or now.status != 0 or not same:
            subject.differ("--help differs by more than the new options", before, now)


Aspect = Callable[[Subject], None]


def aspects(story: Story) -> dict[str, Aspect]:
    """What there is to check about a story, by name."""
    found: dict[str, Aspect] = {"before": check_before, "fix": check_fix}
    if story.run:
        found["text"] = check_text
    if story.run and JSON in (*story.fixed, *story.either):
        found["json"] = check_json
    if story.unattended:
        found["unattended"] = check_unattended
    if story.timeout:
        found["timeout"] = check_timeout
    if story.help:
        found["help"] = check_help
    return found
