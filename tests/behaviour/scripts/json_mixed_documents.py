"""Look up words; the whole entry is JSON, and a miss is a sentence."""

import argparse
import json
import sys

WORDS = {"oak": {"kind": "tree", "latin": "Quercus"}, "ox": {"kind": "animal"}}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word")
    args = parser.parse_args()
    print("Looking up", args.word)
    entry = WORDS.get(args.word)
    if entry is None:
        near = [word for word in WORDS if word[0] == args.word[0]]
        print(f"no entry; near: {', '.join(near)}")
        sys.exit(1)
    json.dump(entry, sys.stdout, indent=4)
    print()


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT301"]
#
# [[run]]
# args = ["oak"]
# out = '"latin": "Quercus"'
# document = '{"kind": "tree", "latin": "Quercus"}'
#
# [[run]]
# args = ["oar"]
# status = 1
# out = "near: oak, ox"
# ///
