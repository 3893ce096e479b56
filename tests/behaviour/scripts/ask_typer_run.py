import typer


def main(path: str, lines: int = 1) -> None:
    """Write a file, after a question."""
    sure = typer.confirm("Overwrite?", default=True)
    if sure:
        with open(path, "w") as file:
            file.write("x\n" * lines)
    typer.echo(f"wrote {lines if sure else 0} lines")


if __name__ == "__main__":
    typer.run(main)

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["f"]
# stdin = "n\n"
# out = "wrote 0 lines"
#
# [[unattended]]
# args = ["f", "--lines", "2"]
# out = "wrote 2 lines"
# leaves = ["f"]
# ///
