import argparse
import os
import sys


def main():
    parser = argparse.ArgumentParser(description="Count down")
    parser.add_argument("start", type=int)
    args = parser.parse_args()
    for number in range(args.start, 0, -1):
        print(f"count: {number}")
    sys.stdout.flush()
    os._exit(7)


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "os._exit"}
#
# [[run]]
# args = ["2"]
# status = 7
# out = "count: 1"
# ///
