"""List the sizes of the files in a folder, and offer to delete empty ones."""

import argparse
import os


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    args = parser.parse_args()
    for name in sorted(os.listdir(args.folder)):
        path = os.path.join(args.folder, name)
        size = os.path.getsize(path)
        if size == 0 and input(f"Delete {name}? [y/N] ").lower() == "y":
            os.remove(path)
            continue
        print(f"{name}: {size} bytes")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
# either = ["AUT301"]
#
# [files]
# "d/a" = ""
# "d/b" = "12"
#
# [[run]]
# args = ["d"]
# stdin = "y\n"
# out = "b: 2 bytes"
# json = false
#
# [[unattended]]
# args = ["d"]
# out = "a: 0 bytes\nb: 2 bytes\n"
# leaves = ["d/a", "d/b"]
# ///
