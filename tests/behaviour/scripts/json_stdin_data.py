"""Number the lines of standard input, or find some."""

import argparse
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--find", default="")
    parser.add_argument("--start", type=int, default=1)
    args = parser.parse_args()
    found = 0
    for number, line in enumerate(sys.stdin, args.start):
        line = line.rstrip("\n")
        if args.find in line:
            found += 1
            print(f"{number:6}  {line}")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# stdin = "one\n two\nthree"
# out = "     2   two\n"
# records = '[{"number": 1, "line": "one"}, {"number": 2, "line": " two"}, {"number": 3, "line": "three"}]'
#
# [[run]]
# args = ["--find", "x"]
# stdin = "one\n"
# status = 1
# ///
