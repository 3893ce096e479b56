"""Show what some programs say about themselves."""

import argparse
import subprocess
import sys


def ask(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    return done.returncode, done.stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="+")
    args = parser.parse_args()
    worst = 0
    for code in args.codes:
        status, answer = ask(code)
        worst = max(worst, status)
        print(f"{status}: {answer}")
    return worst


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT101", "AUT301"]
#
# [[run]]
# args = ["print(1)", "print(2); exit(3)"]
# status = 3
# out = "0: 1\n3: 2\n"
#
# [[timeout]]
# args = ["import time; time.sleep(30)"]
# status = 1
# ///
