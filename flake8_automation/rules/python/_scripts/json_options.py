"""Does a command line offer its result as JSON?"""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parent_of, positional, string_value
from flake8_automation.rules.python._scripts.options import CliOption, keyword

_JSON = re.compile(r"(?i)(?<![.\w])(geo)?(json|jsonl|ndjson|sarif)(_?\w+)?\b|\w_json\b")
_TAKEN_IN = frozenset(
    {
        "input",
        "in",
        "from",
        "load",
        "read",
        "import",
        "source",
        "src",
        "schema",
        "config",
        "parse",
        "version",
    }
)
_FORMATS = frozenset(
    {"format", "fmt", "formatter", "output", "out", "o", "f", "F", "reporter", "report"}
)
# Whose choices, where they cannot be read, may have JSON among them, if the help speaks of output.
_SORTS = frozenset({"type", "style", "renderer", "mode", "as", "kind"})
_OF_OUTPUT = re.compile(r"(?i)\b(?:output|format|machine|human|render|return)")
_WRITES = (
    r"output|write|print|emit|save|dump|export|report|produce|display|show|render|store|format|"
    r"result"
)
_READS = (
    r"read|load|input|parse|import|from|take|use(?! json (?:as|output|format)\b)|contain|config|"
    r"given|describ"
)
_FIRST_VERB = re.compile(rf"(?i)\b(?:(?P<writes>{_WRITES})|(?P<reads>{_READS}))")
_AS_JSON = re.compile(r"(?i)\b(as|in|to) \W*json|json (output|format|lines)")
_WRITE_MODE = re.compile(r"[wax]")
_SWITCH = re.compile(
    r"(?i)^(no|as|to|print|dump|emit|output|out|write|export|save|report|use|show|pretty)$"
)


def offers_json(option: CliOption, names: Names) -> bool | None:
    """Whether an option makes the program give its result as JSON. None: that cannot be known."""
    words = frozenset(w for w in option.words() if len(w) > 1) or option.words()
    if words & _TAKEN_IN:
        return False
    if "-J" in option.flags or any(map(_JSON.search, option.choices or ())):
        return True
    named = any("json" in word for word in words)
    if option.choices is None:
        sorts = words & _FORMATS or (words & _SORTS and _OF_OUTPUT.search(option.help))
        return None if sorts or named else False
    helped = bool(_JSON.search(_without_flags(option)))
    if not named:
        if not option.takes_value:
            return helped and "no" not in words and _says_as_json(option.help)
        outward = words & _FORMATS or _OUT_OPTION.match(option.dest)
        return helped and bool(outward) and _writes(option.help) is not False
    if _writes(option.help) is False:
        return False
    if not option.takes_value or _writes(option.help):
        return True
    used = _used(option, names)
    if used is None and not any(_SWITCH.match(word) for word in words) and len(words) > 1:
        return None  # --json-file: which way?
    return used is not False


def _without_flags(option: CliOption) -> str:
    text = option.help
    for flag in option.flags:
        text = text.replace(flag, "")
    return text


def _says_as_json(text: str) -> bool:
    return bool(_writes(text) or _AS_JSON.search(text)) and _writes(text) is not False


def _writes(text: str) -> bool | None:
    """Whether a help text speaks first of writing or of reading; None where of neither."""
    verb = _FIRST_VERB.search(text)
    return None if verb is None else verb.group("writes") is not None


def _used(option: CliOption, names: Names) -> bool | None:
    """Whether the file that an option names is written (True) or read (False) in this file."""
    for name in names.occurrences(option.dest):
        above = parent_of(name)
        is_field = above.kind() == "attribute" and above.field("attribute") == name
        node = above if is_field else name
        if parent_of(node).kind() != "argument_list":
            continue
        call = parent_of(parent_of(node))
        if call.kind() != "call" or positional(call)[:1] != [node]:
            continue
        callee = field(call, "function").text().rpartition(".")[2].lower()
        if callee == "open":
            return _opens_to_write(call)
        if re.search(r"write|save|dump|export|store", callee):
            return True
        if re.search(r"load|read|parse|from|import|get", callee):
            return False
    return None


def _opens_to_write(call: SgNode) -> bool:
    given = positional(call)
    mode = given[1] if len(given) > 1 else keyword(call, "mode")
    return mode is not None and bool(_WRITE_MODE.search(string_value(mode) or ""))


_DUMPED_TO_FILE = frozenset({"json.dump"})
_OUT_OPTION = re.compile(
    r"(?i)^(output|out|outfile|output_?(file|path|json|filename|fn)|out_?(file|path|json)|"
    r"dest(ination)?|save|"
    r"save_?(as|to|path|file)|report|report_?(file|path)|result_?(file|path)s?|o|export|dump|"
    r"write|to)$"
)
_DUMPED = re.compile(r"json\.dumps|json_dumps")


def writes_json_file(options: tuple[CliOption, ...], names: Names) -> bool:
    """Whether the program writes JSON to a file that one of its options names."""
    if not any(_OUT_OPTION.match(option.dest) for option in options):
        return False
    dumped = [
        call
        for call, _ in names.calls_to(_DUMPED_TO_FILE)
        if len(positional(call)) > 1 and names.refers_to(positional(call)[1]) not in _STREAMS
    ]
    written = [
        call
        for call in names.method_calls("write", "write_text")
        if _DUMPED.search(call.text())
        and names.refers_to(field(field(call, "function"), "object")) not in _STREAMS
    ]
    return bool(dumped or written)


_STREAMS = frozenset({"sys.stdout", "sys.stderr"})
