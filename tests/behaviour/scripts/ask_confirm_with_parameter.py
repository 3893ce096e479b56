"""A helper that knows the default."""

import argparse
import sys


def confirm(question, default=False):
    hint = "[Y/n]" if default else "[y/N]"
    answer = input(f"{question} {hint} ").strip().lower()
    if not answer:
        return default
    return answer in ("y", "yes")


def main():
    parser = argparse.ArgumentParser(description="Tag a release")
    parser.add_argument("version")
    args = parser.parse_args()
    if not confirm(f"Tag {args.version}?", default=True):
        sys.exit(1)
    print("tagged", args.version)
    if confirm("Push it?"):
        open("pushed", "w").close()
        print("pushed")


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["1.0"]
# stdin = "\ny\n"
# out = "pushed"
#
# [[run]]
# args = ["1.0"]
# stdin = "no\n"
# status = 1
# ///
