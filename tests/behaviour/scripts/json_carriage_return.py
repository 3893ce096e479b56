"""Search a range for perfect numbers, with a counter that overwrites itself."""

import argparse
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("limit", type=int)
    args = parser.parse_args()
    found = []
    for number in range(2, args.limit):
        if number % 10 == 0:
            print(f"\r{number}...", end="", flush=True)
        if sum(d for d in range(1, number) if number % d == 0) == number:
            found.append(number)
    print("\r", end="")
    for number in found:
        print(f"perfect: {number}")
    sys.stdout.write(f"{len(found)} found")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["30"]
# out = "\r10...\r20...\rperfect: 6\nperfect: 28\n2 found"
#
# [[run]]
# args = ["5"]
# out = "\r0 found"
# ///
