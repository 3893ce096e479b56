"""Set a password."""

import argparse
import getpass
import hashlib
import sys


def new_password():
    while True:
        first = getpass.getpass("New password: ")
        second = getpass.getpass("Once more: ")
        if first == second:
            return first
        print("they differ", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("user")
    args = parser.parse_args()
    digest = hashlib.sha256(new_password().encode()).hexdigest()
    with open(f"{args.user}.pw", "w") as file:
        file.write(digest)
    print("set for", args.user)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["ann"]
# stdin = "a\nb\nc\nc\n"
# out = "set for ann"
#
# [[unattended]]
# args = ["ann"]
# status = 2
# err = "--"
# ///
