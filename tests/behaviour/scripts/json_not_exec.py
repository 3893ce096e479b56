import argparse
import os
import sys


def main():
    parser = argparse.ArgumentParser(description="Show the command, then become it")
    parser.add_argument("code", nargs="?", default="print('done')")
    args = parser.parse_args()
    length = len(args.code)
    print(f"length: {length}", flush=True)
    os.execv(sys.executable, [sys.executable, "-c", args.code])


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "exec"}
#
# [[run]]
# out = "length: 13\ndone\n"
# ///
