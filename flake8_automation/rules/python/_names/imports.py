"""What import statements make local names refer to."""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.rules.python._nodes import field

# Names that are the same thing under another roof.
_SAME = {
    "subprocess32": "subprocess",
    "six.moves.input": "builtins.input",
    "six.moves.builtins": "builtins",
    "builtins.raw_input": "builtins.input",
    "future.builtins.input": "builtins.input",
    "past.builtins.input": "builtins.input",
    "past.builtins.raw_input": "builtins.input",
    "__builtin__": "builtins",
    "click.termui": "click",
}

# What `from module import *` brings in, as far as any rule asks.
STAR = {
    "subprocess": frozenset(
        "Popen run call check_call check_output getoutput getstatusoutput "
        "CalledProcessError TimeoutExpired PIPE STDOUT DEVNULL".split()
    ),
    "os": frozenset(
        "system popen spawnl spawnle spawnlp spawnlpe spawnv spawnve P_WAIT environ".split()
    ),
    "getpass": frozenset({"getpass", "getuser"}),
    "click": frozenset("prompt confirm pause edit command group option echo Context".split()),
    "argparse": frozenset("ArgumentParser Namespace FileType".split()),
    "optparse": frozenset("OptionParser OptionGroup make_option".split()),
    "inquirer": frozenset("prompt confirm text editor password checkbox".split()),
}


class Imported(NamedTuple):
    """A local name and the dotted name that it stands for."""

    local: str
    dotted: str


def canonical(name: str) -> str:
    """The one name of a thing that is reachable under several."""
    for alias, real in _SAME.items():
        if name == alias or name.startswith(alias + "."):
            return real + name[len(alias) :]
    return name


def imported(statement: SgNode) -> list[Imported]:
    """All names that an import statement binds; a star import gives those of known modules."""
    prefix = ""
    items = statement.field_children("name")
    if statement.kind() == "import_from_statement":
        module = field(statement, "module_name").text()
        if not items:
            return [Imported(name, f"{module}.{name}") for name in sorted(STAR.get(module, ()))]
        prefix = module if module.endswith(".") else module + "."
    return [_item(item, prefix) for item in items]


def _item(item: SgNode, prefix: str) -> Imported:
    if item.kind() == "aliased_import":
        name = prefix + field(item, "name").text()
        return Imported(field(item, "alias").text(), canonical(name))
    name = item.text()
    if not prefix:
        name = name.partition(".")[0]  # `import a.b` binds a
    return Imported(name, canonical(prefix + name))


def meaning(identifier: SgNode, statement: SgNode) -> str | None:
    """The dotted name that one bound identifier of an import statement stands for."""
    for local, dotted in imported(statement):
        if local == identifier.text():
            return dotted
    return None


def is_fallback(node: SgNode) -> bool:
    """Whether a node stands in a handler for a failed import or a missing name."""
    for ancestor in node.ancestors():
        if ancestor.kind() == "except_clause":
            caught = ancestor.text().partition(":")[0]
            return any(name in caught for name in ("ImportError", "ModuleNotFound", "NameError"))
        if ancestor.kind() in {"function_definition", "class_definition"}:
            return False
    return False
