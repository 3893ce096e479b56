"""Is a script there to show something, or does it work on files and remarks on it?"""

import re
from functools import lru_cache
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import field, lineage, parent_of, string_value, within
from flake8_automation.rules.python._scripts.complaints import is_complaint
from flake8_automation.rules.python._scripts.components import docstring
from flake8_automation.rules.python._scripts.options import CliOption, keyword
from flake8_automation.rules.python._scripts.outputs import Output
from flake8_automation.rules.python._scripts.results import Results, is_item
from flake8_automation.rules.python._scripts.scripts import Script
from flake8_automation.rules.python._scripts.talk import is_talk
from flake8_automation.rules.python._scripts.vocabulary import CODE

# What a script does that works on files, or makes a product of its own.
_WORKS = re.compile(
    r"""(?x) \.write_(?:text|bytes)\(
    | open\([^()]*(?:\([^()]*\)[^()]*)*,\s*(?:mode\s*=\s*)?["'][wax]
    | (?:os|shutil|path)\.(?:remove|rename|replace|unlink|makedirs|rmtree|copy\w*|move|symlink)\(
    | \.(?:unlink|upload\w*|push\w*|deploy|install|save\w*|train)\(
    | \.(?:post|patch|delete)\(
    | \.open\(\s*(?:mode\s*=\s*)?["'][wax]
    | check_call\( | os\.system\(
    | \.(?:create|delete|publish|send)_(?!engine|session|connection|socket|string|unicode)\w+\(
    | \.(?:add_to|remove_from)_\w+\( | \.edit\(
    """
)
_MAKES = re.compile(
    r"\b(?:torch|np|numpy|joblib|pickle|onnx|tf)\.(?:save\w*|dump)\(|save_pretrained\(|"
    r"push_to_hub\(|"
    r"save_file\(|save_model\(|\.backward\("
)
# One of these stands in all that it finds; to look for a word is a hundred times as fast.
_MAKING = (
    *(f"{m}.save" for m in ("torch", "np", "numpy", "joblib", "pickle", "onnx", "tf")),
    *(f"{m}.dump(" for m in ("torch", "np", "numpy", "joblib", "pickle", "onnx", "tf")),
    *("save_pretrained(", "push_to_hub(", "save_file(", "save_model(", ".backward("),
)

# An option that says where to.
_OUT_FILE = re.compile(
    r"(?i)^(?:out(?:put)?|dest(?:ination)?)(?:_?(?:file|path|dir|directory|folder|name|filename))?$"
)

# How a converter speaks of itself: its output is a document, not a report.
_CONVERTS = re.compile(
    r"""(?ix) ^\W* (?:an?\s|the\s)? (?:\w+\s)? (?:(?:tool|script|program|utility|helper)\s)?
        (?:(?:to|that|which|for)\s)?
        (?:converts?|converting|converter|translat(?:es?|or)|transforms?|reformats?|imports?|
        encodes?|decodes?|minif(?:y|ies)|beautif(?:y|ies)|transpiles?)\b
    """
)

# A command or an option that asks for something to be shown.
_ASKS = re.compile(
    r"""(?x) (?:add_parser|command)\(\s*["'](?:list|show|ls|status|info|stats|summary|search)\w*["']
    | \.command\(\)\s+def\ (?:list|show|ls|status|info|stats|summary|search)(?:_\w+)?\(
    | (?:add_argument|option)\(\s*(?:["']-\w["'],\s*)?
      ["']--(?:list|show|status|info|stats|summary|report)(?:-\w+)?["']
    | choices\s*=\s*[\[({][^\])}]*["'](?:list|show|ls|status|info|stats|summary|search)["']
    """
)


class Purpose(NamedTuple):
    """What a script's text and its outputs tell of its purpose."""

    text: str
    outputs: list[Output]
    results: list[Output]
    script: Script

    def is_to_show(self, judge: Results) -> bool:
        """Whether the results are what the script is for."""
        results = self.results
        if not results:
            return False
        if _ASKS.search(self.text) or any(map(self._shows, self.script.parsers)):
            return True
        if self._is_to_convert():
            return False
        strong = sum(map(judge.is_strong, results))
        if self.is_to_make() or any(map(names_a_product, self.script.options)):
            return strong >= 5 and len(results) > self._talk()
        if not works_on_files(self.text):
            return len(results) * (3 if strong else 2) >= self._talk()
        if len(results) == 1 and not (_is_row(results[0]) or is_asked_for(results[0], self.script)):
            return False
        return (strong > 0 or len(results) > 2) and len(results) > self._talk()

    def _shows(self, decorator: SgNode) -> bool:
        """Whether a command of several is there only to show something."""
        command = parent_of(decorator)
        if command.kind() != "decorated_definition" or _WORKS.search(command.text()):
            return False
        said = [o for o in self.outputs if within(o.node, command)]
        return (
            bool(said)
            and all(o in self.results or not o.values for o in said)
            and any(o in self.results for o in said)
        )

    def _is_to_convert(self) -> bool:
        """Whether the script says that it converts: what it prints is a document."""
        site = self.script.site
        described = keyword(site, "description") if site.kind() == "call" else None
        texts = (
            docstring(list(site.ancestors())[-1]),
            string_value(described) if described is not None else None,
        )
        return any(text is not None and _CONVERTS.match(text) for text in texts)

    def is_to_generate(self) -> bool:
        """Whether the script writes source text for a compiler or a browser."""
        code = sum(bool(CODE.search(output.words)) for output in self.outputs)
        return code * 5 > len(self.outputs)

    def is_to_make(self) -> bool:
        """Whether the script makes a product, such as a trained model."""
        return any(word in self.text for word in _MAKING) and bool(_MAKES.search(self.text))

    def _talk(self) -> int:
        """How many outputs are remarks on the work."""
        others = [output for output in self.outputs if output not in self.results]
        return sum(is_talk(output.words) and not is_complaint(output.node) for output in others)


@lru_cache(1)  # asked twice about each file
def works_on_files(text: str) -> bool:
    """Whether a script changes files, or something elsewhere."""
    return _WORKS.search(text) is not None


def names_a_product(option: CliOption) -> bool:
    """Whether an option names a file that the program always writes."""
    if not option.takes_value or not _OUT_FILE.match(option.dest):
        return False
    is_positional = not option.flags[0].startswith("-")
    if is_positional or option.node.kind() != "call":
        return is_positional
    required, default = keyword(option.node, "required"), keyword(option.node, "default")
    if default is not None:
        return (string_value(default) or "-") != "-"
    return required is not None and required.text() == "True"


def _is_row(output: Output) -> bool:
    """Whether an output has several columns, or several lines, or is one of a list."""
    return (
        len(output.values) > 1
        or is_item(output)
        or any(
            value.kind() in {"list", "tuple", "list_comprehension"} or ".join(" in value.text()
            for value in output.values
        )
    )


def is_asked_for(output: Output, script: Script) -> bool:
    """Whether an option decides that this is printed."""
    dests = {option.dest for option in script.options if option.dest}
    for child, parent in lineage(output.node):
        if parent.kind() == "function_definition":
            return False
        if parent.kind() in {"if_statement", "elif_clause"}:
            test = field(parent, "condition")
            if test != child and dests & set(re.findall(r"\w+", test.text())):
                return True
    return False
