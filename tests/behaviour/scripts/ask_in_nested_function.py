import argparse
import os


def main():
    parser = argparse.ArgumentParser(description="Rename files to lower case")
    parser.add_argument("names", nargs="+")
    args = parser.parse_args()

    def agreed(old, new):
        return input(f"{old} -> {new}? [y/N] ").lower() == "y"

    renamed = [
        (old, old.lower()) for old in args.names if old != old.lower() and agreed(old, old.lower())
    ]
    for old, new in renamed:
        os.rename(old, new)
    print(len(renamed), "renamed")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [files]
# "A.txt" = "1"
# "b.txt" = "2"
#
# [[run]]
# args = ["A.txt", "b.txt"]
# stdin = "y\n"
# out = "1 renamed"
#
# [[unattended]]
# args = ["A.txt", "b.txt"]
# out = "0 renamed"
# ///
