"""Look after a list of tasks."""

import argparse
import os
import sys

STORE = "tasks.txt"


def add(args):
    with open(STORE, "a") as file:
        file.write(args.text + "\n")
    print("added", args.text)


def clear(args):
    if not os.path.exists(STORE):
        print("nothing to clear")
        return 1
    if input("Forget all tasks? [y/N] ").lower() not in {"y", "yes"}:
        print("kept")
        return 1
    os.remove(STORE)
    print("cleared")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    adding = commands.add_parser("add", help="add a task")
    adding.add_argument("text")
    adding.set_defaults(func=add)
    clearing = commands.add_parser("clear", help="forget all tasks")
    clearing.set_defaults(func=clear)
    args = parser.parse_args()
    return args.func(args)


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT201", "AUT202"]
# help = [[], ["add"], ["clear"]]
#
# [files]
# "tasks.txt" = "sleep\n"
#
# [[run]]
# args = ["clear"]
# stdin = "y\n"
# out = "cleared"
#
# [[run]]
# args = ["add", "eat"]
# out = "added eat"
#
# [[unattended]]
# args = ["clear"]
# status = 1
# out = "kept"
# ///
