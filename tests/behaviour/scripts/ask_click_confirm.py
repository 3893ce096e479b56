"""Reset counters."""

import os

import click


@click.command()
@click.argument("names", nargs=-1)
def main(names):
    """Reset counters."""
    for name in names:
        if click.confirm(f"Reset {name}?"):
            os.remove(name)
            click.echo(f"reset {name}")
        else:
            click.echo(f"left {name} alone")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [files]
# "hits" = "12"
#
# [[run]]
# args = ["hits"]
# stdin = "y\n"
# out = "reset hits"
#
# [[unattended]]
# args = ["hits"]
# out = "left hits alone"
# ///
