"""The nouns: where something stands, what was said about it, and how it would be repaired.

Everything here is an immutable value that survives pickling, so that results cross processes and
every reader (a renderer, the editor server, the ledger) works from the same thing.
"""

from enum import Enum, IntEnum
from typing import NamedTuple


class Position(NamedTuple):
    """One place in a text, in every unit that an output format asks for.

    `offset` is 0-based, in characters from the start of the text. `line` and the three columns are
    1-based; a column counts characters, UTF-8 bytes or UTF-16 code units of its line.
    """

    offset: int
    line: int
    column: int
    column_utf8: int
    column_utf16: int


class Span(NamedTuple):
    """A stretch of text; `end` is exclusive."""

    start: Position
    end: Position


class Edit(NamedTuple):
    """Replace what `span` covers with `text`; an empty span inserts."""

    span: Span
    text: str


class Safety(Enum):
    """Whether a fix may be applied, in ruff's words (its "applicability")."""

    SAFE = "safe"  # means the same as before
    UNSAFE = "unsafe"  # may change what the program does
    DISPLAY = "display"  # advice: shown, never applied


class Fix(NamedTuple):
    """One repair. All its edits are applied together or not at all."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety

    def titled(self) -> str:
        """The title as it is shown: it says so where the fix is unsafe."""
        return f"{self.title} (unsafe)" if self.safety is Safety.UNSAFE else self.title


class Status(Enum):
    """What became of a site."""

    COVERED = "covered"  # can run unattended
    GAP = "gap"  # cannot
    WAIVED = "waived"  # cannot, and its author said that this is meant
    ACCEPTED = "accepted"  # cannot, and stands in the list of the project


class Priority(IntEnum):
    """How much a gap hurts: P0 most, P3 least."""

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3

    def lowered(self) -> "Priority":
        """One step less urgent."""
        return Priority(min(self + 1, Priority.P3))


class Mark(NamedTuple):
    """What stays of a gap when lines move and files are laid out anew.

    `scope` is the qualified name of what encloses it, empty at the top of a module; `digest` is a
    hash of what a formatter keeps of its text.
    """

    scope: str
    digest: str


class Site(NamedTuple):
    """A place that a rule had an opinion about.

    `fix` is the one that may be applied, `alternatives` are others that an editor may offer. `mark`
    is given to gaps, and only by a run that asks for it.
    """

    code: str
    name: str
    status: Status
    span: Span
    message: str
    priority: Priority
    fix: Fix | None = None
    reason: str = ""  # why it is waived or accepted
    alternatives: tuple[Fix, ...] = ()
    mark: Mark | None = None

    @property
    def title(self) -> str:
        """Code and name; a code that another tool reports has no name here."""
        return f"{self.code} {self.name}".rstrip()


class Broken(NamedTuple):
    """Why a file could not be judged as it should.

    `line` and `column` are 1-based, 0 where they are unknown.
    """

    kind: "BrokenKind"
    reason: str
    line: int = 0
    column: int = 0


class BrokenKind(Enum):
    """What went wrong with a file; the value completes the sentence "PATH …"."""

    UNREADABLE = "cannot be read"
    UNDECODABLE = "cannot be decoded"
    UNPARSED = "cannot be parsed"
    UNJUDGED = "cannot be judged"
    UNWRITABLE = "cannot be written"
    INTERNAL = "hit an internal error"


class Checked(NamedTuple):
    """What checking one file gave: every site in order of position, and what went wrong, if any.

    A file that does not parse can have both: the tree is tolerant, so the rules still read it.
    """

    path: str
    sites: tuple[Site, ...] = ()
    broken: Broken | None = None

    def gaps(self) -> tuple[Site, ...]:
        """The sites that are reported."""
        return tuple(site for site in self.sites if site.status is Status.GAP)


class Project(NamedTuple):
    """What a rule for workflows may know of the repository; paths are relative to its top.

    `dependencies` are the files that say what to install. `addopts` are the options that
    pytest's configuration adds, by folder. `texts` are the workflows and actions of the repository
    that the file calls, by path. `pins_manager`: some `package.json` names its `packageManager`.
    """

    dependencies: frozenset[str] = frozenset()
    addopts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    pins_manager: bool = False


class Facts(NamedTuple):
    """What a rule may know beyond the text of the file.

    `path` is relative to the root of the project, with forward slashes. `entry_points` names the
    functions of this file that the project's metadata installs as commands. `project` is known for
    workflows. `parses`: Python is known to have parsed these bytes; else, nobody knows.
    """

    path: str
    entry_points: frozenset[str] = frozenset()
    project: Project = Project()
    parses: bool = False
