import argparse
import shutil
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("-y", "--yes", action="store_true", help="ask nothing")
    args = parser.parse_args()
    if input(f"Really empty {args.folder}? [y/N] ").lower() != "y":
        sys.exit(1)
    shutil.rmtree(args.folder)
    print("emptied", args.folder)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201"]
#
# [files]
# "cache/a" = "1"
# "keep" = "2"
#
# [[run]]
# args = ["cache"]
# stdin = "y\n"
# out = "emptied cache"
#
# [[run]]
# args = ["cache"]
# stdin = "no\n"
# status = 1
#
# [[unattended]]
# args = ["cache"]
# flag = ["--yes"]
# out = "emptied cache"
# leaves = ["keep"]
# ///
