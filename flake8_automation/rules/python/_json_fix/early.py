"""What runs before a script knows its options, so that its output cannot be held back."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.uses import calls_of
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import enclosing_function, field, start, within

_DEEPEST = 6  # calls from the main guard to where options are read


class Early:
    """The code that runs before one call, `parsing`, or before the functions `later`.

    `way` is the call itself, the call of the function in which it stands, and so on to the guard.
    """

    def __init__(
        self, names: Names, tree: SgNode, parsing: SgNode | None, later: list[SgNode]
    ) -> None:
        self._names = names
        self._tree = tree
        self._later = set(later)
        self.way = _way(names, parsing) if parsing is not None else []
        self._limits = {_home(names, step): start(step) for step in self.way}
        self._functions = self._called_early()

    def has(self, node: SgNode) -> bool:
        """Whether a node may run before the call."""
        home = _home(self._names, node)
        if home in self._limits:
            return start(node) < self._limits[home]
        return home is None or home in self._functions

    def _called_early(self) -> set[SgNode]:
        functions: set[SgNode] = set()
        calls = self._tree.find_all(kind="call")
        owners = [(_home(self._names, call), call) for call in calls]
        while True:
            found = (
                {
                    definition
                    for home, call in owners
                    if home in functions or self._is_before(home, call)
                    if (definition := _run_by(self._names, call)) is not None
                }
                - set(self._limits)
                - self._later
            )
            if found <= functions:
                return functions
            functions |= found

    def _is_before(self, home: SgNode | None, node: SgNode) -> bool:
        if home in self._limits:
            return start(node) < self._limits[home]
        return home is None


def _way(names: Names, parsing: SgNode) -> list[SgNode]:
    way = [parsing]
    waiting = [parsing]
    for _ in range(_DEEPEST):
        functions = [f for step in waiting if (f := enclosing_function(step)) is not None]
        waiting = [
            call
            for function in functions
            for call in _calls_of(names, function)
            if not any(within(call, f) for f in functions)
        ]
        way += waiting
    return way


def _calls_of(names: Names, function: SgNode) -> list[SgNode]:
    """The calls that run a function; those of its class, if it is `__init__`."""
    owner = names.scope_of(function)
    if field(function, "name").text() == "__init__" and owner.kind() == "class_definition":
        function = owner
    return [call for call in calls_of(names, function) if call is not None]


def _run_by(names: Names, call: SgNode) -> SgNode | None:
    """The `def` that a call runs, where it stands in this file."""
    definition = names.definition_of(field(call, "function"))
    if definition is not None and definition.kind() == "class_definition":
        body = field(definition, "body").named_children()
        return next((n for n in body if n.text().startswith("def __init__(")), None)
    return (
        definition
        if definition is not None and definition.kind() == "function_definition"
        else None
    )


def _home(names: Names, node: SgNode) -> SgNode | None:
    """The `def` in whose run a node is evaluated; None where that is the module's."""
    scope = names.scope_of(node)
    while scope.kind() not in {"function_definition", "module"}:
        scope = names.scope_of(scope)
    return scope if scope.kind() == "function_definition" else None
