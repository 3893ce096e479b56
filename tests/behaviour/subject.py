"""A script and its fixed self: the fix is made once, and what ran once is not run again."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import NamedTuple, NoReturn

from flake8_automation.files.visit import Fixing
from tests.behaviour import fixing
from tests.behaviour.running import Ran, run
from tests.behaviour.stories import Run, Story

# What frameworks say of an option that they know behind the sub-command only.
ELSEWHERE = (b"unrecognized arguments: --", b"No such option")


class Different(AssertionError):
    """The fixed script does not do what it should. The message shows the runs and the fix."""


class Subject(NamedTuple):
    """A story, and its script after the fixes of some codes (`fixing.ALL`: of all)."""

    story: Story
    codes: tuple[str, ...]

    def fix(self, timeout: int = fixing.USUAL) -> Fixing:
        """All that the fix did; `timeout` is the limit that it writes, in seconds."""
        return fixing.fix(self.story.name, self.story.data, self.codes, timeout)

    def after(self, timeout: int = fixing.USUAL) -> bytes:
        """The bytes of the fixed script; raises Different if a gap that should be closed is not."""
        fixed = self.fix(timeout)
        left = [site for site in fixed.checked.gaps() if site.code in self.story.fixed]
        if left or fixed.refused:
            refused = [f"{site.code} refused: {reason}" for site, reason in fixed.refused]
            offered = [f"{site.code} left: {site.fix and site.fix.titled()}" for site in left]
            self.differ("not fixed", *refused, *offered)
        return fixed.after or self.story.data

    def closed(self, code: str) -> bool:
        """Whether the fix of this code was made; raises Different if it should have been."""
        self.after()
        return code in {site.code for site in self.fix().done}

    def differ(self, what: str, *details: str | Ran) -> NoReturn:
        """Raise Different."""
        told = [detail.told() if isinstance(detail, Ran) else detail for detail in details]
        diff = fixing.diff(self.story.data, self.fix().after or self.story.data)
        raise Different("\n".join([f"{self.story}: {what}", *told, diff]))

    def ran(self, data: bytes, one: Run, *flag: str, merged: bool = False) -> Ran:
        """Run a script as the story says. The flag goes in front, or to the end where the script
        takes it only there, as with sub-commands. `merged` sends stderr where stdout goes.
        """
        for args in ((*flag, *one.args), (*one.args, *flag)):
            ran = _ran(
                Call(
                    data,
                    args,
                    self.story.name,
                    one.stdin,
                    tuple(one.env.items()),
                    tuple(self.story.files.items()),
                    merged,
                )
            )
            if not (flag and any(words in ran.out + ran.err for words in ELSEWHERE)):
                break
        return ran

    def all(self, data: bytes, runs: Iterable[Run], *flag: str) -> list[Ran]:
        """Several runs, two at a time."""
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda one: self.ran(data, one, *flag), runs))

    def both(self, runs: Iterable[Run], *flag: str) -> Iterator[tuple[Run, Ran, Ran]]:
        """Each run, before the fix, and after it, where it gets the flag."""
        after = self.after()
        runs = list(runs)
        before = self.all(self.story.data, runs)
        yield from zip(runs, before, self.all(after, runs, *flag), strict=True)


class Call(NamedTuple):
    """One run, as the key of what it did."""

    data: bytes
    args: tuple[str, ...]
    name: str
    stdin: str | None
    env: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    merged: bool


@cache
def _ran(call: Call) -> Ran:
    return run(**call._asdict() | {"env": dict(call.env), "files": dict(call.files)})
