"""Whether a new flag would take away an abbreviation that users of a script may type.

argparse and optparse accept any beginning of a long option that is the beginning of no other
(https://docs.python.org/3/library/argparse.html#allow-abbrev); click and typer accept none.
"""

from collections.abc import Iterable

from flake8_automation.rules.python._scripts.options import CliOption


def would_be_ambiguous(flag: str, options: Iterable[CliOption]) -> str | None:
    """A beginning of `flag` that now stands for one of the options, and no longer would; or None.

    `options` are those of one parser: `--j` stands for `--jobs` until `--json` is added.
    """
    long = [[text for text in option.flags if text.startswith("--")] for option in options]
    exact = {text for texts in long for text in texts}
    for end in range(3, len(flag) + 1):
        typed = flag[:end]
        meant = [texts for texts in long if any(text.startswith(typed) for text in texts)]
        if len(meant) == 1 and typed not in exact:
            return typed
    return None
