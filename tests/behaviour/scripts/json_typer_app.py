"""Show parcels."""

import typer

app = typer.Typer(help="Show parcels.", add_completion=False)

PARCELS = {"A1": 2.5, "B7": 0.3}


@app.command("list")
def list_parcels(heavy: bool = typer.Option(False, help="only those above 1 kg")) -> None:
    """List parcels."""
    for name, weight in PARCELS.items():
        if weight > 1 or not heavy:
            typer.echo(f"{name} weighs {weight} kg")


@app.command()
def find(name: str) -> None:
    """Find one parcel."""
    if name not in PARCELS:
        typer.echo(f"no parcel {name}")
        raise typer.Exit(code=3)
    print(PARCELS[name])


if __name__ == "__main__":
    app()

# /// behaviour
# fixed = ["AUT301"]
# help = [[], ["list"]]
#
# [[run]]
# args = ["list"]
# out = "B7 weighs 0.3 kg"
#
# [[run]]
# args = ["find", "A1"]
# out = "2.5\n"
#
# [[run]]
# args = ["find", "Z"]
# status = 3
# out = "no parcel Z"
# ///
