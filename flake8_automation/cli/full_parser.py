"""A parser of argparse's, for help, for errors and for lines that are not plain: see `words`."""

import argparse
from typing import NoReturn

from flake8_automation.cli.failure import Failure
from flake8_automation.cli.words import SWITCH, Parser


class FullParser(argparse.ArgumentParser):
    """A parser whose errors are one line and need no usage text to be understood."""

    def error(self, message: str) -> NoReturn:
        """Raise `Failure` instead of leaving."""
        raise Failure(f"{message} (see '{self.prog} --help')")


def made_from(declared: Parser) -> FullParser:
    """The parser of a command, with all that was declared for it."""
    full = FullParser(
        prog=declared.prog,
        description=declared.description,
        epilog=declared.epilog or None,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    into = {declared: full} | {
        group: full.add_argument_group(group.title) for group in declared.groups
    }
    for argument in declared.declared:
        how = dict(argument.how)
        if how.get("action") == SWITCH:
            how["action"] = argparse.BooleanOptionalAction
        into[argument.group].add_argument(*argument.flags, **how)
    return full
