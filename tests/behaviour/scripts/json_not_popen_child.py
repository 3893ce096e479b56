"""Ask git-like tools what they know, and let them talk."""

import argparse
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="+")
    args = parser.parse_args()
    print(f"words: {len(args.words)}", flush=True)
    child = subprocess.Popen([sys.executable, "-c", "print('child')"], stderr=subprocess.PIPE)
    child.communicate(timeout=60)
    print(f"status: {child.returncode}")


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "standard output"}
#
# [[run]]
# args = ["a"]
# out = "words: 1\nchild\nstatus: 0\n"
# ///
