"""A table in GitHub's Markdown, for a summary, a comment or a wiki page."""

from collections.abc import Iterable, Iterator

from flake8_automation.model import Checked
from flake8_automation.output import Context
from flake8_automation.output.markdown import code, prose, row
from flake8_automation.output.paths import relative
from flake8_automation.registry import page_url

_HEAD = row("Place", "Rule", "Priority", "What is wrong") + row("---", "---", "---", "---")


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """The table of gaps, then a list of the files that could not be judged."""
    broken: list[str] = []
    head = _HEAD
    for checked in results:
        path = relative(checked.path, context.root)
        for site in checked.gaps():
            start = site.span.start
            place = code(f"{path}:{start.line}:{start.column}")
            url = page_url(site.code)
            rule = f"[{site.code}]({url})" if url else site.code
            yield head + row(place, rule, site.priority.name, prose(site.message))
            head = ""
        if checked.broken:
            line = f":{checked.broken.line}" if checked.broken.line else ""
            reason = prose(f"{checked.broken.kind.value}: {checked.broken.reason}")
            broken.append(f"- {code(path + line)} {reason}\n")
    if head:
        yield "No gaps.\n"
    if broken:
        yield "\nFiles with problems:\n\n"
        yield from broken
