"""Calls that start a child process which writes to the standard output of the script."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._calls import arguments
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import unwrapped

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
        for call, callee in names.calls_to(_REDIRECTABLE | _ALWAYS)
        if callee.name in _ALWAYS
        or _inherits(names, arguments(names, call, callee).named)
        or arguments(names, call, callee).is_open
    ]


def _inherits(names: Names, named: dict[str, SgNode]) -> bool:
    if "capture_output" in named and named["capture_output"].kind() == "true":
        return False
    return "stdout" not in named or _may_be_inherited(names, named["stdout"])


def _may_be_inherited(names: Names, given: SgNode) -> bool:
    given = unwrapped(given)
    if given.kind() == "none" or names.refers_to(given) in {"sys.stdout", "sys.__stdout__"}:
        return True
    if given.kind() == "conditional_expression":
        first, _, last = given.named_children()
        return _may_be_inherited(names, first) or _may_be_inherited(names, last)
    if given.kind() == "identifier":
        return any(
            binding.how in {How.ASSIGNMENT, How.PARAMETER}
            and (binding.value is None or _may_be_inherited(names, binding.value))
            for binding in names.bindings(given)
        )
    return False
