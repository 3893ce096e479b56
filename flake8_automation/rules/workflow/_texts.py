"""From the text that a step runs back to the file, where a fix has to write."""

import re

from flake8_automation.source import Source
from flake8_automation.yaml_nodes import Node

_LINE = re.compile(r"[^\n]*\n?")


def offsets(source: Source, node: Node) -> tuple[int, ...] | None:
    """For each character of a scalar's value, and for its end, the offset in the file.

    None where the value is not what stands there, as in folded or escaped texts.
    """
    written = source.text[node.start : node.end]
    if node.style == "|":
        return _of_literal(source, node)
    margin = 1 if node.style else 0
    if written[margin : len(written) - margin] != node.value:
        return None
    return tuple(range(node.start + margin, node.start + margin + len(node.value) + 1))


def _of_literal(source: Source, node: Node) -> tuple[int, ...] | None:
    header = source.text.find("\n", node.start)
    if header < 0:
        return None
    found: list[int] = []
    at = header + 1
    for line in _LINE.findall(node.value)[:-1]:
        written = _LINE.match(source.text, at)
        assert written is not None
        content = line.rstrip("\n")
        text = written.group().rstrip("\r\n")
        if not text.endswith(content) or text[: len(text) - len(content)].strip(" "):
            return None
        start = at + len(text) - len(content)
        found += range(start, start + len(line))
        at = written.end()
    return (*found, found[-1] + 1) if found else None
