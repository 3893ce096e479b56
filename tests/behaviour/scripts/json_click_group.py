"""Notes on the command line."""

import click

NOTES = {1: "buy milk", 2: "call home", 5: "water the plants"}


@click.group()
@click.version_option("1.0")
def cli():
    """Notes on the command line."""


@cli.command("list")
@click.option("--reverse", is_flag=True)
def list_notes(reverse):
    """List all notes."""
    for number in sorted(NOTES, reverse=reverse):
        click.echo(f"{number:3} {NOTES[number]}")


@cli.command()
@click.argument("number", type=int)
def show(number):
    """Show one note."""
    if number not in NOTES:
        click.echo(f"there is no note {number}", err=True)
        raise SystemExit(4)
    click.secho(NOTES[number], bold=True)


if __name__ == "__main__":
    cli()

# /// behaviour
# fixed = ["AUT301"]
# help = [[], ["list"], ["show"]]
#
# [[run]]
# args = ["list"]
# out = "  5 water the plants"
#
# [[run]]
# args = ["list", "--reverse"]
#
# [[run]]
# args = ["show", "1"]
# out = "buy milk"
#
# [[run]]
# args = ["show", "7"]
# status = 4
#
# [[run]]
# args = ["show", "x"]
# status = 2
# ///
