#!/usr/bin/env python3
import argparse
import sys

RELEASES = [("1.0", "2019-03-01"), ("1.1", "2020-07-15"), ("2.0", "2022-01-31")]


def find(prefix):
    return [(version, day) for version, day in RELEASES if version.startswith(prefix)]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("prefix", nargs="?", default="")
    ap.add_argument("--first", action="store_true")
    args = ap.parse_args()

    found = find(args.prefix)
    if not found:
        print(f"no release starts with {args.prefix}")
        sys.exit(3)
    for version, day in found:
        print(version, day, sep="\t")
        if args.first:
            sys.exit()
    if len(found) > 2:
        sys.exit("too many releases")
    print(len(found), "releases")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["1."]
# out = "2 releases"
#
# [[run]]
# args = ["--first"]
# out = "1.0\t2019-03-01\n"
#
# [[run]]
# args = ["9"]
# status = 3
# records = '[{"args.prefix": "9"}]'
#
# [[run]]
# status = 1
# out = "2022-01-31"
# ///
