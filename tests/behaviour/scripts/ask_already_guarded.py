"""Nothing to fix: it asks only where somebody is."""

import argparse
import os
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yes", action="store_true")
    args = parser.parse_args()
    token = os.environ.get("TOKEN") or input("Token: ")
    if not args.yes and sys.stdin.isatty() and input("Go? [y/N] ") != "y":
        sys.exit(1)
    with open("token", "w") as file:
        file.write(token)
    print("Done.")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = []
#
# [[run]]
# env = {TOKEN = "abc"}
# out = "Done."
#
# [[run]]
# stdin = "abcd\n"
# out = "Done."
# ///
