"""The functions that a fix writes: they ask as before, and answer for themselves where nobody does.

Each takes what the prompt took and `non_interactive`. At the end of the input it does what it does
without anybody to ask: it takes the default, or ends the program with status 2.
"""

from typing import NamedTuple

from ast_grep_py import SgNode

from flake8_automation.model import Edit
from flake8_automation.rules.python._guards.edits import Unclear, inserted, unit_of
from flake8_automation.rules.python._guards.prompts import Prompt
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._names.scopes import How
from flake8_automation.rules.python._nodes import end, field, start, within
from flake8_automation.source import Source

_STOP = """
	reason = f"the question {question!r} needs an answer; give one without {OPTION}"
	print(f"error: {reason}", file=sys.stderr)
	sys.exit(2)
""".strip("\n")

_INPUT = f'''
def NAME(question="", *, default=None, non_interactive=False):
	"""Ask; where nobody answers, take the default or end with status 2."""
	if not non_interactive:
		try:
			return CALLED(question)
		except EOFError:
			pass
	if default is not None:
		return default
{_STOP}
'''
_SECRET = f'''
def NAME(question="Password: ", *, non_interactive=False):
	"""Ask for a secret; where nobody answers, end with status 2."""
	if not non_interactive:
		try:
			return CALLED(question)
		except EOFError:
			pass
{_STOP}
'''
_CONFIRM = f'''
def NAME(question, default=False, *, non_interactive=False, **options):
	"""Ask for yes or no; where nobody answers, take the default."""
	if not non_interactive:
		try:
			return CALLED(question, default, **options)
		except LIBRARY.Abort as abort:
			if not isinstance(abort.__context__, EOFError):  # Ctrl-C, or no
				raise
	if options.get("abort") and default is False:
		raise LIBRARY.Abort
	if default is not None:
		return default
{_STOP}
'''
_PROMPT = f'''
def NAME(question, default=None, *, non_interactive=False, **options):
	"""Ask; where nobody answers, take the default or end with status 2."""
	if not non_interactive:
		try:
			return CALLED(question, default, **options)
		except LIBRARY.Abort as abort:
			if not isinstance(abort.__context__, EOFError):  # Ctrl-C
				raise
	if default is not None:
		return default
{_STOP}
'''
_RICH = f'''
def NAME(ask, question="", *, default=..., non_interactive=False, **options):
	"""Ask; where nobody answers, take the default or end with status 2."""
	if not non_interactive:
		try:
			return ask(question, default=default, **options)
		except EOFError:
			pass
	if default is not ...:
		return default
{_STOP}
'''


class Helper(NamedTuple):
    """A function that stands for a prompt: its names, of which the first free one is taken.

    `hands_over`: it is given the prompt as its first argument.
    """

    names: tuple[str, ...]
    text: str
    hands_over: bool = False


HELPERS = {
    "builtins.input": Helper(("_ask", "_ask_user"), _INPUT),
    "getpass.getpass": Helper(("_ask_secret", "_ask_user_secret"), _SECRET),
    **{f"{library}.confirm": Helper(("_confirm", "_confirm_by_user"), _CONFIRM)
       for library in ("click", "rich_click", "typer")},
    **{f"{library}.prompt": Helper(("_prompt", "_prompt_user"), _PROMPT)
       for library in ("click", "rich_click", "typer")},
    **{f"rich.prompt.{name}.ask": Helper(("_ask_rich", "_ask_user_rich"), _RICH, hands_over=True)
       for name in ("Prompt", "IntPrompt", "FloatPrompt", "Confirm")},
}  # fmt: skip

_BUILTINS = frozenset({"input"})
_DEFINITIONS = frozenset({"function_definition", "class_definition", "decorated_definition"})
_IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})


def helper_for(
    source: Source, names: Names, prompt: Prompt, option: str, asked: list[SgNode]
) -> tuple[str, tuple[Edit, ...]]:
    """The name of the function that stands for a prompt, and the edit that writes it if need be.

    `asked` are all calls of the file that may come to stand for it. Raises Unclear.
    """
    helper = HELPERS[prompt.name]
    text = _text(source, names, helper, prompt, option)
    for name in helper.names:
        wanted = text.replace("NAME", name, 1)
        found = [n for n in source.tree.named_children() if _defines(n, name)]
        if found and _same(found[0].text(), wanted):
            return name, ()
        if not names.occurrences(name):
            return name, _written(source, wanted, asked)
    raise Unclear(f"`{helper.names[0]}` is the name of something else")


def _same(one: str, other: str) -> bool:
    """Whether two functions are the same but for line ends and quotation marks."""
    return one.replace("\r\n", "\n").replace("'", '"') == other.replace("'", '"')


def _defines(node: SgNode, name: str) -> bool:
    return node.kind() == "function_definition" and field(node, "name").text() == name


def _text(source: Source, names: Names, helper: Helper, prompt: Prompt, option: str) -> str:
    function = field(prompt.call, "function")
    called = function.text()
    _check_visible(names, source.tree, called.partition(".")[0])
    text = helper.text.strip("\n").replace("{OPTION}", option).replace("CALLED", called)
    if "LIBRARY" in text:
        library = prompt.name.partition(".")[0]
        bound = names.bindings_at(source.tree, library)
        if not bound or any(b.how is not How.IMPORT for b in bound):
            raise Unclear(f"`{library}` is not imported as a module")
        text = text.replace("LIBRARY", library)
    if source.text.count("'") > source.text.count('"'):
        text = text.replace('"""', "\0").replace('"', "'").replace("\0", '"""')
    unit = unit_of(source, "")
    return text.replace("\t", unit)


def _check_visible(names: Names, module: SgNode, root: str) -> None:
    """Raise Unclear where a function of the module would not see what the prompt calls."""
    bound = names.bindings_at(module, root)
    if any(b.how is not How.IMPORT for b in bound):
        raise Unclear(f"`{root}` is bound more than once")
    if not bound and root not in _BUILTINS:
        raise Unclear(f"`{root}` is not known in the whole file")


def _written(source: Source, text: str, asked: list[SgNode]) -> tuple[Edit, ...]:
    """The edits that put a function behind the imports, or before the first definition."""
    statements = [n for n in source.tree.named_children() if n.kind() != "comment"]
    behind_imports = 0
    for index, node in enumerate(statements):
        is_docstring = index == 0 and node.text().startswith(('"', "'", "r"))
        if not is_docstring and node.kind() not in _IMPORTS:
            break
        behind_imports = index + 1
    place = statements[behind_imports]
    for node in statements[behind_imports:]:
        if node.kind() in _DEFINITIONS:
            place = node
            break
        if any(within(call, node) for call in asked):
            break
    at = start(_with_comments(source, place))
    gap = source.text[:at]
    blank = gap[len(gap.rstrip()) :].count("\n")
    newline = source.newline
    lead = newline * max(0, 3 - blank) if gap.strip() else ""
    function = inserted(source, at, text.replace("\n", newline) + newline * 3)
    return (inserted(source, at, lead), function) if lead else (function,)


def _with_comments(source: Source, statement: SgNode) -> SgNode:
    """The first of the comments that stand right above a statement, or itself."""
    first = statement
    while (above := first.prev()) is not None and above.kind() == "comment":
        between = source.text[end(above) : start(first)]
        line = source.text[source.line_start(source.position(start(above)).line) : start(above)]
        if between.count("\n") != 1 or line.strip():
            break
        first = above
    return first
