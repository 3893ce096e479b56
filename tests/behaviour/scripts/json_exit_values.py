"""Check limits; the status tells which was exceeded."""

import argparse
import sys

LIMITS = [("disk", 80), ("memory", 90)]


def check(name, limit, value):
    print(f"{name}: {value} of {limit}")
    return value <= limit


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("values", type=int, nargs="*")
    parser.add_argument("--how", default="")
    args = parser.parse_args()
    good = True
    for (name, limit), value in zip(LIMITS, args.values):
        good = check(name, limit, value) and good
    if args.how == "text":
        sys.exit("a text goes to stderr")
    if args.how == "none":
        sys.exit(None)
    if args.how == "large":
        sys.exit(300)
    if args.how == "tuple":
        sys.exit((1, 2))
    if args.how == "raise":
        raise SystemExit
    if args.how == "interrupt":
        raise KeyboardInterrupt
    return not good


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["70", "95"]
# status = 1
# out = "memory: 95 of 90"
#
# [[run]]
# args = ["70"]
#
# [[run]]
# args = ["70", "--how", "text"]
# status = 1
#
# [[run]]
# args = ["70", "--how", "none"]
#
# [[run]]
# args = ["70", "--how", "large"]
# status = 44
#
# [[run]]
# args = ["70", "--how", "tuple"]
# status = 1
#
# [[run]]
# args = ["70", "--how", "raise"]
#
# [[run]]
# args = ["70", "--how", "interrupt"]
# status = -2
# ///
