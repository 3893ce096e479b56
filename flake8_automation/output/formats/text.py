"""`path:line:col: CODE message`, a line for each gap, as flake8 prints it."""

from collections.abc import Iterable, Iterator

from flake8_automation.model import Checked
from flake8_automation.output import Context

_PLAIN = "{path}:{line}:{column}: {code} {message}\n"
_COLOURED = (
    "\033[1m{path}\033[m\033[36m:\033[m{line}\033[36m:\033[m{column}\033[36m:\033[m "
    "\033[1;31m{code}\033[m {message}\n"
)


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """One line per gap; columns count characters."""
    template = _COLOURED if context.colour else _PLAIN
    for checked in results:
        for site in checked.gaps():
            start = site.span.start
            yield template.format(
                path=checked.path,
                line=start.line,
                column=start.column,
                code=site.code,
                message=site.message,
            )
