import click


@click.group(invoke_without_command=True)
@click.option("--limit", default=10, show_default=True)
@click.pass_context
def main(ctx, limit):
    """Count things up to a limit."""
    ctx.obj = {"limit": limit}
    if ctx.invoked_subcommand is None:
        click.echo(f"limit is {limit}")


@main.command()
@click.pass_context
def squares(ctx):
    """Print squares."""
    for number in range(1, ctx.obj["limit"] + 1):
        square = number * number
        if square > ctx.obj["limit"]:
            ctx.exit(3)
        click.echo(square)


@main.command()
@click.pass_obj
def total(obj):
    """Print the sum of all."""
    limit = obj["limit"]
    if limit < 0:
        raise click.ClickException("limit is negative")
    print("sum:", sum(range(limit + 1)))


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "comes before it reads its options"}
# help = [[], ["squares"]]
#
# [[run]]
# out = "limit is 10"
#
# [[run]]
# args = ["squares"]
# status = 3
# out = "1\n4\n9\n"
#
# [[run]]
# args = ["--limit", "1", "squares"]
# out = "1\n"
#
# [[run]]
# args = ["--limit", "4", "total"]
# out = "sum: 10"
#
# [[run]]
# args = ["--limit", "-1", "total"]
# status = 1
# ///
