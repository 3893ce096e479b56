"""Declaring `--json` with click and typer: on every command, each of which is decorated."""

import re

from ast_grep_py import SgNode

from flake8_automation.rules.python._json_fix.capture import HELP
from flake8_automation.rules.python._json_fix.changes import Changes, Refused
from flake8_automation.rules.python._json_fix.guard import decorate
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import end, field, parent_of, positional, start, within
from flake8_automation.rules.python._scripts.outputs import Output
from flake8_automation.rules.python._scripts.scripts import Script

_TELL = f"{HELP[0].upper()}{HELP[1:]}."
_UNCLEAR = {
    "standalone_mode": "its commands are called by other code",
    "ignore_unknown_options": "it hands options that it does not know to another program",
    "allow_extra_args": "it hands options that it does not know to another program",
    "UNPROCESSED": "it hands options that it does not know to another program",
    "result_callback": "its commands hand their results to a callback",
    "resultcallback": "its commands hand their results to a callback",
    "chain=True": "several of its commands can be given in one run",
}

_USAGE_ERRORS = ("UsageError", "BadParameter", "BadOptionUsage", "BadArgumentUsage", "fail")


def functions(names: Names, script: Script) -> list[SgNode]:
    """The definitions of all commands, not those of groups. Raises Refused."""
    found = [_function(names, site) for site in script.parsers if not _is_group(site)]
    if not found:
        raise Refused("its commands are in other files")
    return found


def declare(
    changes: Changes, names: Names, script: Script, library: str, outputs: list[Output]
) -> None:
    """Add the option to every command. Raises Refused."""
    for word, reason in _UNCLEAR.items():
        if word in changes.source.text:
            raise Refused(reason)
    if names.occurrences("as_json") or any("--json" in o.flags for o in script.options):
        raise Refused("`json` is the name of another option")
    groups = [_function(names, site) for site in script.parsers if _is_group(site)]
    if any(within(output.node, group) for output in outputs for group in groups):
        raise Refused("it prints something before it knows the command")
    option = f'@{library}.option("--json", "as_json", is_flag=True, help="{_TELL}")\n'
    parameter = f'as_json: bool = {library}.Option(False, "--json", help="{_TELL}")'
    for function in functions(names, script):
        if script.framework == "click":
            changes.insert(changes.line_start(function), option)
        else:
            _add_parameter(changes, function, parameter)
        decorate(changes, function)


def program(library: str) -> str:
    """The source of the name of the program, with that of the sub-command where it is known."""
    if library == "typer":
        return "os.path.basename(sys.argv[0])"
    return f"{library}.get_current_context().command_path"


def library_of(names: Names, framework: str) -> str:
    """The name under which the file has imported click or typer. Raises Refused."""
    for candidate in (framework, "rich_click", "click", "typer"):
        for node in names.occurrences(candidate):
            if names.refers_to(node) in {"click", "rich_click", "typer"} and names.bindings(node):
                return candidate
    for node in names.occurrences("click"):
        above = parent_of(node)
        if above.kind() == "aliased_import" and above.field("alias") is not None:
            return field(above, "alias").text()
    raise Refused(f"it does not import `{framework}` itself")


def _is_group(site: SgNode) -> bool:
    callee = site.named_children()[0].text().partition("(")[0]
    return bool(re.search(r"(?:^|\.)(?:group|callback)$", callee))


def _function(names: Names, site: SgNode) -> SgNode:
    if site.kind() == "decorator":
        return field(parent_of(site), "definition")
    for component in positional(site)[:1]:
        definition = names.definition_of(component)
        if definition is not None and definition.kind() == "function_definition":
            return definition
    raise Refused("its command is defined elsewhere")


def _add_parameter(changes: Changes, function: SgNode, parameter: str) -> None:
    inside = field(function, "parameters")
    given = [node for node in inside.named_children() if node.kind() != "comment"]
    if any(node.kind() in {"list_splat_pattern", "dictionary_splat_pattern"} for node in given):
        raise Refused("its command takes any parameters")
    if not given:
        changes.insert(start(inside) + 1, parameter)
        return
    last = given[-1]
    if changes.has_own_line(last):
        changes.insert(end(last), f",\n{changes.indent(last)}{parameter}")
    else:
        changes.insert(end(last), f", {parameter}")


def usage_error(names: Names, library: str) -> str:
    """The test for an error in usage that the script itself finds, if it does."""
    if not any(names.occurrences(name) for name in _USAGE_ERRORS):
        return ""
    name = "BadParameter" if library == "typer" else "UsageError"
    return f"isinstance(error, {library}.{name})"
