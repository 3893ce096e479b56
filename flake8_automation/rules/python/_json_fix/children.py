"""Calls that start a child process which writes to the standard output of the script."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._calls import Arguments, arguments
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import alternatives, string_value, unwrapped

_REDIRECTABLE = frozenset(
    {
        "subprocess.run",
        "subprocess.call",
        "subprocess.check_call",
        "subprocess.Popen",
        "asyncio.create_subprocess_exec",
        "asyncio.create_subprocess_shell",
        "asyncio.subprocess.create_subprocess_exec",
        "asyncio.subprocess.create_subprocess_shell",
    }
)
_PIPE = "os.popen"
_ALWAYS = frozenset(
    {
        "os.system",
        "pty.spawn",
        "os.posix_spawn",
        "os.posix_spawnp",
        *(f"os.spawn{how}{kind}{env}" for how in "lv" for kind in ("", "p") for env in ("", "e")),
    }
)


def inheriting(names: Names) -> list[SgNode]:
    """The calls whose child has the script's standard output, or may have it."""
    return [
        call
        for call, callee in names.calls_to(_REDIRECTABLE | _ALWAYS | {_PIPE})
        if callee.name in _ALWAYS or _inherits(names, arguments(names, call, callee), callee.name)
    ]


def _inherits(names: Names, given: Arguments, name: str) -> bool:
    if name == _PIPE:
        mode = given.get("mode", 1)
        return mode is not None and string_value(mode) != "r"  # "w": the child reads from us
    captures = given.get("capture_output")
    if captures is not None and captures.kind() == "true":
        return False
    stdout = given.get("stdout")
    return given.is_open or stdout is None or _may_be_inherited(names, stdout)


def _may_be_inherited(names: Names, given: SgNode) -> bool:
    given = unwrapped(given)
    if given.kind() == "none" or names.refers_to(given) in {"sys.stdout", "sys.__stdout__"}:
        return True
    if given.kind() == "conditional_expression":
        return any(_may_be_inherited(names, value) for value in alternatives(given))
    if given.kind() == "identifier":
        return any(
            binding.how in {How.ASSIGNMENT, How.PARAMETER}
            and (binding.value is None or _may_be_inherited(names, binding.value))
            for binding in names.bindings(given)
        )
    return False
