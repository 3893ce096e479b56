"""Every story, aspect by aspect."""

import pytest

from tests.behaviour import fixing, harness
from tests.behaviour.stories import Story, stories

# What is known to fail because a fix does not exist yet: "STORY" (all that comes after the fix), or
# "STORY:ASPECT". It is an error if one of them passes, so whoever writes the fix takes its names
# from here.
PENDING = frozenset(
    """
    ask_delete_default_no ask_name_without_default


    timeout_narrow_handler:timeout
    """.split()
)


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
        harness.aspects(story)[aspect](harness.Subject(story, fixing.named(story)))
    except harness.Different as different:
        pytest.fail(str(different), pytrace=False)


def test_pending_names_what_there_is() -> None:
    known = {story.name for story in stories()}
    assert {name.partition(":")[0] for name in PENDING} <= known
