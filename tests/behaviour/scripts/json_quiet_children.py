"""Children whose output is read do not disturb the document."""

import argparse
import subprocess
import sys


def length(word):
    code = "import sys; print(len(sys.argv[1])); print('counted', file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, word],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return int(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="+")
    args = parser.parse_args()
    for word in args.words:
        count = length(word)
        print(f"{word}: {count}")
    subprocess.run([sys.executable, "-c", "print('lost')"], stdout=subprocess.DEVNULL, timeout=60)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["abc", "d"]
# out = "abc: 3\nd: 1\n"
# records = '[{"word": "abc", "count": 3}, {"word": "d", "count": 1}]'
# ///
