"""`clean`: empty the cache folder of what we have put into it."""

import os

from flake8_automation.cli import options
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.run import count
from flake8_automation.cli.streams import note
from flake8_automation.files.access import reason_of
from flake8_automation.files.cache.folder import clean, folder_of

_DESCRIPTION = """\
Remove what is known from earlier runs, of files and of their history.

It is found out anew when it is needed. Whatever else is in the cache folder stays."""


def run(argv: list[str]) -> int:
    """Exit status 0, also where there is nothing to remove; 2: wrong usage, or it cannot be."""
    parser = options.parser("clean", _DESCRIPTION)
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="whose cache; the first counts (.)"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="do not tell")
    options.add_settings(parser, "clean")
    given = parser.parse_args(argv)
    folder = folder_of(given.paths or [os.curdir], options.settings(given).settings)
    try:
        done = clean(folder)
    except OSError as error:
        raise Failure(f"{error.filename}: {reason_of(error)}") from None
    if not given.quiet:
        what = f"{count(done.files, 'file')}, {done.size} bytes" if done.files else "nothing to do"
        note(f"{folder}: {what}")
    return 0
