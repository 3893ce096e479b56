"""Delete old files, after a question."""

import argparse
import os


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    args = parser.parse_args()
    for path in args.paths:
        answer = input(f"Delete {path}? [y/N] ")
        if answer.lower() in ("y", "yes"):
            os.remove(path)
            print("deleted", path)
        else:
            print("kept", path)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [files]
# "old.log" = "x"
# "new.log" = "y"
#
# [[run]]
# args = ["old.log", "new.log"]
# stdin = "y\nn\n"
# out = "kept new.log"
#
# [[run]]
# args = ["old.log"]
# stdin = "YES\n"
# out = "deleted old.log"
#
# [[run]]
# args = []
# status = 2
#
# [[unattended]]
# args = ["old.log", "new.log"]
# out = "kept new.log"
# ///
