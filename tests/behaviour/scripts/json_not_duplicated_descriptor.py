import argparse
import os
import sys


def main():
    parser = argparse.ArgumentParser(description="Two columns")
    parser.add_argument("words", nargs="+")
    args = parser.parse_args()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as out:
        for word in args.words:
            print(f"{word}\t{len(word)}", file=out)
    print(f"{len(args.words)} words")


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT301"]
#
# [[run]]
# args = ["a", "bc"]
# out = "a\t1\nbc\t2\n2 words\n"
# ///
