"""Checking and fixing one text. Pure: text in, values out."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from flake8_automation.languages import Language, language_of
from flake8_automation.model import (
    Broken,
    BrokenKind,
    Checked,
    Facts,
    Mark,
    Safety,
    Site,
    Span,
    Status,
)
from flake8_automation.noqa import waive
from flake8_automation.registry import concerned_rules
from flake8_automation.rule import Case, Found, Rule
from flake8_automation.settings import Settings
from flake8_automation.source import Source, Undecodable

if TYPE_CHECKING:
    from flake8_automation import edits

Key = tuple[str, int]  # of a site in one text: its code, and the offset of its start

MAX_ROUNDS = 10

_NONE: Mapping[Key, str] = MappingProxyType({})
_TOO_DEEP = Broken(BrokenKind.UNJUDGED, "it is nested too deeply")


def relevant_rules(data: bytes, path: str, settings: Settings) -> tuple[Rule, ...]:
    """The rules that may have something to say about these bytes. None: no need to decode them."""
    rules = concerned_rules(data, language_of(path), settings)
    return tuple(rule for rule in rules if settings.selects_in(rule.code, path))


def check_bytes(  # noqa: PLR0913 - two flags, by name only
    path: str,
    data: bytes,
    settings: Settings,
    facts: Callable[[str, bytes], Facts],
    *,
    marked: bool = False,
    counted: bool = False,
) -> Checked:
    """Check the bytes of a file. Its facts are asked for only if a rule is going to look at it.

    `marked` gaps carry what identifies them in other versions of the file. Fixes that are only
    `counted` need not have edits, nor alternatives.
    """
    rules = relevant_rules(data, path, settings)
    if not rules:
        return Checked(path)
    try:
        source = Source.from_bytes(path, data)
    except Undecodable as error:
        return Checked(path, broken=Broken(BrokenKind.UNDECODABLE, str(error)))
    return check(source, rules, settings, facts(path, data), marked=marked, counted=counted)


def check(  # noqa: PLR0913 - three flags, by name only
    source: Source,
    rules: tuple[Rule, ...],
    settings: Settings,
    facts: Facts,
    *,
    inside_flake8: bool = False,
    marked: bool = False,
    counted: bool = False,
) -> Checked:
    """Check a text by the given rules. Sites come in the order of position, then code.

    `inside_flake8`: without fixes, which nobody reads there, and without what flake8 does itself
    about `# noqa`.
    """
    if source.excess:
        return Checked(source.path, broken=source.excess)
    if source.language is not Language.PYTHON and source.broken:  # no tolerant tree, so no sites
        return Checked(source.path, broken=source.broken)
    case = Case(source, settings, facts, wants_fixes=not inside_flake8, counts_fixes=counted)
    try:
        sites = [site for rule in rules for site in _sites(rule, case, marked=marked)]
    except RecursionError:
        return Checked(source.path, broken=source.broken or _TOO_DEEP)
    except Exception as error:  # noqa: BLE001 - a bug in one rule must not end the run
        return Checked(source.path, broken=_internal(error))
    sites.sort(key=lambda site: (site.span.start.offset, site.code))
    read_noqa = not inside_flake8 and not settings.disable_noqa
    may_be_broken = source.language is Language.PYTHON and not facts.parses
    asks = may_be_broken and (sites or _looks_broken(source))
    broken = source.broken if asks else None
    return Checked(source.path, waive(source, sites, flake8s=read_noqa), broken)


def _looks_broken(source: Source) -> bool:
    # every node of a sound tree covers some text; a token that the parser made up covers none
    return source.tree.find(any=[{"kind": "ERROR"}, {"regex": "^$"}]) is not None


def _sites(rule: Rule, case: Case, *, marked: bool) -> Iterator[Site]:
    for found in rule.find(case):
        priority = rule.priority if found.priority is None else found.priority
        if case.is_minor:
            priority = priority.lowered()
        if priority > case.settings.min_priority:
            continue
        yield Site(
            rule.code,
            rule.name,
            Status.GAP if found.gap else Status.COVERED,
            _span(case.source, found),
            found.message,
            priority,
            found.fix,
            alternatives=found.alternatives,
            mark=_mark(found) if marked and found.gap else None,
        )


def _span(source: Source, found: Found) -> Span:
    return source.span(*found.node) if isinstance(found.node, tuple) else source.span_of(found.node)


def _mark(found: Found) -> Mark | None:
    from flake8_automation.marks import mark

    return found.mark if isinstance(found.node, tuple) else mark(found.node)


def _internal(error: Exception) -> Broken:
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    return Broken(BrokenKind.INTERNAL, f"{type(error).__name__} at {where}: {error}")


class Fixed(NamedTuple):
    """What fixing one text gave: the new text, and what became of every fix that was offered.

    `done` fixes are in the text. `held` ones wait for the user to allow unsafe fixes. `refused`
    ones were tried and taken back, with the reason; the text is as if they had not been tried.
    `checked` is the result of checking the new text, in which `held` and `refused` stand as well.
    """

    text: str
    done: tuple[Site, ...]
    held: tuple[Site, ...]
    refused: tuple[tuple[Site, str], ...]
    checked: Checked


def fix(
    source: Source,
    rules: tuple[Rule, ...],
    settings: Settings,
    facts: Facts,
    unwanted: Mapping[Key, str] = _NONE,
) -> Fixed:
    """Apply all allowed fixes, round after round, each round proven by `_fault`.

    `unwanted` fixes, by their place in this text, are refused from the start, for these reasons.
    """
    original = source
    checked = check(source, rules, settings, facts)
    done: list[Site] = []
    refused = dict(unwanted)
    for _ in range(MAX_ROUNDS):
        wanted = [s for s in allowed(checked, settings) if key(s) not in refused]
        if not wanted:
            held = tuple(s for s in checked.gaps() if s.fix and _is_held(s, settings))
            taken_back = tuple((s, refused[key(s)]) for s in checked.gaps() if key(s) in refused)
            return Fixed(source.text, tuple(done), held, taken_back, checked)
        if checked.broken:
            refused |= {key(site): "the file does not parse" for site in wanted}
            continue

        def attempt(
            sites: list[Site], source: Source = source, before: Checked = checked
        ) -> _Attempt:
            from flake8_automation import edits

            applied = edits.apply(source.text, sites)
            after = source.with_text(applied.text)
            result = check(after, rules, settings, facts)
            return _Attempt(after, result, applied, _fault(after, before, result, applied.done))

        tried = attempt(wanted)
        if tried.fault:
            alone = {site: attempt([site]).fault for site in wanted}
            refused |= {key(site): fault for site, fault in alone.items() if fault}
            good = [site for site, fault in alone.items() if not fault]
            if not good:
                continue
            tried = attempt(good)
            if tried.fault:  # each is fine, but not together: one a round
                tried = attempt(good[:1])
        source, checked = tried.source, tried.checked
        done += tried.applied.done
        refused = {(c, tried.applied.moved(o)): reason for (c, o), reason in refused.items()}
    reason = f"the fixes of this file do not come to rest within {MAX_ROUNDS} rounds"
    before = check(original, rules, settings, facts)
    everything = tuple((site, reason) for site in allowed(before, settings))
    return Fixed(original.text, (), (), everything, before)


class _Attempt(NamedTuple):
    source: Source
    checked: Checked
    applied: "edits.Applied"
    fault: str


def key(site: Site) -> Key:
    """What tells a site from the others of the same text."""
    return site.code, site.span.start.offset


def allowed(checked: Checked, settings: Settings) -> list[Site]:
    """The gaps whose fixes may be applied."""
    return [
        site
        for site in checked.gaps()
        if site.fix and site.fix.safety is not Safety.DISPLAY and not _is_held(site, settings)
    ]


def _is_held(site: Site, settings: Settings) -> bool:
    assert site.fix is not None
    if site.fix.safety is not Safety.UNSAFE or settings.unsafe_fixes:
        return False
    return not site.code.startswith(settings.extend_safe_fixes)


def _fault(after: Source, before: Checked, result: Checked, done: tuple[Site, ...]) -> str:
    """Why a changed text must not be kept, or nothing: it parses, and just these gaps are gone."""
    if after.broken:
        return f"the result would not parse: {after.broken.reason}"
    if result.broken:
        return f"the result cannot be checked: {result.broken.reason}"
    try:
        after.to_bytes(after.text)
    except UnicodeEncodeError:
        return f"the result cannot be written in {after.encoding}"
    expected = Counter(site.code for site in before.gaps())
    expected.subtract(site.code for site in done)
    left = Counter(site.code for site in result.gaps())
    more = sorted(code for code in left if left[code] > expected[code])
    return f"gaps of {', '.join(more)} would be left or added" if more else ""
