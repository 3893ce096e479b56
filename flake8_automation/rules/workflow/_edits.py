"""Adding entries to the mappings of a workflow in their own layout, so that all else stays."""

from flake8_automation.model import Edit
from flake8_automation.source import Source
from flake8_automation.yaml_nodes import Node, nodes


def insert_entry(source: Source, mapping: Node, entry: str, behind: str = "") -> Edit | None:
    """An edit that adds `entry` to a mapping; None where the layout is too unusual.

    An entry is `key: value`, or several lines of that kind, which a flow mapping cannot take. It
    goes behind the key `behind` where the value of that stands on the same line, else in front of
    it, or of the first key where there is no such key.
    """
    keys = {key.value: (key, value) for key, value in mapping.pairs}
    if not keys:
        return None
    key, value = keys.get(behind) or mapping.pairs[0]
    if mapping.style == "flow":
        first = mapping.pairs[0][0].start
        return None if "\n" in entry else _at(source, first, f"{entry}, ")
    start = source.line_start(source.position(key.start).line)
    before = source.text[start : key.start]
    if before.strip(" -"):  # `? key`, or an anchor or a tag in front of it
        return None
    break_ = source.newline + " " * len(before)
    written = entry.replace("\n", break_)
    if behind in keys and _is_on_one_line(source, key, value):
        return _at(source, _end_of_line(source, value.end), f"{break_}{written}")
    return _at(source, key.start, f"{written}{break_}")


def append_item(source: Source, item: Node, lines: tuple[str, ...]) -> Edit | None:
    """An edit that adds a list item of these lines behind another one, in block style."""
    first = item.pairs[0][0]
    start = source.line_start(source.position(first.start).line)
    before = source.text[start : first.start]
    if item.style == "flow" or before.strip(" -") or before.count("-") != 1:
        return None
    inner = " " * len(before)
    text = f"{source.newline}{before}{lines[0]}" + "".join(
        f"{source.newline}{inner}{line}" for line in lines[1:]
    )
    return _at(source, _end_of(source, item), text)


def append_entry(source: Source, mapping: Node, entry: str) -> Edit | None:
    """An edit that adds an entry of several lines behind the last one."""
    if mapping.style == "flow" or not mapping.pairs:
        return None
    first = mapping.pairs[0][0]
    start = source.line_start(source.position(first.start).line)
    before = source.text[start : first.start]
    if before.strip(" "):
        return None
    end = _end_of(source, mapping)
    break_ = source.newline + before
    return _at(source, end, source.newline + break_ + entry.replace("\n", break_))


def _end_of(source: Source, node: Node) -> int:
    """Where the last line of a node in block style ends, without what follows it in comments."""
    last = max(inner.end for inner in nodes([node]) if inner.style != "block")
    return _end_of_line(source, len(source.text[:last].rstrip()))


def _at(source: Source, offset: int, text: str) -> Edit:
    return Edit(source.span(offset, offset), text)


def _is_on_one_line(source: Source, key: Node, value: Node) -> bool:
    """Whether key and value stand on one line, so that the next one belongs to what follows."""
    # An alias stands elsewhere, and what is in block style ends below.
    return source.position(key.start).line == source.position(value.end).line


def _end_of_line(source: Source, offset: int) -> int:
    text = source.text
    ends = [at for at in (text.find("\n", offset), text.find("\r", offset)) if at >= 0]
    return min(ends, default=len(text))
