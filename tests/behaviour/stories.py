"""Reading the scripts: what each one says that it expects."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

SCRIPTS = Path(__file__).parent / "scripts"
_BLOCK = re.compile(rb"^# /// behaviour\r?\n(?P<lines>(?:#[^\n]*\n)+?)# ///\r?$", re.MULTILINE)


class Run(NamedTuple):
    """One way to call a script, and what must come of it; the package's docstring has the keys."""

    args: tuple[str, ...] = ()
    env: dict[str, str] = {}  # noqa: RUF012 - never changed
    status: int = 0
    stdin: str | None = ""  # None: an open pipe that nobody writes to
    out: str = ""
    err: str = ""
    json: bool = True
    document: str | None = None
    records: str | None = None
    leaves: tuple[str, ...] | None = None
    flag: tuple[str, ...] | None = None
    raises: bool = True


class Story(NamedTuple):
    """A script and what it expects. `data` is the whole file, the block included."""

    name: str
    data: bytes
    fixed: tuple[str, ...]
    shown: dict[str, str]
    either: tuple[str, ...]
    files: dict[str, str]
    help: tuple[tuple[str, ...], ...]
    run: tuple[Run, ...]
    unattended: tuple[Run, ...]
    timeout: tuple[Run, ...]

    def __str__(self) -> str:
        return self.name


class BadStory(Exception):
    """A block that cannot be read. The message names the file and what is wrong."""


def stories() -> list[Story]:
    """Every story, by name."""
    return [read(path) for path in sorted(SCRIPTS.glob("*.py"))]


def read(path: Path) -> Story:
    """The story of one file; raises BadStory."""
    return story(path.stem, path.read_bytes())


def story(name: str, data: bytes) -> Story:
    """The story that the bytes of a script tell; raises BadStory."""
    match = _BLOCK.search(data)
    if match is None:
        raise BadStory(f"{name}: no block of comments that begins with '# /// behaviour'")
    text = re.sub(r"(?m)^# ?", "", match["lines"].decode().replace("\r", ""))
    try:
        told = tomllib.loads(text)
        return _story(name, data, told)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise BadStory(f"{name}: {error}") from None


def _story(name: str, data: bytes, told: dict[str, Any]) -> Story:
    kinds = {kind: tuple(_run(one) for one in told.pop(kind, ())) for kind in _KINDS}
    found = Story(
        name=name,
        data=data,
        fixed=tuple(told.pop("fixed", ())),
        shown=told.pop("shown", {}),
        either=tuple(told.pop("either", ())),
        files=told.pop("files", {}),
        help=tuple(map(tuple, told.pop("help", _bare_help(data)))),
        **kinds,
    )
    if told:
        raise TypeError(f"no key {next(iter(told))!r} in a block")
    if not any(kinds.values()):
        raise TypeError("a story without a run proves nothing")
    return found


def _bare_help(data: bytes) -> list[list[str]]:
    """The command lines whose `--help` is compared: the bare one, if some framework offers it."""
    return [[]] if any(name in data for name in (b"argparse", b"click", b"typer")) else []


_KINDS = ("run", "unattended", "timeout")


def _run(told: dict[str, Any]) -> Run:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    return Run(**fields)
