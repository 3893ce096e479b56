import click


@click.command()
@click.option("--times", default=1)
def greet(times):
    """Greet somebody."""
    name = click.prompt("Your name")
    age = click.prompt("Your age", type=int)
    for _ in range(times):
        click.echo(f"hello {name}, {age}")


if __name__ == "__main__":
    greet()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["--times", "2"]
# stdin = "ann\nold\n70\n"
# out = "hello ann, 70\nhello ann, 70\n"
#
# [[unattended]]
# status = 2
# err = "--"
# ///
