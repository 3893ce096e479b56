"""Every story, aspect by aspect."""

from pathlib import Path

import pytest

from tests.behaviour import fixing, harness
from tests.behaviour.stories import Story, stories
from tests.behaviour.subject import Different, Subject

# What is known to fail because a fix does not exist yet, one a line: "STORY" (all that comes after
# the fix), or "STORY:ASPECT". It is an error if one of them passes, so whoever writes the fix takes
# its lines away.
PENDING = set(Path(__file__).with_name("pending.txt").read_text().split())


def cases() -> list[object]:
    found = []
    for story in stories():
        for name in harness.aspects(story):
            pending = name != "before" and {story.name, f"{story.name}:{name}"} & PENDING
            marks = [pytest.mark.xfail(reason="there is no fix yet")] if pending else []
            found.append(pytest.param(story, name, id=f"{story.name}-{name}", marks=marks))
    return found


@pytest.mark.parametrize(("story", "aspect"), cases())
def test_fixed_script(story: Story, aspect: str) -> None:
    try:
        harness.aspects(story)[aspect](Subject(story, fixing.named(story)))
    except Different as different:
        raise pytest.fail.Exception(str(different), pytrace=False) from None


def test_pending_names_what_there_is() -> None:
    known = {story.name for story in stories()}
    assert {name.partition(":")[0] for name in PENDING} <= known
