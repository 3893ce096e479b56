"""Options that promise JSON and are never looked at."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from flake8_automation.model import Fix, Safety
from flake8_automation.rule import Case, Found
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How, binding_at
from flake8_automation.rules.python._nodes import field, parent_of
from flake8_automation.rules.python._scripts.json_options import offers_json
from flake8_automation.rules.python._scripts.options import CliOption
from flake8_automation.rules.python._scripts.scripts import Script, script_of

_FLAGS = frozenset({"--json", "-J", "--as-json", "--to-json", "--json-output", "--output-json"})
_PARSES = frozenset({"parse_args", "parse_known_args", "parse_intermixed_args"})

# What hands all options on at once, so that nobody can tell which of them are read.
_WHOLE = (
    "vars(",
    "locals(",
    "**kwargs",
    "**options",
    "**params",
    ".params",
    "__dict__",
    "_get_kwargs",
)


def unused_json_flags(case: Case) -> Iterator[Found]:
    """One site per command line that declares `--json`: covered if its value is read."""
    script = script_of(case) if "-json" in case.source.text or "-J" in case.source.text else None
    if script is None:
        return
    names = case.source.derive(Names)
    flags = [
        option
        for option in script.options
        if _FLAGS.intersection(option.flags) and offers_json(option, names)
    ]
    if not flags:
        return
    unread = [o for o in flags if not _is_read(o, names) and not _acts_itself(o)]
    if not unread and any(map(_acts_itself, flags)):
        return  # what a callback or an action of one's own makes of it is not known
    if not unread:
        yield Found(script.site, gap=False)
    elif not _may_be_read_elsewhere(case.source.text, names, script, unread):
        flag = sorted(_FLAGS.intersection(unread[0].flags))[0]
        message = (
            f"`{flag}` is declared and never read: callers who pass it get text that they cannot "
            f"parse; print JSON where `{unread[0].dest}` is set, or drop the option"
        )
        title = (
            f"Read `{unread[0].dest}` where the result is printed; only shown, since only the "
            "author can say what that is"
        )
        fix = Fix(title, (), Safety.DISPLAY)
        yield Found(script.site, gap=True, message=message, fix=fix)


def _is_read(option: CliOption, names: Names) -> bool:
    """Whether the value is looked at under its name: a parameter, or an attribute of anything."""
    return any(not _is_name_only(use) for use in names.occurrences(option.dest))


def _acts_itself(option: CliOption) -> bool:
    """Whether giving the option calls something: a callback, or an action of one's own."""
    return any(
        field(item, "name").text() == "callback"
        or (field(item, "name").text() == "action" and field(item, "value").kind() != "string")
        for item in option.node.find_all(kind="keyword_argument")
    )


def _is_name_only(use: SgNode) -> bool:
    """Whether an identifier merely spells the name: a target, a keyword, a module."""
    above = parent_of(use)
    if above.kind() == "keyword_argument":
        return above.field("name") == use
    if above.kind() == "attribute":
        if above.field("attribute") != use:
            return True  # `json.dumps`: the module, unless a parameter hides it
        holder = parent_of(above)
        is_target = holder.kind() == "assignment" and holder.field("left") == above
        # `response.json()` and `del args.json` do not look at the value either
        return is_target or holder.kind() in {"call", "delete_statement"}
    binding = binding_at(use)
    if binding is not None:
        return True
    return above.kind() == "dotted_name"


def _may_be_read_elsewhere(
    text: str, names: Names, script: Script, unread: list[CliOption]
) -> bool:
    if any(word in text for word in _WHOLE):
        return True
    for option in unread:
        if text.count(f'"{option.dest}"') + text.count(f"'{option.dest}'") > _declared(option):
            return True
    if script.framework in {"argparse", "optparse"}:
        return _leaves(names)
    parameters = [_parameters(names, option) for option in unread]
    return not all(parameters)


def _parameters(names: Names, option: CliOption) -> list[SgNode]:
    """The parameters of functions by which click and typer hand over an option."""
    bindings = (binding_at(use) for use in names.occurrences(option.dest))
    return [b.node for b in bindings if b is not None and b.how is How.PARAMETER]


def _declared(option: CliOption) -> int:
    text = option.node.text()
    return text.count(f'"{option.dest}"') + text.count(f"'{option.dest}'")


def _leaves(names: Names) -> bool:
    """Whether what was parsed is handed to another file, or returned to one."""
    for identifier in (use for name in _PARSES for use in names.occurrences(name)):
        call = parent_of(parent_of(identifier))
        if call.kind() != "call":
            return True
        keywords = call.find_all(kind="keyword_argument")
        if any(field(item, "name").text() == "namespace" for item in keywords):
            return True
        above = parent_of(call)
        if above.kind() == "expression_statement":
            continue  # parsed for the errors only
        if above.kind() != "assignment":
            return True
        # of `options, words = parser.parse_args()` the first
        target = field(above, "left").find(kind="identifier")
        uses = names.occurrences(target.text()) if target is not None else []
        if any(_is_handed_on(names, use) for use in uses):
            return True
    return not _handlers_are_own(names)


def _is_handed_on(names: Names, use: SgNode) -> bool:
    above = parent_of(use)
    if above.kind() == "argument_list":
        function = parent_of(above).field("function")
        if function is None or _is_handler_of(function, use):
            return False
        return names.definition_of(function) is None
    if above.kind() in {"return_statement", "pair", "list", "tuple"}:
        return True
    return above.kind() in {"keyword_argument", "assignment"} and binding_at(use) is None


def _is_handler_of(function: SgNode, namespace: SgNode) -> bool:
    """`args.func(args)`: what `set_defaults` put there."""
    owner = function.field("object")
    return owner is not None and owner.text() == namespace.text()


def _handlers_are_own(names: Names) -> bool:
    return all(
        names.definition_of(field(item, "value")) is not None
        for use in names.occurrences("set_defaults")
        for item in parent_of(parent_of(use)).find_all(kind="keyword_argument")
        if field(item, "value").kind() in {"identifier", "attribute"}
    )
