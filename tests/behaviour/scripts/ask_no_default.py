import argparse
import os
import sys


def confirmed(question):
    while True:
        answer = input(f"{question} (yes/no) ")
        if answer in ("yes", "no"):
            return answer == "yes"
        print("please answer yes or no")


def main():
    parser = argparse.ArgumentParser(description="Remove a file")
    parser.add_argument("path")
    args = parser.parse_args()
    if not confirmed(f"Remove {args.path}?"):
        sys.exit("nothing removed")
    os.unlink(args.path)
    print("removed", args.path)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [files]
# "a" = "1"
#
# [[run]]
# args = ["a"]
# stdin = "y\nyes\n"
# out = "please answer yes or no\n"
#
# [[run]]
# args = ["a"]
# stdin = "no\n"
# status = 1
#
# [[unattended]]
# args = ["a"]
# status = 2
# err = "--"
# ///
