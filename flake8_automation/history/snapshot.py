"""The files of commit after commit: which versions there are, and what is known of them.

A `Version` is all that a judgement depends on. A file that is moved or copied to another folder
stays the same version, unless something that a rule is told about it changes with its place.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from flake8_automation.files.discover import names_python
from flake8_automation.files.facts import METADATA, ROOT_MARKS, entry_points
from flake8_automation.files.project import decides, project
from flake8_automation.history.links import follow
from flake8_automation.history.scope import Admitted, Scope
from flake8_automation.history.trees import FILES, LINK, Entry
from flake8_automation.languages import Language, is_workflow, language_of
from flake8_automation.model import Broken, BrokenKind, Project
from flake8_automation.registry import selected_rules
from flake8_automation.rule import is_minor
from flake8_automation.settings import Settings

_ENVIRONMENT = "pyvenv.cfg"
_MARKS = frozenset({*ROOT_MARKS, _ENVIRONMENT})
_NOTHING: frozenset[str] = frozenset()
_PROJECTS = 100  # whose commands are remembered, so that memory does not grow with the history


class Version(NamedTuple):
    """What a file held, and what a rule may know about it beyond that.

    `if_python`: it has no suffix, so it counts only if its first line names Python. `codes` are
    the rules that are switched on for it. `project` is known for workflows.
    """

    id: str
    name: str  # of the file, without its folders
    if_python: bool
    minor: bool
    entry_points: frozenset[str]
    codes: tuple[str, ...]
    project: Project | None = None  # None: it is no workflow


class Place(NamedTuple):
    """Where a version was found: the absolute path, and the one from the root of its project."""

    absolute: str
    relative: str


class Found(NamedTuple):
    """What stands at a path: a version of a file, or the reason why it cannot be read."""

    version: Version | Broken
    place: Place


class Snapshot:
    """The state of a tree, brought from commit to commit by what changes.

    `content` gives what stands in a file, mostly in links and metadata.
    """

    def __init__(self, scope: Scope, settings: Settings, content: Callable[[str], bytes]) -> None:
        self._scope = scope
        self._settings = settings
        self._content = content
        self._codes = {
            language: tuple(rule.code for rule in selected_rules(settings, language))
            for language in Language
        }
        self._deciding: set[str] = set()  # files that rules for workflows are told of
        self._workflows: set[str] = set()
        self._tree: dict[str, Entry] = {}
        self._marks: dict[str, set[str]] = {}  # by folder
        self._environments: set[str] = set()
        self._links: set[str] = set()
        self._found: dict[str, Found] = {}
        self._commands: dict[tuple[str, ...], Mapping[str, frozenset[str]]] = {}

    def apply(self, entries: Iterable[Entry]) -> dict[str, Found | None]:
        """Go one commit on. Returns the paths at which something else stands now; None: nothing."""
        touched = set()
        moved_roots = decided = False
        for entry in entries:
            touched.add(entry.path)
            if entry.mode:
                self._tree[entry.path] = entry
                self._scope.notice(entry.path)
            else:
                self._tree.pop(entry.path, None)
            if decides(entry.path):
                decided = True
                (self._deciding.add if entry.mode else self._deciding.discard)(entry.path)
            folder, _, name = entry.path.rpartition("/")
            if name in _MARKS:
                moved_roots = True
                self._note_mark(folder, name, bool(entry.mode))
        touched |= self._links
        if moved_roots:
            touched |= self._tree.keys() | self._found.keys()
        if decided:
            touched |= self._workflows
        self._links = {p for p in self._links if p in self._tree} | {
            p for p in touched if p in self._tree and self._tree[p].mode == LINK
        }
        changed: dict[str, Found | None] = {}
        # Links come last: they are passed over where what they lead to counts by its own name.
        for path in (*(touched - self._links), *sorted(touched & self._links)):
            before, now = self._found.get(path), self._look(path)
            if now:
                self._found[path] = now
            else:
                self._found.pop(path, None)
            is_one = now is not None and is_workflow(now.place.absolute)
            (self._workflows.add if is_one else self._workflows.discard)(path)
            if now != before:
                changed[path] = now
        return changed

    def _note_mark(self, folder: str, name: str, is_there: bool) -> None:
        marks = self._marks.setdefault(folder, set())
        (marks.add if is_there else marks.discard)(name)
        if name == _ENVIRONMENT:
            (self._environments.add if is_there else self._environments.discard)(folder)

    def _look(self, path: str) -> Found | None:
        entry = self._tree.get(path)
        if entry is None:
            return None
        admitted = self._scope.admits(path, self._environments)
        if admitted is None:
            return None
        if entry.mode in FILES:
            return self._version(path, entry.id, admitted)
        return self._linked(path, admitted) if entry.mode == LINK else None

    def _linked(self, path: str, admitted: Admitted) -> Found | None:
        end = follow(path, self._tree, self._content)
        entry = self._tree.get(end.path)
        if entry and entry.mode in FILES and not end.problem:
            if not admitted.named and self._counts_by_its_own_name(end.path, entry):
                return None
            return self._version(path, entry.id, admitted)
        is_named = path.endswith(".py") or is_workflow(admitted.absolute)
        if not end.problem or not (admitted.named or is_named):
            return None
        place = Place(admitted.absolute, path)
        return Found(Broken(BrokenKind.UNREADABLE, end.problem), place)

    def _counts_by_its_own_name(self, path: str, entry: Entry) -> bool:
        found = self._found.get(path)
        if found is None or isinstance(found.version, Broken):
            return False
        return not found.version.if_python or names_python(self._content(entry.id))

    def _version(self, path: str, content: str, admitted: Admitted) -> Found:
        root = self._root(path.rpartition("/")[0])
        relative = path[len(root) + 1 :] if root else path
        place = Place(admitted.absolute, relative)
        settings, codes = self._settings, self._codes[language_of(admitted.absolute)]
        if settings.per_file_ignores:
            codes = tuple(c for c in codes if settings.selects_in(c, admitted.absolute))
        return Found(
            Version(
                content,
                relative.rpartition("/")[2],
                not admitted.named and "." not in path.rpartition("/")[2],
                is_minor(relative, settings.minor_paths),
                self._commands_of(root).get(relative, _NOTHING),
                codes,
                self._project(path, content) if is_workflow(admitted.absolute) else None,
            ),
            place,
        )

    def _project(self, path: str, content: str) -> Project:
        """What is known for a workflow of the repository, or the part of it, that holds it."""
        top = f"/{path}"[: f"/{path}".rindex("/.github/")].lstrip("/")
        prefix = f"{top}/" if top else ""
        inside = (p.removeprefix(prefix) for p in self._deciding if p.startswith(prefix))

        def read(name: str) -> bytes | None:
            entry = self._tree.get(prefix + name)
            return self._content(entry.id) if entry and entry.mode in FILES else None

        return project(inside, read, self._content(content))

    def _root(self, folder: str) -> str:
        """The nearest folder, going up, with a mark of a project's root; the top is one."""
        while folder and not self._marks.get(folder, _NOTHING) - {_ENVIRONMENT}:
            folder = folder.rpartition("/")[0]
        return folder

    def _commands_of(self, root: str) -> Mapping[str, frozenset[str]]:
        """What the project at a folder installs as commands, by file."""
        files = {name: self._tree.get(f"{root}/{name}" if root else name) for name in METADATA}
        ids = {name: e.id for name, e in files.items() if e and e.mode in FILES}
        key = tuple(ids.get(name, "") for name in METADATA)
        known = self._commands.get(key)
        if known is None:
            if len(self._commands) >= _PROJECTS:
                self._commands.clear()
            known = self._commands[key] = entry_points(
                lambda name: self._content(ids[name]) if name in ids else None
            )
        return known
