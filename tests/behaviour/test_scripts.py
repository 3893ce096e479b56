"""Every story, aspect by aspect."""

import pytest

from tests.behaviour import fixing, harness
from tests.behaviour.stories import Story, stories
from tests.behaviour.subject import Different, Subject

CASES = [
    pytest.param(story, name, id=f"{story.name}-{name}")
    for story in stories()
    for name in harness.aspects(story)
]


@pytest.mark.parametrize(("story", "aspect"), CASES)
def test_fixed_script(story: Story, aspect: str) -> None:
    try:
        harness.aspects(story)[aspect](Subject(story, fixing.named(story)))
    except Different as different:
        raise pytest.fail.Exception(str(different), pytrace=False) from None
