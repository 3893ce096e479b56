"""Which outputs are in a format that programs read: JSON, CSV, lint lines and the like."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import (
    field,
    lineage,
    parent_of,
    positional,
    string_value,
)
from flake8_automation.rules.python._scripts import vocabulary as words
from flake8_automation.rules.python._scripts.complaints import is_complaint
from flake8_automation.rules.python._scripts.outputs import Output, block_statement
from flake8_automation.rules.python._scripts.talk import plain

_LINT_LINE = re.compile(r"^\s*\0:(\0|\d+):")
_ANNOTATION = re.compile(r"^(::[a-z-]+|##vso\[|##teamcity\[)")
_KEY_VALUE = re.compile(r"^[A-Za-z_]\w*=[^\s=,;\0]*\0[^\s,;]*$")
_LINE_NAMES = re.compile(r"(?i)(line|lno|row|loc|pos|\bln)")
_PATH_NAMES = re.compile(r"(?i)(path|file|fname)")
_LINT_TEMPLATE = re.compile(
    r"(?<!\()(?:%\(\w*(?:path|file)\w*\)s:%\(\w*(?:line|row)\w*\)[sd]"
    r"|\{[\w.]*(?:path|file)\w*\}:\{[\w.]*(?:line|row)\w*\})"
)
_COMMAS = re.compile(r"^\0(,\0)+$")
_WRITERS = ("json.", "yaml.", "csv.", "toml.", "rich.print_json")
_SEPARATORS = re.compile(r"(?i)(?:^|[._])(?:sep|separator|delim|delimiter)$")
_WRAPPERS = frozenset({"decode", "rstrip", "strip"})


def is_machine(output: Output, names: Names) -> bool:
    """Whether an output is JSON or another format that programs read, and nothing else."""
    if output.writes.startswith(_WRITERS) or is_lint_line(output) or is_key_value(output):
        return True
    if _COMMAS.match(output.words.strip()) or _is_joined_row(output):
        return True
    bare = not re.search(r"\w", plain(output.words).replace("\0", ""))
    return bare and len(output.values) == 1 and is_dump(output.values[0], names)


def _is_joined_row(output: Output) -> bool:
    """Whether what is printed is `",".join([name, size, owner])`: the columns of a CSV file."""
    row = output.values[0] if len(output.values) == 1 and output.words.strip() == "\0" else None
    if row is None or row.kind() != "call" or not row.text().startswith(('",".join(', "','.join(")):
        return False
    columns = positional(row)
    return len(columns) == 1 and columns[0].kind() in {"list", "tuple"}


def has_lint_template(text: str) -> bool:
    """Whether a file holds a template such as `%(path)s:%(row)d:` for lines that tools read."""
    return _LINT_TEMPLATE.search(text) is not None


def is_lint_line(output: Output) -> bool:
    """Whether an output is a line such as `path:line:column: text`, or an annotation for CI."""
    if _ANNOTATION.match(output.words):
        return True
    return bool(_LINT_LINE.match(output.words)) and _names_a_place(output)


def is_key_value(output: Output) -> bool:
    """Whether an output is a line such as `name=value`."""
    return bool(_KEY_VALUE.match(output.words.strip()))


def is_json(output: Output) -> bool:
    """Whether a machine's output is JSON rather than CSV, XML or YAML."""
    text = output.node.text().lower() + output.writes
    return "json" in text or not re.search(r"csv|tsv|xml|yaml|toml", text)


def _names_a_place(output: Output) -> bool:
    values = [value.text() for value in output.values]
    return any(map(_LINE_NAMES.search, values[1:])) or bool(_PATH_NAMES.search(values[0]))


def is_dump(node: SgNode, names: Names, depth: int = 0) -> bool:
    """Whether the value of an expression is text in a machine's format."""
    if node.kind() == "identifier" and depth < 3:
        bound = [binding.value for binding in names.bindings(node)]
        return any(v is not None and is_dump(v, names, depth + 1) for v in bound)
    if node.kind() != "call":
        return False
    function = field(node, "function")
    if names.refers_to(function) in words.MACHINE_CALLS:
        return True
    owner, _, name = function.text().rpartition(".")
    if name in _WRAPPERS and function.kind() == "attribute":
        return is_dump(field(function, "object"), names, depth)
    if name == "highlight" and positional(node):
        return is_dump(positional(node)[0], names, depth)
    if name == "join" and _SEPARATORS.search(owner):
        return True
    definition = names.definition_of(function)
    returned = names.results(definition) if definition is not None and depth < 3 else None
    other = [given for given in returned or () if string_value(given) is None]
    if other and all(is_dump(given, names, depth + 1) for given in other):
        return True
    if name == "dumps":
        return owner.rpartition(".")[2].endswith("json")
    if name == "model_dump_json" or name in words.MACHINE_METHODS:
        return True
    return bool(words.MACHINE_WORDS.search(name)) and not re.search(r"load|read|parse|from_", name)


def is_json_on_request(output: Output) -> bool:
    """Whether an output is made where a test says `json`: `if fmt == "json":`."""
    return is_json(output) and any(
        parent.kind() in {"if_statement", "elif_clause"}
        and parent.field("condition") != child
        and re.search(r"(?i)json", field(parent, "condition").text()) is not None
        for child, parent in lineage(output.node)
    )


def heading_beside(output: Output, people: list[Output]) -> bool:
    """Whether words for people stand in the same block as an output, on the same stream."""
    if is_lint_line(output) or is_key_value(output):
        return False
    block = parent_of(block_statement(output.node))
    return any(
        parent_of(block_statement(other.node)) == block
        and not is_complaint(other.node)
        and (bool(other.values) or bool(re.search(r"\w", plain(other.words))))
        for other in people
    )
