"""Service messages of TeamCity: an inspection type for each rule, and an inspection for each gap.

https://www.jetbrains.com/help/teamcity/service-messages.html
"""

from collections.abc import Iterable, Iterator

from flake8_automation.model import Checked, Site
from flake8_automation.output import Context
from flake8_automation.output.levels import LEVELS
from flake8_automation.output.paths import relative
from flake8_automation.registry import all_rules, page_url, summary

_ESCAPES = {"|": "||", "'": "|'", "\n": "|n", "\r": "|r", "[": "|[", "]": "|]"}


def render(results: Iterable[Checked], context: Context) -> Iterator[str]:
    """A type at its first gap, and every gap; files that went wrong are build problems."""
    known: set[str] = set()
    for checked in results:
        path = relative(checked.path, context.root)
        for site in checked.gaps():
            if site.code not in known:
                known.add(site.code)
                yield _type(site)
            yield _message(
                "inspection",
                typeId=site.code,
                message=site.message,
                file=path,
                line=str(site.span.start.line),
                column=str(site.span.start.column),
                SEVERITY=LEVELS[site.priority].teamcity,
            )
        if checked.broken:
            told = f"{path} {checked.broken.kind.value}: {checked.broken.reason}"
            yield _message("buildProblem", description=told[:4000])


def _type(site: Site) -> str:
    rule = next((rule for rule in all_rules() if rule.code == site.code), None)
    told = f"{summary(rule)} {page_url(rule.code)}" if rule else site.code
    category = "Automation gaps" if rule else "flake8"
    kind = {"id": site.code, "name": site.title, "category": category, "description": told}
    return _message("inspectionType", **kind)


def _message(kind: str, **attributes: str) -> str:
    told = " ".join(f"{name}='{_escaped(value)}'" for name, value in attributes.items())
    return f"##teamcity[{kind} {told}]\n"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(char) or _plain(char) for char in text)


def _plain(char: str) -> str:
    """ASCII stays; the rest is written in UTF-16 code units of four digits, as Java reads it."""
    if char.isascii():
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"|0x{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
