"""The fixes that give a call its timeout: with the argument alone, or with a handler as well."""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit, Fix, Safety
from flake8_automation.rule import Case
from flake8_automation.rules.python._calls import with_keywords
from flake8_automation.rules.python._handlers import catches_timeout
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._timeouts.catching import catch
from flake8_automation.rules.python._timeouts.killing import killed_on_timeout
from flake8_automation.rules.python._timeouts.limits import Limit

Fixes = tuple[Fix | None, tuple[Fix, ...]]  # the one that is applied, and the alternatives


class Timeout(NamedTuple):
    """A timeout to be given to a call; `replaced` is the literal None in its place, if any.

    All fixes are unsafe: a limit can end work that is merely slow.
    """

    case: Case
    names: Names
    call: SgNode
    replaced: SgNode | None
    limit: Limit

    def fixes(self) -> Fixes:
        """For a call that ends its child itself: the argument, and where one is near, a handler."""
        plain = Fix(self._title(), (*self.limit.edits, *self._argument()), Safety.UNSAFE)
        caught = catch(self.case.source, self.names, self.call)
        if caught is None:
            return plain, ()
        line, edits = caught
        title = f"{self._title()} and catch TimeoutExpired on line {line}"
        return self._chosen(plain, Fix(title, (*plain.edits, *edits), Safety.UNSAFE))

    def fixes_of_wait(self) -> Fixes:
        """For a wait, which lets the child go on: the argument, and a handler that kills it."""
        plain = Fix(self._title(), (*self.limit.edits, *self._argument()), Safety.UNSAFE)
        killing = self.killing_fix()
        if killing is None or catches_timeout(self.names, self.call):
            return plain, ()
        return self._chosen(plain, killing)

    def killing_fix(self) -> Fix | None:
        """The argument and a handler that kills the child, where that can be written."""
        edits = killed_on_timeout(self.case.source, self.names, self.call, self._argument())
        if edits is None:
            return None
        title = f"{self._title()} and kill the child when it expires"
        return Fix(title, (*self.limit.edits, *edits), Safety.UNSAFE)

    def _title(self) -> str:
        if self.replaced is None:
            return f"Add timeout={self.limit.text}"
        return f"Replace None by a timeout of {self.limit.text} seconds"

    def _argument(self) -> tuple[Edit, ...]:
        if self.replaced is None:
            return with_keywords(self.case.source, self.call, (f"timeout={self.limit.text}",))
        return (Edit(self.case.source.span_of(self.replaced), self.limit.text),)

    def _chosen(self, plain: Fix, handling: Fix) -> Fixes:
        wants_handler = self.case.settings.catch_timeout
        return (handling, (plain,)) if wants_handler else (plain, (handling,))
