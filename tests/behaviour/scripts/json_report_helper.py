"""Compare two inventories and report what differs."""

import argparse
import sys

PARTS = {"bolt": 12, "nut": 7, "washer": 40}


def report(name, left, right):
    mark = "=" if left == right else "!"
    print("%s %-10s %4d %4d" % (mark, name, left, right))


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="NAME=COUNT")
    parser.add_argument("-q", "--quiet", action="store_true", help="only the status")
    return parser.parse_args()


def main():
    args = parse_args()
    counted = dict(PARTS)
    for part in args.parts:
        name, _, count = part.partition("=")
        counted[name] = int(count)
    different = 0
    for name in sorted(counted):
        left, right = PARTS.get(name, 0), counted[name]
        different += left != right
        if not args.quiet:
            report(name, left, right)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["nut=8", "gear=1"]
# status = 1
# out = "! gear"
#
# [[run]]
# out = "= bolt"
#
# [[run]]
# args = ["-q", "nut=8"]
# status = 1
#
# [[run]]
# args = ["nut=many"]
# status = 1
# ///
