import argparse
import sys


def main():
    parser = argparse.ArgumentParser(description="Show the bytes of words")
    parser.add_argument("words", nargs="+")
    args = parser.parse_args()
    for word in args.words:
        print(f"{word}: {len(word.encode())} bytes")
        sys.stdout.flush()
        sys.stdout.buffer.write(word.encode("utf-16-le") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "buffer"}
#
# [[run]]
# args = ["ab"]
# out = "ab: 2 bytes"
# ///
