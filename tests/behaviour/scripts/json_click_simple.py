"""Show how far the planets are from the sun."""

import click

DISTANCES = {"mercury": 0.39, "venus": 0.72, "earth": 1.0, "mars": 1.52}


@click.command()
@click.argument("names", nargs=-1)
@click.option("--unit", type=click.Choice(["au", "km"]), default="au", show_default=True)
def main(names, unit):
    """Print the distance of each planet."""
    for name in names or DISTANCES:
        if name not in DISTANCES:
            raise click.BadParameter(f"no planet {name}")
        distance = DISTANCES[name] * (149_597_871 if unit == "km" else 1)
        click.echo(f"{name}: {distance:.2f} {unit}")
    print("that is", len(names or DISTANCES), "planets")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "mars: 1.52 au"
#
# [[run]]
# args = ["earth", "--unit", "km"]
# out = "earth: 149597871.00 km"
#
# [[run]]
# args = ["earth", "vulcan"]
# status = 2
# out = "earth: 1.00 au"
# ///
