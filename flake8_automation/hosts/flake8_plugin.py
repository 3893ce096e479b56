"""The flake8 plugin: our gaps in flake8's own run.

Which rules are reported, and `# noqa`, are flake8's business; waivers of our own form count here as
well. Covered sites and fixes cannot travel through flake8.
"""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager

from flake8_automation import __version__, config, engine
from flake8_automation.model import BrokenKind
from flake8_automation.settings import OPTIONS, Option, Settings
from flake8_automation.source import Source

if TYPE_CHECKING:
    from flake8_automation.ledger.accepted import Entry
    from flake8_automation.ledger.home import Home

_UNJUDGED = "AUT999"
_OPTIONS = [option for option in OPTIONS if option.in_flake8]


class Accepted(NamedTuple):
    """The list of accepted gaps, and where the project is that it speaks of."""

    home: "Home"
    entries: "tuple[Entry, ...]"


class _FromCommandLine(str):
    """A text that was read from the command line, not from a configuration file."""

    __slots__ = ()


class _Store(argparse.Action):
    """Marks what it stores: what flake8 read from a file becomes a default, which passes it by."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """See `argparse.Action`."""
        setattr(namespace, self.dest, _FromCommandLine(values))


class Plugin:
    """One file's run. flake8 makes the instances and calls `run`."""

    name = "flake8-automation"
    version = __version__
    settings = Settings()
    accepted: Accepted | None = None

    def __init__(self, tree: object, lines: list[str], filename: str) -> None:  # noqa: ARG002
        # flake8 gives a plugin that asks for the tree one run per file, and only if it parses
        self._source = Source(filename, "".join(lines))

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Register those of our options that matter inside flake8."""
        for option in _OPTIONS:
            manager.add_option(
                f"--{option.flake8_name}",
                metavar=option.kind.metavar,
                action=_Store,
                default=None,
                parse_from_config=True,
                help=option.help,
            )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Read our settings: command line, then `[tool.flake8-automation]`, then flake8's files.

        Raises flake8's `ExecutionError`, which it shows as one line.
        """
        try:
            own = None if _is_isolated() else config.from_pyproject()
        except config.ConfigError as error:
            raise ExecutionError(str(error)) from None
        values: dict[str, Any] = {}
        for option in _OPTIONS:
            text = getattr(options, option.flake8_name.replace("-", "_"))
            if own and option.field in own.values and not isinstance(text, _FromCommandLine):
                values[option.field] = own.values[option.field]
            elif text is not None:
                values[option.field] = _parsed(option, text)
        cls.settings = Settings(**values)
        cls.accepted = _accepted() if cls.settings.accepted else None

    def run(self) -> Iterator[tuple[int, int, str, type]]:
        """Lines 1-based and columns 0-based, in characters: flake8 adds one to the column."""
        data = self._source.text.encode("utf-8", "surrogatepass")
        rules = engine.relevant_rules(data, self._source.path, self.settings)
        if not rules:
            return
        from flake8_automation.files.facts import facts

        where = facts(self._source.path)._replace(parses=True)  # or else we would not be asked
        result = engine.check(
            self._source,
            rules,
            self.settings,
            where,
            inside_flake8=True,
            marked=self.accepted is not None,
        )
        if self.accepted is not None:
            from flake8_automation.ledger.ratchet import with_accepted

            (result,) = with_accepted([result], self.accepted.entries, self.accepted.home)
        for site in result.gaps():
            start = site.span.start
            yield start.line, start.column - 1, f"{site.code} {site.message}", type(self)
        broken = result.broken
        if broken is not None and broken.kind in {BrokenKind.INTERNAL, BrokenKind.UNJUDGED}:
            yield 1, 0, f"{_UNJUDGED} {broken.kind.value}: {broken.reason}", type(self)


def _accepted() -> Accepted:
    from flake8_automation.ledger.accepted import Corrupt, load
    from flake8_automation.ledger.home import home

    place = home()
    try:
        return Accepted(place, load(place.list) or ())
    except Corrupt as error:
        raise ExecutionError(str(error)) from None


def _is_isolated() -> bool:
    # flake8 reads this option first and keeps it to itself: `options.isolated` is always False.
    return any(len(word) > 3 and "--isolated".startswith(word) for word in sys.argv)


def _parsed(option: Option, text: str) -> Any:
    try:
        return option.kind.parse(text)
    except ValueError:
        wants = f"expected {option.kind.wants}, not {text!r}"
        raise ExecutionError(f"{option.flake8_name}: {wants}") from None
