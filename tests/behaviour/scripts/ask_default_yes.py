"""Back up a file, after a question."""

import argparse
import shutil


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    args = parser.parse_args()
    if input("Keep a copy? [Y/n] ").strip().lower() in ("", "y", "yes"):
        shutil.copy(args.path, args.path + ".bak")
        print("copied")
    else:
        print("no copy")


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
# stdin = "n\n"
# out = "no copy"
#
# [[run]]
# args = ["a"]
# stdin = "\n"
# out = "copied"
#
# [[unattended]]
# args = ["a"]
# out = "copied"
# leaves = ["a", "a.bak"]
# ///
