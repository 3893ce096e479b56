"""Print sums quickly."""

import argparse
import os


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", type=int, nargs="+")
    args = parser.parse_args()
    total = 0
    for number in args.numbers:
        total += number
        os.write(1, b"%d\n" % total)
    print(f"total: {total}")


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "os.write"}
#
# [[run]]
# args = ["1", "2"]
# out = "1\n3\ntotal: 3"
# ///
