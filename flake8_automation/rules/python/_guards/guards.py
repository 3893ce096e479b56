"""Whether something decides that a prompt is reached: the guards around it and before it."""

from ast_grep_py import SgNode

from flake8_automation.rules.python._guards.arms import arms, before, counts_itself, tests_of
from flake8_automation.rules.python._guards.conditions import Conditions
from flake8_automation.rules.python._guards.exits import ends
from flake8_automation.rules.python._guards.missing import assigned_to
from flake8_automation.rules.python._guards.stances import is_alone
from flake8_automation.rules.python._guards.uses import (
    asks,
    calls_of,
    last_name,
)
from flake8_automation.rules.python._guards.values import Values
from flake8_automation.rules.python._guards.words import Vocabulary
from flake8_automation.rules.python._handlers import caught_by
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import enclosing_function, field, lineage, unwrapped

_END_OF_INPUT = frozenset({"builtins.EOFError"})
_ABORTS = frozenset({"click.Abort", "click.exceptions.Abort", "typer.Abort"})
_SUITES = frozenset({"block", "module"})


class Guards:
    """Finds the guards of one file."""

    def __init__(self, names: Names, more_names: tuple[str, ...] = ()) -> None:
        self._names = names
        self._conditions = Conditions(names, Vocabulary.with_names(more_names))
        self._values = Values(names)

    def is_guarded(self, call: SgNode) -> bool:
        """Whether a guard decides if a call is reached: here, or at every call of its function."""
        nobody = self._what_nobody_raises(call)
        if self._is_guarded_here(call, nobody):
            return True
        function = enclosing_function(call)
        if function is None:
            return False
        uses = calls_of(self._names, function)
        return bool(uses) and all(
            use is not None and self._is_guarded_here(use, nobody) for use in uses
        )

    def _what_nobody_raises(self, prompt: SgNode) -> frozenset[str]:
        """The exceptions by which a prompt says that its input has ended."""
        name = self._names.refers_to(field(prompt, "function")) or ""
        is_wrapped = name.startswith(("click.", "rich_click.", "typer."))
        return _END_OF_INPUT | _ABORTS if is_wrapped else _END_OF_INPUT

    def _is_guarded_here(self, call: SgNode, nobody: frozenset[str]) -> bool:
        """`call` prompts, or leads to a prompt, that raises `nobody` at the end of its input."""
        return any(self._guards(call, child, parent, nobody) for child, parent in lineage(call))

    def _guards(self, call: SgNode, child: SgNode, parent: SgNode, nobody: frozenset[str]) -> bool:
        kind = parent.kind()
        if kind in _SUITES:
            return any(self._ends_before(call, node) for node in before(parent, child))
        if kind == "try_statement":
            return self._handles_end_of_input(nobody, child, parent)
        if kind == "with_statement":
            return self._is_entered_guarded(child, parent)
        if kind == "while_statement" and counts_itself(parent):
            tests = tests_of(child, parent)
            return any(self._values.stood_in_for(test, taken, call) for test, taken in tests)
        return any(self._decides(test, outcome, call) for test, outcome in tests_of(child, parent))

    def _decides(self, test: SgNode, outcome: bool, call: SgNode) -> bool:
        if self._conditions.speaks(test):
            return True
        return bool(self._values.stood_in_for(test, outcome, call))

    # -- before the call ---------------------------------------------------------------------

    def _ends_before(self, call: SgNode, statement: SgNode) -> bool:
        """Whether a statement in front of the call leaves the suite under a test that guards."""
        kind = statement.kind()
        if kind == "if_statement":
            return any(self._arm_ends(call, tests, suite) for tests, suite in arms(statement))
        if kind == "assert_statement":
            return self._turns_back(statement.named_children()[0], False)
        if kind in {"with_statement", "try_statement"}:  # what stands in it is run as well
            inside = field(statement, "body").named_children()
            return any(self._ends_before(call, node) for node in inside)
        if kind == "expression_statement":
            return self._refuses(unwrapped(statement.named_children()[0]))
        return False

    def _arm_ends(self, call: SgNode, tests: list[tuple[SgNode, bool]], suite: SgNode) -> bool:
        if not ends(self._names, suite):
            return False
        # `if not force and not confirm(): return` lets a forced run go on, to the next question.
        if any(self._turns_back(test, outcome) and not asks(test) for test, outcome in tests):
            return True
        # if args.name: return args.name
        given = [n for t, taken in tests for n in self._values.missing(t, not taken, call)]
        result = " ".join(n.text() for n in suite.find_all(kind="return_statement"))
        target = assigned_to(call)
        return any(node.text() in result or node.text() == target for node in given)

    def _turns_back(self, test: SgNode, outcome: bool) -> bool:
        """Whether who leaves on this outcome of a test may be a run that nobody watches.

        `if not args.force: sys.exit()` lets just that run go on to the prompt.
        """
        test = unwrapped(test)
        if test.kind() == "not_operator":
            return self._turns_back(field(test, "argument"), not outcome)
        if test.kind() == "boolean_operator":
            sides = field(test, "left"), field(test, "right")
            return any(self._turns_back(side, outcome) for side in sides)
        if self._conditions.speaks(test):
            return is_alone(test, outcome) is not False
        return test.kind() == "identifier" and self._is_set_by_guard(test, outcome)

    def _is_set_by_guard(self, name: SgNode, outcome: bool) -> bool:
        """`if force: sure = True`, `else: sure = ask()`, and then a test of `sure`."""
        wanted = "true" if outcome else "false"
        return any(
            self._turns_back(test, taken)
            for binding in self._names.bindings(name)
            if binding.how is How.ASSIGNMENT and binding.value is not None
            if binding.value.kind() == wanted
            for child, parent in lineage(binding.node)
            if parent.kind() == "if_statement"
            for test, taken in tests_of(child, parent)
        )

    def _refuses(self, call: SgNode) -> bool:
        """Whether this calls a helper that ends the program under a test that guards."""
        if call.kind() != "call":
            return False
        helper = self._names.definition_of(field(call, "function"))
        if helper is None or helper.kind() != "function_definition":
            return False
        return any(
            ends(self._names, suite, outright=True)
            and any(self._turns_back(test, outcome) for test, outcome in tests)
            for statement in field(helper, "body").named_children()
            if statement.kind() == "if_statement"
            for tests, suite in arms(statement)
        )

    # -- around the call ---------------------------------------------------------------------

    def _handles_end_of_input(
        self, nobody: frozenset[str], child: SgNode, statement: SgNode
    ) -> bool:
        if child.kind() == "except_clause":
            # try: name = sys.argv[1] / except IndexError: name = input()
            caught = caught_by(self._names, child)
            return "builtins.IndexError" in caught and "argv" in field(statement, "body").text()
        if statement.field("body") != child:
            return False
        handlers = [node for node in statement.children() if node.kind() == "except_clause"]
        return any(caught_by(self._names, handler) & nobody for handler in handlers)

    def _is_entered_guarded(self, child: SgNode, statement: SgNode) -> bool:
        """`with suppress(EOFError):`, or a context of this file that refuses to be entered."""
        if statement.field("body") != child:
            return False
        return any(
            self._refuses(call) or self._suppresses(call)
            for call in statement.named_children()[0].find_all(kind="call")
        )

    def _suppresses(self, call: SgNode) -> bool:
        if last_name(field(call, "function")) != "suppress":
            return False
        given = field(call, "arguments").named_children()
        return any(self._names.refers_to(argument) in _END_OF_INPUT for argument in given)
