"""What `--json` prints: exactly one JSON document, in which everything printed before is found."""

import json
from typing import Any, NoReturn

ENVELOPE = ("command", "exit_status", "output")


class NotOne(ValueError):
    """Standard output is not one JSON document. The message says why."""


def parse(data: bytes) -> Any:
    """The document; strictly: no NaN, no key twice, nothing before or behind it but white space."""
    try:
        return json.loads(data.decode(), parse_constant=_no_constant, object_pairs_hook=_once)
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are some
        raise NotOne(f"standard output is not one JSON document: {error}") from None


def is_envelope(document: Any) -> bool:
    """Whether it is what the fix wraps around the lines of a script without an object."""
    return isinstance(document, dict) and all(key in document for key in ENVELOPE)


def holds(output: Any, printed: bytes) -> bool:
    """Whether the lines of an envelope are those that were printed; ends of lines may be judged as
    `split` or as `splitlines` does."""
    text = printed.decode()
    return output in (text.removesuffix("\n").split("\n") if text else [], text.splitlines())


def _no_constant(name: str) -> NoReturn:
    raise NotOne(f"{name} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotOne(f"a key stands twice in {[key for key, _ in pairs]}")
    return found
