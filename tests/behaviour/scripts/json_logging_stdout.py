"""Rate some words; the log goes where the results go."""

import argparse
import logging
import sys

handler = logging.StreamHandler(sys.stdout)
logging.basicConfig(level=logging.INFO, handlers=[handler], format="%(levelname)s %(message)s")


def rate(word):
    logging.info("rating %s", word)
    return sum(map(ord, word)) % 10


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="+")
    args = parser.parse_args()
    for word in args.words:
        rating = rate(word)
        print(f"{word}: {rating}")


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT301"]
#
# [[run]]
# args = ["ab", "c"]
# out = "INFO rating ab\nab: 5\n"
# ///
