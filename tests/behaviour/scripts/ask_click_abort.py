import shutil

import click


@click.group()
def cli():
    """Caches."""


@cli.command()
@click.argument("folder")
def purge(folder):
    """Remove a cache."""
    click.confirm(f"Remove {folder}?", abort=True)
    shutil.rmtree(folder)
    click.echo("removed")


@cli.command()
@click.argument("folder")
@click.option("--label")
def mark(folder, label):
    """Put a label on a cache."""
    kind = click.prompt("Kind", default="plain")
    with open(f"{folder}/label", "w") as file:
        file.write(f"{label} {kind}")
    click.echo(f"marked as {kind}")


if __name__ == "__main__":
    cli()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
# help = [[], ["purge"], ["mark"]]
#
# [files]
# "cache/x" = "1"
#
# [[run]]
# args = ["purge", "cache"]
# stdin = "y\n"
# out = "removed"
#
# [[run]]
# args = ["purge", "cache"]
# stdin = "n\n"
# status = 1
#
# [[run]]
# args = ["mark", "cache"]
# stdin = "fine\n"
# out = "marked as fine"
#
# [[unattended]]
# args = ["purge", "cache"]
# status = 1
#
# [[unattended]]
# args = ["mark", "cache", "--label", "a"]
# out = "marked as plain"
# leaves = ["cache/x", "cache/label"]
# ///
