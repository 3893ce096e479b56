"""Is a script there to show something, or does it work on files and remarks on it?"""

import re
from functools import lru_cache
from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import field, lineage, parent_of, string_value, within
from flake8_automation.rules.python._scripts.aims import Aim, aim_by_name, aim_of
from flake8_automation.rules.python._scripts.complaints import is_complaint
from flake8_automation.rules.python._scripts.options import CliOption, keyword
from flake8_automation.rules.python._scripts.outputs import Output
from flake8_automation.rules.python._scripts.results import Results
from flake8_automation.rules.python._scripts.scripts import Script
from flake8_automation.rules.python._scripts.talk import is_talk
from flake8_automation.rules.python._scripts.vocabulary import CODE

# What a script does that works on files, or makes a product of its own.
_WORKS = re.compile(
    r"""(?x) \.write_(?:text|bytes)\(
    | open\([^()]*(?:\([^()]*\)[^()]*)*,\s*(?:mode\s*=\s*)?["'][wax]
    | (?:os|shutil|path)\.(?:rename|replace|makedirs|copy\w*|move|symlink)\(
    # but not what the script put there itself: `os.remove(listing.name)` of a temporary file
    | (?:os|shutil|path)\.(?:remove|unlink|rmtree)\((?!\w*te?mp|\w+\.name\))
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
    r"(?i)^(?:out(?:put)?|save|dest(?:ination)?)_?(?:(?:file|path|dir|directory|folder|name|"
    r"filename|prefix|root|base|stem|model|location|to|as|data)(?:_?(?:name|path|prefix|dir))?)?$"
)

# A command or an option that asks for something to be shown.
_ASKS = re.compile(
    r"""(?x) (?:add_parser|command)\(\s*
      ["'](?:(?:get|find)[-_]|list|show|ls|status|info|stats|summary|search|inspect|query)[\w-]*["']
    | \.command\(\)\s+def\ (?:get_|list|show|ls|status|info|stats|summary|search)(?:_\w+)?\(
    | choices\s*=\s*[\[({][^\])}]*["'](?:list|show|ls|status|info|stats|summary|search)["']
    """
)


_ASKING = re.compile(
    r"--(?:list|show|status|info|stats|summary|report|print)"
    r"(?:-(?!every|freq|step|interval|to$)[\w-]+)?$"
)


class Purpose(NamedTuple):
    """What a script's text and its outputs tell of its purpose."""

    text: str
    name: str  # of the file
    outputs: list[Output]
    results: list[Output]
    script: Script

    def is_to_show(self, judge: Results) -> bool:
        """Whether the results are what the script is for."""
        results = self.results
        if not results:
            return False
        if _ASKS.search(self.text) or any(map(_asks, self.script.options)):
            return True
        if len(self.script.parsers) > 1 and any(map(self._shows, self.script.parsers)):
            return True
        if self.is_said_to_work():
            return False
        works, aim = works_on_files(self.text), self._aim()
        talk, strong = self._talk(), sum(map(judge.is_strong, results))
        if self.is_to_make() or any(map(names_a_product, self.script.options)):
            enough = 3 if aim is Aim.TELL else 5
            return strong >= enough and len(results) * (2 if aim is Aim.TELL else 1) > talk
        if any(map(judge.is_account, results)):
            return True
        if aim is Aim.TELL or not works:
            return len(results) * (3 if strong else 2) >= talk
        rows = [o for o in results if judge.is_strong(o)]
        plain_rows = [o for o in rows if _is_row(o) or is_asked_for(o, self.script)]
        return len(results) > talk and (len(rows) >= 2 or bool(plain_rows))

    def is_said_to_work(self) -> bool:
        """Whether the script says that it makes, changes or converts something."""
        aim = self._aim()
        if aim is Aim.CHANGE:  # figures, files, or lines that are passed through?
            figures = any(_is_row(o) or re.search(r"[A-Za-z]{3}", o.words) for o in self.results)
            return works_on_files(self.text) or not figures
        return aim in {Aim.CONVERT, Aim.MAKE}

    def _aim(self) -> Aim | None:
        return aim_of(self.script) or aim_by_name(self.name, works=works_on_files(self.text))

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


def _asks(option: CliOption) -> bool:
    """Whether an option is a switch that asks for something to be shown."""
    return not option.takes_value and any(map(_ASKING.match, option.flags))


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
    """Whether an output has several columns, or several lines."""
    return len(output.values) > 1 or any(
        value.kind() in {"list", "tuple", "list_comprehension"} or ".join(" in value.text()
        for value in output.values
    )


def is_asked_for(output: Output, script: Script, *, how: bool = False) -> bool:
    """Whether an option decides that this is printed. `how`: not if it says what, of several."""
    dests = {option.dest for option in script.options if option.dest}
    for child, parent in lineage(output.node):
        if parent.kind() == "function_definition":
            return False
        if parent.kind() in {"if_statement", "elif_clause"}:
            test = field(parent, "condition")
            if test != child and dests & set(re.findall(r"\w+", test.text())):
                return not (how and re.search(r"==\s*[\"']", test.text()))
    return False
