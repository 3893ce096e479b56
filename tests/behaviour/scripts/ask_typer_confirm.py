import os

import typer

app = typer.Typer(add_completion=False)


@app.command()
def drop(table: str):
    """Drop a table."""
    if not typer.confirm(f"Drop {table}?"):
        typer.echo("kept")
        raise typer.Exit(code=1)
    os.remove(table)
    typer.echo("dropped")


@app.command()
def create(table: str, rows: int = 0):
    """Create a table."""
    with open(table, "w") as file:
        file.write("row\n" * rows)
    typer.echo("created")


if __name__ == "__main__":
    app()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
# help = [[], ["drop"], ["create"]]
#
# [files]
# "people" = ""
#
# [[run]]
# args = ["drop", "people"]
# stdin = "y\n"
# out = "dropped"
#
# [[run]]
# args = ["create", "pets"]
# out = "created"
#
# [[unattended]]
# args = ["drop", "people"]
# status = 1
# out = "kept"
# ///
