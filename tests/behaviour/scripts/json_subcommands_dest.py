"""Keep a diary of the weather."""

import argparse
import sys

DAYS = [("mon", 11.5, "rain"), ("tue", 14.0, "sun"), ("wed", 9.25, "rain")]


def show(days):
    for name, degrees, sky in days:
        print("{:<4} {:>6.2f} {}".format(name, degrees, sky))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Keep a diary of the weather.")
    commands = parser.add_subparsers(dest="command")
    listing = commands.add_parser("list")
    listing.add_argument("--sky", choices=("rain", "sun"))
    commands.add_parser("mean")
    args = parser.parse_args()

    if args.command == "list":
        days = [day for day in DAYS if args.sky in (None, day[2])]
        show(days)
        if not days:
            sys.exit(1)
    elif args.command == "mean":
        mean = sum(degrees for _, degrees, _ in DAYS) / len(DAYS)
        print(f"mean: {mean:.3f} degrees")
    else:
        parser.print_usage(sys.stderr)
        sys.exit(2)

# /// behaviour
# fixed = ["AUT301"]
# help = [[], ["list"]]
#
# [[run]]
# args = ["list"]
# out = "tue   14.00 sun"
#
# [[run]]
# args = ["list", "--sky", "sun"]
# out = "tue   14.00 sun"
#
# [[run]]
# args = ["mean"]
# out = "mean: 11.583 degrees"
# records = '[{"mean": 11.583333333333334}]'
#
# [[run]]
# args = []
# status = 2
# json = false
# ///
