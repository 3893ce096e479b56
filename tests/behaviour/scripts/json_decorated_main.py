import argparse
import functools
import sys


def reporting(function):
    """Say on stderr how it went."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        try:
            status = function(*args, **kwargs)
        except LookupError as error:
            print("failed:", error, file=sys.stderr)
            return 3
        print("finished", file=sys.stderr)
        return status

    return wrapper


COLOURS = {"red": "#f00", "green": "#0f0", "blue": "#00f"}


@reporting
def main():
    parser = argparse.ArgumentParser(description="Look up colours")
    parser.add_argument("names", nargs="+")
    args = parser.parse_args()
    for name in args.names:
        code = COLOURS[name]
        print(f"{name}: {code}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["red", "blue"]
# out = "blue: #00f"
#
# [[run]]
# args = ["green", "grey"]
# status = 3
# out = "green: #0f0"
# ///
