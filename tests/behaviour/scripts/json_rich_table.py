"""A table of the tides."""

import argparse

from rich.console import Console
from rich.table import Table

TIDES = [("Cuxhaven", "03:12", 3.4), ("Husum", "04:40", 3.9)]

console = Console()


def render(rows):
    table = Table(title="Tides")
    table.add_column("Place", style="cyan")
    table.add_column("Time")
    table.add_column("Metres", justify="right")
    for place, time, metres in rows:
        table.add_row(place, time, f"{metres:.1f}")
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--above", type=float, default=0)
    args = parser.parse_args()
    rows = [row for row in TIDES if row[2] > args.above]
    console.print(render(rows))
    console.print(f"[bold]{len(rows)}[/bold] places")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "Cuxhaven"
#
# [[run]]
# args = ["--above", "3.5"]
# out = "1 places"
# ///
