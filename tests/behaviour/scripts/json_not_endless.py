"""Report the load, for ever."""

import argparse
import sys
import time


def load(n):
    return (n * 37) % 100 / 100


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=float, default=60.0)
    args = parser.parse_args()
    n = 0
    while True:
        n += 1
        value = load(n)
        print(f"load: {value:.2f}", flush=True)
        time.sleep(args.every)


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "loop"}
#
# [[run]]
# args = ["--every", "-1"]
# status = 1
# out = "load: 0.37"
# ///
