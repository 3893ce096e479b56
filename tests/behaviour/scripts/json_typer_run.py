import typer


def main(amounts: list[float], rate: float = 0.19, currency: str = "EUR"):
    """Add the tax to some amounts."""
    total = 0.0
    for amount in amounts:
        tax = amount * rate
        total += amount + tax
        print(f"{amount:.2f} + {tax:.2f} {currency}")
    typer.echo(f"total: {total:.2f} {currency}")
    if total > 1000:
        raise typer.Exit(code=5)


if __name__ == "__main__":
    typer.run(main)

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["100", "50"]
# out = "total: 178.50 EUR"
#
# [[run]]
# args = ["1000", "--currency", "DM"]
# status = 5
# out = "total: 1190.00 DM"
# ///
