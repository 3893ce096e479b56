import argparse
import atexit
import sys


def farewell(names):
    print(f"{len(names)} names seen")


def main():
    parser = argparse.ArgumentParser(description="Longest of some names")
    parser.add_argument("names", nargs="+")
    args = parser.parse_args()
    atexit.register(farewell, args.names)
    longest = max(args.names, key=len)
    print(f"longest: {longest}")
    if len(longest) > 5:
        sys.exit(6)


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT301"]
#
# [[run]]
# args = ["ann", "bob"]
# out = "longest: ann\n2 names seen\n"
#
# [[run]]
# args = ["ann", "barbara"]
# status = 6
# ///
