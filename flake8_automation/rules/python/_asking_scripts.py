"""Command lines that ask questions and offer no way to run them without."""

import re
from collections.abc import Iterator

from flake8_automation.rule import Case, Found
from flake8_automation.rules.python._guards.guards import Guards
from flake8_automation.rules.python._guards.prompts import Prompt, option_prompts, prompts
from flake8_automation.rules.python._guards.words import ENVIRONMENT, Vocabulary, words
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import start
from flake8_automation.rules.python._scripts.options import CliOption
from flake8_automation.rules.python._scripts.scripts import script_of
from flake8_automation.source import Source

# Words that guard a question and yet offer no run without any.
_OF_OUTPUT = frozenset({"quiet", "silent", "wait", "pause"})
_OF_ONE_THING = frozenset({"auto", "ask", "prompt", "confirm"})
_ANSWERS = frozenset({"yes", "approve", "accept", "run", "mode"})

# A host's variable, where it is read: `os.environ["CI"]`, `getenv("NON_INTERACTIVE")`.
_READS_HOST = re.compile(rf"environ\w*\W[^\n]*?[\"']({'|'.join(sorted(ENVIRONMENT))})[\"']")


def asking_scripts(case: Case) -> Iterator[Found]:
    """One site per command line that prompts: covered by an option, or if no prompt is open."""
    names = case.source.derive(Names)
    asked = prompts(case.source, names)
    by_options = option_prompts(case.source, names)
    script = script_of(case) if asked or by_options else None
    if script is None:
        return
    vocabulary = Vocabulary.with_names(case.settings.guard_names)
    offers = any(_is_offer(vocabulary, option) for option in script.options)
    unguarded = [] if offers else _unguarded(case, names, asked)
    if not unguarded or _reads_host(case.source):
        yield Found(script.site, gap=False)
    elif script.complete:
        line = case.source.position(start(unguarded[0].call)).line
        message = (
            f"this command line asks questions (the first in line {line}) and has no option to run "
            "without; add --non-interactive"
        )
        covered = [*by_options, *(prompt.call for prompt in asked if prompt not in unguarded)]
        fix = None
        if case.wants_fixes:
            from flake8_automation.rules.python._guards.fix import guard_fixes, whole_fix

            fix = whole_fix(guard_fixes(case.source, names, unguarded, covered))
        yield Found(script.site, gap=True, message=message, fix=fix)


def _is_offer(vocabulary: Vocabulary, option: CliOption) -> bool:
    """Whether an option lets the whole script run without a person."""
    names = (*option.flags, option.dest)
    if any(_is_about_less(words(name)) for name in names):
        return False
    return any(name == "-y" or vocabulary.speaks(name) for name in names)


def _is_about_less(parts: tuple[str, ...]) -> bool:
    """Whether an option is about one thing or about output: `--auto-save`, `--ask-pass`, `-q`."""
    if not parts:
        return False
    starts = len(parts) > 1 and parts[0] in _OF_ONE_THING
    return parts[-1] in _OF_OUTPUT or (starts and _ANSWERS.isdisjoint(parts))


def _unguarded(case: Case, names: Names, asked: list[Prompt]) -> list[Prompt]:
    guards = Guards(names, case.settings.guard_names)
    return [prompt for prompt in asked if not guards.is_guarded(prompt.call)]


def _reads_host(source: Source) -> bool:
    return "environ" in source.text and bool(_READS_HOST.search(source.text))
