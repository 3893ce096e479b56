"""Settle several things in one go."""

import argparse
import os


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    args = parser.parse_args()

    if os.path.exists(args.path) and input("Overwrite it? [y/N] ").lower() != "y":
        print("left as it is")
        return
    header = input("With a header? [Y/n] ").lower()
    text = ""
    if header in ("", "y"):
        text += "# header\n"
    author = input("Author [nobody]: ")
    if not author:
        author = "nobody"
    with open(args.path, "w") as file:
        file.write(text + author)
    print(f"{args.path}: {author}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [files]
# "old" = "1"
#
# [[run]]
# args = ["old"]
# stdin = "y\nn\nann\n"
# out = "old: ann"
#
# [[run]]
# args = ["new"]
# stdin = "\n\n"
# out = "new: nobody"
#
# [[unattended]]
# args = ["old"]
# out = "left as it is"
#
# [[unattended]]
# args = ["new"]
# out = "new: nobody"
# leaves = ["old", "new"]
# ///
