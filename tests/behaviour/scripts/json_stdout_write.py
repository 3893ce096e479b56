import argparse
import sys


def main():
    parser = argparse.ArgumentParser(description="Draw a histogram")
    parser.add_argument("words", nargs="*")
    args = parser.parse_args()
    lengths = {}
    for word in args.words:
        lengths[len(word)] = lengths.get(len(word), 0) + 1
    for length in sorted(lengths):
        sys.stdout.write("%2d " % length)
        sys.stdout.writelines("#" for _ in range(lengths[length]))
        sys.stdout.write("\n")
    sys.stdout.flush()
    print(len(args.words), end=" words", file=sys.stdout)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["to", "be", "not"]
# out = " 2 ##\n 3 #\n3 words"
#
# [[run]]
# out = "0 words"
# ///
