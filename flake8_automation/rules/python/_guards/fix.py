"""Guarding prompts: by a flag that the script has, or by one that the fix adds and hands over."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit, Fix, Safety
from flake8_automation.rules.python._calls import arguments, with_keywords
from flake8_automation.rules.python._guards.declaring import quote_of, quoted
from flake8_automation.rules.python._guards.defaults import library_default, typed_answer
from flake8_automation.rules.python._guards.edits import Unclear, Unreached, inserted
from flake8_automation.rules.python._guards.flags import Flag, Meaning, flags_at
from flake8_automation.rules.python._guards.handing import OPTION, hand
from flake8_automation.rules.python._guards.helpers import HELPERS, helper_for
from flake8_automation.rules.python._guards.importing import with_modules
from flake8_automation.rules.python._guards.inline import Inline
from flake8_automation.rules.python._guards.prompts import Kind, Prompt
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, positional, start
from flake8_automation.source import Source

_PAUSES = frozenset({"click.pause", "rich_click.pause"})
_PARSERS = ("argparse", "click", "typer")
_KNOWN_ONLY = "is not among the frameworks that it knows"
# What else may read a command line, and why it gets no flag.
_OTHERS = {
    "optparse": f"optparse {_KNOWN_ONLY}",
    "docopt": f"docopt {_KNOWN_ONLY}",
    "Fire(": f"fire {_KNOWN_ONLY}",
    "sys.argv": "it reads `sys.argv` itself, without a parser that could take the flag",
}


class Guarded(NamedTuple):
    """What can be done about a prompt.

    `declares`: the fix adds the flag to the command line. `remains`: somebody would still be asked
    where that flag is given.
    """

    prompt: Prompt
    fix: Fix
    declares: bool = False
    remains: bool = False


def guard_fixes(
    source: Source, names: Names, prompts: list[Prompt], covered: list[SgNode]
) -> list[Guarded | None]:
    """What can be done about each of the unguarded prompts of a file; None: nothing.

    Unsafe, because with the flag the program no longer asks, and shown only where that cannot be
    done exactly. A flag that promises not to ask is added only if that holds for every prompt, and
    so for the `covered` ones as well, whose guard is another.
    """
    writer = _Writer(source, names, prompts)
    found = [writer.guarded(prompt) for prompt in prompts]
    if not any(guarded is not None and guarded.declares for guarded in found):
        return found
    open_still = [g.prompt.call for g in found if g is not None and g.remains]
    open_still += [call for call in covered if not _is_unasked(names, call)]
    if not open_still:
        return found
    line = source.position(start(open_still[0])).line
    reason = f"the question in line {line} would remain"
    return [_shown(g.prompt, reason) if g is not None and g.declares else g for g in found]


def whole_fix(found: list[Guarded | None]) -> Fix:
    """The fix of a command line that asks: it adds the flag, and guards all that it reaches.

    Where the flag cannot be added it is shown only, and says why.
    """
    guards = [guarded for guarded in found if guarded is not None]
    edits = _merged(edit for guarded in guards for edit in guarded.fix.edits)
    apart = all(one.span.end.offset <= two.span.start.offset for one, two in pairwise(edits))
    if apart and any(guarded.declares for guarded in guards):
        title = f"Add {OPTION}, and take defaults or stop with status 2 where it is given"
        return Fix(title, edits, Safety.UNSAFE)
    first = next((guarded.fix for guarded in guards if not guarded.fix.edits), None)
    reason = "what its questions need would touch"
    return first or Fix(f"Add {OPTION}; not done, because {reason}", (), Safety.DISPLAY)


def _is_unasked(names: Names, call: SgNode) -> bool:
    """Whether a prompt is guarded by a flag that says that nobody is there."""
    return any(flag.meaning is Meaning.NOBODY for flag in flags_at(names, call))


def _shown(prompt: Prompt, reason: str, *, remains: bool = True) -> Guarded:
    title = f"Guard it with {OPTION}; not done, because {reason}"
    return Guarded(prompt, Fix(title, (), Safety.DISPLAY), remains=remains)


class _Writer:
    """Writes the guards of one file."""

    def __init__(self, source: Source, names: Names, prompts: list[Prompt]) -> None:
        self._source, self._names = source, names
        self._calls = [prompt.call for prompt in prompts]

    def guarded(self, prompt: Prompt) -> Guarded | None:
        """The best that can be done about one prompt."""
        for flag in flags_at(self._names, prompt.call):
            inline = Inline(self._source, self._names, prompt, flag)
            answers = prompt.kind is Kind.CONFIRMATION or inline.is_pause
            if flag.meaning is not Meaning.YES or not answers:
                continue
            try:
                title, edit = inline.with_yes()
            except Unclear:
                continue
            return Guarded(prompt, Fix(title, (edit,), Safety.UNSAFE), remains=True)
        try:
            return self._unasked(prompt)
        except Unclear as why:
            if not any(name in self._source.text for name in _PARSERS):
                reason = next((r for word, r in _OTHERS.items() if word in self._source.text), "")
                return _shown(prompt, reason) if reason else None
            return _shown(prompt, str(why), remains=not isinstance(why, Unreached))

    def _unasked(self, prompt: Prompt) -> Guarded:
        """Guard a prompt with a flag that says that nobody is there. Raises Unclear."""
        if "raw_input" in self._source.text:
            raise Unclear("the file is written for Python 2 as well")
        handed = hand(self._source, self._names, prompt.call)
        title, edits = self._written(prompt, handed.flag)
        if handed.declares:
            title = f"Add {handed.flag.option}. {title}"
        fix = Fix(title, _merged((*handed.edits, *edits)), Safety.UNSAFE)
        return Guarded(prompt, fix, handed.declares)

    def _written(self, prompt: Prompt, flag: Flag) -> tuple[str, tuple[Edit, ...]]:
        inline = Inline(self._source, self._names, prompt, flag)
        if prompt.name in _PAUSES:
            title, edit = inline.skipped()
            return title, (edit,)
        if prompt.name in HELPERS:
            return self._by_helper(prompt, flag)
        title, edit = inline.with_default() or inline.refused()
        needs_sys = ("sys",) if "sys." in edit.text else ()
        return title, (edit, *with_modules(self._source, self._names, needs_sys))

    def _by_helper(self, prompt: Prompt, flag: Flag) -> tuple[str, tuple[Edit, ...]]:
        helper = HELPERS[prompt.name]
        keywords: tuple[str, ...] = ()
        if prompt.name == "builtins.input":
            answer = typed_answer(self._names, prompt)
            has_default = answer is not None
            if answer is not None:
                keywords = (f"default={quoted(answer, quote_of(self._source))}",)
        else:
            has_default = prompt.name != "getpass.getpass" and (
                library_default(self._names, prompt) is not None
            )
        if prompt.name in {"builtins.input", "getpass.getpass"}:
            self._check_plain(prompt.call)
        name, written = helper_for(self._source, self._names, prompt, flag.option, self._calls)
        function = field(prompt.call, "function")
        edits = [Edit(self._source.span_of(function), name), *written]
        if helper.hands_over:
            first = start(field(prompt.call, "arguments")) + 1
            comma = ", " if field(prompt.call, "arguments").named_children() else ""
            edits.append(inserted(self._source, first, function.text() + comma))
        keywords += (f"non_interactive={flag.expression}",)
        edits += with_keywords(self._source, prompt.call, keywords)
        edits += with_modules(self._source, self._names, ("sys",))
        words = "Take the default" if has_default else "End with an error"
        return f"{words} where {flag.option} is given", tuple(edits)

    def _check_plain(self, call: SgNode) -> None:
        """Raise Unclear where a call gives more than the text of its question."""
        given = arguments(self._names, call)
        if (
            given.named
            or given.is_open
            or len(positional(call)) > 1
            or call.find(kind="list_splat")
        ):
            raise Unclear("its arguments cannot all be read")


def _merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits without repetitions; what is inserted at one place becomes one insertion."""
    texts: dict[tuple[int, int], dict[str, Edit]] = {}
    for edit in edits:
        key = edit.span.start.offset, edit.span.end.offset
        texts.setdefault(key, {})[edit.text] = edit
    return tuple(
        Edit(next(iter(texts[key].values())).span, "".join(sorted(texts[key], key=str.strip)))
        for key in sorted(texts)
    )
