"""The options of the commands: those of the settings come from their table, the rest stand here."""

import os
import sys

from flake8_automation import config
from flake8_automation.cli.failure import Failure
from flake8_automation.cli.streams import note
from flake8_automation.cli.words import SWITCH, Given, Group, Parser
from flake8_automation.kinds import TRUTH
from flake8_automation.settings import OPTIONS, Option, Settings

_COLOURS = ("auto", "always", "never")


def parser(command: str, description: str) -> Parser:
    """A parser for one command, still without options."""
    return Parser(f"flake8-automation {command}", description)


def add_settings(to: Parser, *commands: str) -> None:
    """The options of the table that commands take (none: all), and where to read the rest."""
    group = to.add_argument_group("settings")
    for option in OPTIONS:
        if not commands or set(commands) & set(option.commands):
            _add_setting(group, option)
    group.add_argument("--config", metavar="FILE", help="read this configuration file")
    group.add_argument("--isolated", action="store_true", help="read no configuration files")


def _add_setting(group: Group, option: Option) -> None:
    flag = f"--{option.name}"
    if option.kind is TRUTH:
        group.add_argument(flag, action=SWITCH, default=None, help=option.help)
    else:
        group.add_argument(flag, metavar=option.kind.metavar, help=option.help)


def add_output(to: Parser, formats: tuple[str, ...], default: str | None = "text") -> None:
    """The options that say how results are shown, and where."""
    group = to.add_argument_group("output")
    group.add_argument(
        "--output-format",
        choices=formats,
        default=default,
        metavar="FORMAT",
        help=f"{', '.join(formats)}",
    )
    group.add_argument(
        "--json",
        action="store_const",
        const="json",
        dest="output_format",
        help="short for --output-format json",
    )
    group.add_argument("--output-file", metavar="FILE", help="replace FILE, not standard output")
    group.add_argument("--color", choices=_COLOURS, default="auto", help="when to use colour")


def add_run(to: Parser) -> Group:
    """The options of commands that go through files, or standard input, and judge them."""
    group = add_files(to, "files and folders; - is stdin (.)")
    group.add_argument("--stdin-filename", metavar="NAME", help="what standard input is called")
    group.add_argument("--exit-zero", action="store_true", help="exit 0 even if there are gaps")
    return group


def add_cache(group: Group) -> None:
    """The option of commands that use what earlier runs have found."""
    group.add_argument("--no-cache", action="store_true", help="neither use nor keep results")


def add_files(to: Parser, what: str = "files and folders (.)") -> Group:
    """The options of commands that go through files."""
    to.add_argument("paths", nargs="*", metavar="PATH", help=what)
    group = to.add_argument_group("run")
    group.add_argument("--jobs", type=jobs, metavar="N", help="processes (as many as cores)")
    group.add_argument("-q", "--quiet", action="store_true", help="no summary")
    group.add_argument(
        "-v", "--verbose", action="store_true", help="name the configuration and the time on stderr"
    )
    return group


def jobs(text: str) -> int:
    if text == "auto":
        return os.cpu_count() or 1
    if not text.isdigit() or not int(text):
        import argparse

        raise argparse.ArgumentTypeError(f"expected a number of processes, not {text!r}")
    return int(text)


def settings(given: Given) -> config.Loaded:
    """The settings in force, given a parsed command line. Raises `Failure`."""
    told = {option.name: getattr(given, option.field, None) for option in OPTIONS}
    try:
        return config.load(
            {name: value for name, value in told.items() if value is not None},
            config_file=given.config,
            isolated=given.isolated,
        )
    except config.ConfigError as error:
        raise Failure(str(error)) from None


def begin(given: Given) -> Settings:
    """The settings in force, after saying what there is to say about where they come from."""
    loaded = settings(given)
    for line in loaded.notes:
        note(line)
    if given.verbose:
        files = sorted({o for o in loaded.origins.values() if os.path.isabs(o)})
        note(f"configuration: {', '.join(files) or 'none'}")
    return loaded.settings


def wants_colour(given: Given) -> bool:
    """Whether to colour what goes to standard output."""
    if given.color != "auto":
        return bool(given.color == "always")
    if given.output_file or os.environ.get("NO_COLOR"):
        return False
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal
