"""The words by which names say that a program runs, or should run, without a person.

A name is split into its words (`assumeYes`, `assume_yes` and `--assume-yes` are "assume yes") and
speaks of it where it is one of these, begins with one, or ends with one.
"""

import re
from typing import NamedTuple

# What the run is. These also count as a compared text (`mode == "batch"`) and as a predicate that
# is called (`is_interactive()`), since nobody asks a question by them.
STATES = (
    "interactive", "noninteractive", "unattended", "headless", "batch", "batch mode", "batchmode",
    "tty", "isatty", "is terminal", "atty", "stdin", "ps1", "ci", "automated",
)  # fmt: skip

# What the person at the command line wished. As the name of a called function these ask something.
WISHES = (
    "yes", "assume yes", "assumeyes", "yestoall", "force", "forced",
    "confirm", "confirms", "confirmed", "confirmation", "autoconfirm",
    "prompt", "prompts", "prompting", "noprompts",
    "ask", "askpass", "askpassword", "askuser", "no input", "disable input", "skip input",
    "no questions", "wait", "pause",
    "auto", "automatic", "automatically", "autoyes", "auto approve",
    "silent", "quiet", "tacit",
    *(f"{without}{wish}" for without in ("no", "dont", "skip")
      for wish in ("ask", "confirm", "input", "pause", "prompt", "wait")),
)  # fmt: skip

# Right before a word from above, these make the name one of data, or another word altogether, if
# none of the words below is there: `user_prompt`, but not `skip_user_prompt`.
WISHED = frozenset("no dont skip do should without disable enable suppress show need".split())
OTHERS = {
    "batch": frozenset(
        """
        mini micro next last previous prev current cur this first new each per sub data train
        training val valid validation test eval image input
        """.split()
    ),
    "force": frozenset("brute work task air net".split()),
    "prompt": frozenset(
        """
        system user shell text negative positive image model base command initial full chat llm
        instruct instruction formatted rendered
        """.split()
    ),
    "prompts": frozenset("system user text negative positive image model all".split()),
    **dict.fromkeys(
        ("pause", "wait"),
        frozenset("handling in is last next max min total during busy sleep can".split()),
    ),
}

# `batch_size` is no batch mode: behind a word from above, these make the name one of a thing.
THINGS = frozenset(
    """
    size sizes count counts number num index idx id ids name names text message msg string str label
    title question answer response reply result value values file files filename path paths dir
    folder url price field fields key keys votes session template style func function fn callback
    time timeout seconds secs ms interval delay
    class type prefix suffix history default start end length len list items data bytes width height
    """.split()
)

# Names that decide whether anything is done at all, not whether somebody is asked.
REHEARSALS = frozenset({"dry", "dryrun", "simulate", "simulation", "noop", "pretend", "whatif"})

# Variables of the environment that hosts set where nobody watches.
ENVIRONMENT = frozenset(
    """
    CI CONTINUOUS_INTEGRATION DEBIAN_FRONTEND NONINTERACTIVE NON_INTERACTIVE GITHUB_ACTIONS
    GITLAB_CI TRAVIS CIRCLECI TF_BUILD BUILD_NUMBER JENKINS_URL JENKINS_HOME
    TEAMCITY_VERSION PS1 TERM
    """.split()
)

# Words of functions that ask somebody: what they return is an answer, not a setting.
ASKING = frozenset(
    "input prompt confirm ask asks getpass query question choose choice select answer".split()
)

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_PREDICATE = ("is", "in", "has", "running", "stdin", "stdout", "isatty")


def words(name: str) -> tuple[str, ...]:
    """The words of a snake_case, camelCase or kebab-case name, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(name))


class Vocabulary(NamedTuple):
    """The words of a run: the table above and what the user adds."""

    phrases: tuple[tuple[str, ...], ...]
    states: tuple[tuple[str, ...], ...]

    @classmethod
    def with_names(cls, more: tuple[str, ...]) -> "Vocabulary":
        """The table and further names, written like a variable or an option."""
        states = tuple(words(state) for state in STATES)
        wishes = tuple(words(wish) for wish in (*WISHES, *more))
        return cls(states + wishes, states)

    def speaks(self, name: str) -> bool:
        """Whether a variable, attribute, key or option of this name is a guard."""
        parts = words(name)
        if not parts or is_rehearsal(name):
            return False
        behind = parts[-1] not in THINGS
        is_other = len(parts) > 1 and parts[-2] in OTHERS.get(parts[-1], ())
        if is_other and WISHED.isdisjoint(parts):
            return False
        return any(
            parts[-len(phrase) :] == phrase or (behind and parts[: len(phrase)] == phrase)
            for phrase in self.phrases
        )

    def states_it(self, name: str) -> bool:
        """Whether a compared text says how the run is: "interactive", "batch"."""
        return words(name) in self.states

    def asks_state(self, function: str) -> bool:
        """Whether a called function's name asks how the run is: `isatty`, `is_interactive`."""
        parts = words(function)
        if not parts or parts[0] not in _PREDICATE:
            return False
        return parts == ("isatty",) or any(parts[-len(s) :] == s for s in self.states)

    def is_host_variable(self, name: str) -> bool:
        """Whether a variable of the environment tells that nobody watches."""
        return name in ENVIRONMENT or self.speaks(name)


def is_rehearsal(name: str) -> bool:
    """Whether a name speaks of a dry run."""
    return not REHEARSALS.isdisjoint(words(name))


def is_asking(function: str) -> bool:
    """Whether a function's name says that it asks somebody."""
    return not ASKING.isdisjoint(words(function)) or "raw_input" in function
