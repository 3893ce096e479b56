"""Which names hold a text that is shown to somebody: `input(self.prompt)` makes no flag of it."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import last_name
from flake8_automation.rules.python._guards.words import is_asking, words
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field, parent_of, positional, unwrapped

_SHOWING = frozenset("print write echo secho format strip join puts log info msg message".split())


# Names of wishes that as often hold a text. A `force` is on or off, also where a log shows it.
_TEXTS = frozenset({"prompt", "prompts", "ask", "confirm", "confirmation"})


def is_shown(names: Names, node: SgNode) -> bool:
    """Whether what a name or attribute holds is shown, cut or joined as a text in its file."""
    is_attribute = node.kind() == "attribute"
    name = field(node, "attribute") if is_attribute else node
    if _TEXTS.isdisjoint(words(name.text())):
        return False
    written = node.text()
    scope = None if is_attribute else names.scope_of(node)
    for use in names.occurrences(name.text()):
        whole = use
        if is_attribute:
            whole = parent_of(use)
            if whole.text() != written or whole.field("attribute") != use:
                continue
        elif names.scope_of(use) != scope:
            continue
        if _is_text(whole):
            return True
    return False


def _is_text(use: SgNode) -> bool:
    parent = parent_of(use)
    kind = parent.kind()
    if kind in {"interpolation", "binary_operator"}:
        return True
    if kind == "subscript":
        return parent.field("value") == use
    if kind != "argument_list":
        return False
    call = parent_of(parent)
    if call.kind() != "call" or positional(call)[:1] != [unwrapped(use)]:
        return False
    name = last_name(field(call, "function"))
    return name in _SHOWING or is_asking(name)
