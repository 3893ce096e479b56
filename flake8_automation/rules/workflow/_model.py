"""A workflow as its author thinks of it: triggers, jobs and steps, each knowing where it stands."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from flake8_automation.languages import Language
from flake8_automation.rules.workflow._shell import (
    Command,
    commands,
    commands_by_line,
    is_posix,
    is_shell,
    only_talks,
)
from flake8_automation.source import Source
from flake8_automation.yaml_nodes import Kind, Node, entries

Entries = Mapping[str, tuple[Node, Node]]
Offsets = tuple[int, int]

_VERSION = re.compile(r"#.*?\bv?(\d+(?:\.\d+)*)")
_MAJOR = re.compile(r"v?(\d+)")
_PREPARING = re.compile(r"actions/(checkout|cache|setup-|download-artifact)|.*/setup-")
_SHA = re.compile(r"[0-9a-f]{40}")


class Uses(NamedTuple):
    """What a step or a job calls.

    `name` is that of an action (`actions/setup-python`), in lower case, or the path of a local one,
    without `./`. `ref` is what stands behind the `@`, and `version` that or, of a pinned one, the
    version that a comment behind it names; empty if there is none.
    """

    name: str
    ref: str
    version: str
    is_local: bool

    @property
    def major(self) -> int | None:
        """The first number of the version. None: there is none, as for a branch."""
        match = _MAJOR.match(self.version)
        return int(match[1]) if match else None


class Part:
    """A mapping of a workflow with its entries: a job or a step."""

    def __init__(self, source: Source, node: Node) -> None:
        self.source = source
        self.node = node
        self.entries: Entries = entries(node)

    def text(self, key: str) -> str:
        """The text that stands at a key; empty if there is none."""
        node = self.value(key)
        return node.value if node and node.kind is Kind.SCALAR and not node.is_null else ""

    def value(self, key: str) -> Node | None:
        """The node that stands at a key."""
        found = self.entries.get(key)
        return found[1] if found else None

    def has(self, key: str) -> bool:
        """Whether a key is there and says something."""
        node = self.value(key)
        return node is not None and not node.is_null

    def texts(self, key: str) -> dict[str, str]:
        """The entries of the mapping at a key, as far as they are texts."""
        return _texts(self.value(key))

    @property
    def folder(self) -> str:
        """The folder in which it runs: its own, or that of `defaults`; empty if it names none."""
        defaults = self.value("defaults")
        run = entries(defaults).get("run") if defaults else None
        return self.text("working-directory") or _texts(run[1] if run else None).get(
            "working-directory", ""
        )

    @cached_property
    def uses(self) -> Uses | None:
        """What it calls, if it does."""
        node = self.value("uses")
        return _uses(self.source, node) if node and node.kind is Kind.SCALAR else None

    @property
    def condition(self) -> str:
        """What stands behind `if:`, without `${{ }}` around it."""
        text = self.text("if").strip()
        return text[3:-2].strip() if text.startswith("${{") and text.endswith("}}") else text


class Step(Part):
    """One step. It stands where its first key does."""

    @property
    def place(self) -> Offsets:
        """Where its first key stands."""
        first = self.node.pairs[0][0]
        return first.start, first.end

    @property
    def title(self) -> str:
        """What people call it: its name, its id, what it uses, or the first line that it runs."""
        told = self.text("name") or self.text("id") or self.text("uses")
        return " ".join((told or self.run.strip().partition("\n")[0]).split())

    @cached_property
    def inputs(self) -> dict[str, str]:
        """What stands under `with:`, as texts."""
        return self.texts("with")

    @property
    def run(self) -> str:
        """The text that it runs; empty if it runs none."""
        return self.text("run")

    @cached_property
    def commands(self) -> tuple[Command, ...] | None:
        """The commands that it runs. None: they are written for another shell, or unreadable."""
        return commands(self.run) if is_posix(self.text("shell")) else None

    @cached_property
    def programs(self) -> tuple[Command, ...]:
        """The commands that it runs by their names, in whatever shell, as far as it is readable."""
        if not self.run or not is_shell(self.text("shell")):
            return ()
        found = commands(self.run)
        return commands_by_line(self.run) if found is None else found

    @cached_property
    def is_talk(self) -> bool:
        """Whether all that it runs only says something, waits, or does nothing."""
        told = self.commands
        return told is not None and bool(self.run.strip()) and only_talks(self.run, told)

    @property
    def only_prepares(self) -> bool:
        """Whether it only brings what the work of the job needs: the code, a language, a cache."""
        return self.uses is not None and bool(_PREPARING.match(self.uses.name))


class Job(Part):
    """One job, with the key that names it."""

    def __init__(self, source: Source, key: Node, node: Node) -> None:
        super().__init__(source, node)
        self.key = key
        self.id = key.value

    @property
    def place(self) -> Offsets:
        """Where its key stands."""
        return self.key.start, self.key.end

    @property
    def is_alias(self) -> bool:
        """Whether what it does is written elsewhere, and only named here."""
        return self.node.start < self.key.end

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Its steps."""
        return _steps(self.source, self.value("steps"))

    @cached_property
    def matrix(self) -> dict[str, str]:
        """What is known of `matrix.NAME`: all values that are written down for it, in a row."""
        strategy = self.value("strategy")
        matrix = entries(strategy).get("matrix") if strategy else None
        found: dict[str, list[str]] = {}
        for name, (_, node) in (entries(matrix[1]) if matrix else {}).items():
            if name == "include":
                for item in node.items:
                    for key, value in _texts(item).items():
                        found.setdefault(key, []).append(value)
            elif name != "exclude" and node.kind is Kind.SEQUENCE:
                for item in node.items:
                    inner = _texts(item)
                    found.setdefault(name, []).append(item.value)
                    for key, value in inner.items():
                        found.setdefault(f"{name}.{key}", []).append(value)
        return {f"matrix.{name}": " ".join(values) for name, values in found.items()}

    @property
    def needs(self) -> tuple[str, ...]:
        """The jobs that it waits for."""
        return _words(self.value("needs"))

    @property
    def environment(self) -> str | None:
        """The environment that it deploys to, which may be an expression; None if it has none."""
        node = self.value("environment")
        if node is None or node.is_null:
            return None
        if node.kind is Kind.SCALAR:
            return node.value
        return _texts(node).get("name", "")


class Workflow(Part):
    """One document: a workflow with jobs, or an action that is made of steps."""

    @cached_property
    def triggers(self) -> frozenset[str]:
        """The events that start it."""
        return frozenset(_words(self.value("on")))

    def filters(self, event: str) -> dict[str, tuple[str, ...]]:
        """What an event is narrowed to, by the key under it: `branches`, `tags` and so on."""
        on = self.value("on")
        node = entries(on).get(event) if on else None
        return {
            key: _words(value) for key, (_, value) in (entries(node[1]) if node else {}).items()
        }

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """Its jobs."""
        node = self.value("jobs")
        if node is None:
            return ()
        found = entries(node).values()
        return tuple(Job(self.source, k, v) for k, v in found if v.kind is Kind.MAPPING)

    @cached_property
    def own_steps(self) -> tuple[Step, ...]:
        """The steps of a composite action."""
        runs = self.value("runs")
        steps = entries(runs).get("steps") if runs else None
        return _steps(self.source, steps[1]) if steps else ()

    def steps(self) -> Iterator[tuple[Job | None, Step]]:
        """All steps, each once, with the job in which it stands; None in an action."""
        seen = set()
        for job in (None, *self.jobs):
            for step in job.steps if job else self.own_steps:
                if step.node not in seen:
                    seen.add(step.node)
                    yield job, step


def workflows(source: Source) -> tuple[Workflow, ...]:
    """The documents of a file, as workflows; none in Python. Asked for with `source.derive`."""
    if source.language is not Language.WORKFLOW:
        return ()
    return tuple(Workflow(source, node) for node in source.documents)


def _steps(source: Source, node: Node | None) -> tuple[Step, ...]:
    items = node.items if node else ()
    return tuple(Step(source, item) for item in items if item.kind is Kind.MAPPING and item.pairs)


def _words(node: Node | None) -> tuple[str, ...]:
    """One text, a list of them, or the keys of a mapping."""
    if node is None or node.is_null:
        return ()
    if node.kind is Kind.SCALAR:
        return (node.value,)
    if node.kind is Kind.MAPPING:
        return tuple(entries(node))
    return tuple(item.value for item in node.items if item.kind is Kind.SCALAR)


def _texts(node: Node | None) -> dict[str, str]:
    found = entries(node) if node else {}
    return {key: value.value for key, (_, value) in found.items() if value.kind is Kind.SCALAR}


def _uses(source: Source, node: Node) -> Uses:
    called = node.value.strip()
    if called.startswith("./"):
        return Uses(called.removeprefix("./").rstrip("/"), "", "", True)
    name, _, ref = called.partition("@")
    return Uses(name.lower(), ref, _version(source, node, ref), False)


def _version(source: Source, node: Node, ref: str) -> str:
    if not _SHA.fullmatch(ref):
        return ref
    end = source.text.find("\n", node.end)
    match = _VERSION.search(source.text[node.end : end if end >= 0 else None])
    return match[1] if match else ""
