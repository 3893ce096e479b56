"""A fix as hosts take it that offer one replacement at a time: all of its edits in one stretch."""

from flake8_automation.model import Edit, Fix, Span
from flake8_automation.output import Context


def as_one_edit(path: str, fix: Fix, context: Context) -> Edit | None:
    """One edit that does what all the edits of `fix` do; what stands between them is repeated.

    None where the fix has no edits, or its text is not at hand.
    """
    edits = sorted(fix.edits, key=lambda edit: edit.span.start.offset)
    if len(edits) <= 1:
        return edits[0] if edits else None
    source = context.source(path)
    if source is None:
        return None
    pieces = []
    reached = edits[0].span.start.offset
    for edit in edits:
        pieces += [source.text[reached : edit.span.start.offset], edit.text]
        reached = edit.span.end.offset
    return Edit(Span(edits[0].span.start, edits[-1].span.end), "".join(pieces))
