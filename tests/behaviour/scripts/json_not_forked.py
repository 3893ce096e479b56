import argparse
import os


def main():
    parser = argparse.ArgumentParser(description="Lengths of words, in two halves")
    parser.add_argument("words", nargs="+")
    args = parser.parse_args()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
    for word in args.words[child != 0 :: 2]:
        print(f"{word}: {len(word)}", flush=True)
    if not child:
        raise SystemExit(0)


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT301"]
#
# [[run]]
# args = ["a", "bcd"]
# out = "a: 1\nbcd: 3\n"
# ///
