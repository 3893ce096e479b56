import argparse
import os
import sys


def save(path, text, force):
    if os.path.exists(path):
        answer = input(f"{path} exists. Overwrite? [y/N] ")
        if answer.lower() != "y":
            sys.exit("not written")
    with open(path, "w") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description="Write a file")
    parser.add_argument("path")
    parser.add_argument("text")
    parser.add_argument("-f", "--force", action="store_true")
    args = parser.parse_args()
    save(args.path, args.text, args.force)
    print("written")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201"]
#
# [files]
# "a" = "1"
#
# [[run]]
# args = ["a", "2"]
# stdin = "y\n"
# out = "written"
#
# [[run]]
# args = ["a", "2"]
# stdin = "\n"
# status = 1
#
# [[run]]
# args = ["b", "2"]
# out = "written"
#
# [[unattended]]
# args = ["a", "2"]
# flag = ["--force"]
# out = "written"
# ///
