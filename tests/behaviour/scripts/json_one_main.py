"""Count the lines and words of text files."""

import argparse
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", help="files to read")
    parser.add_argument("--words", action="store_true", help="count words, too")
    args = parser.parse_args()
    total = 0
    for path in args.paths:
        text = Path(path).read_text()
        lines = text.count("\n")
        total += lines
        if args.words:
            words = len(text.split())
            print(f"{path}: {lines} lines, {words} words")
        else:
            print(f"{path}: {lines} lines")
    print(f"total: {total}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

# /// behaviour
# fixed = ["AUT301"]
#
# [files]
# "a.txt" = "one two\nthree\n"
# "b.txt" = ""
#
# [[run]]
# args = ["a.txt", "b.txt"]
# out = "total: 2"
# records = '[{"path": "a.txt", "lines": 2}, {"path": "b.txt", "lines": 0}, {"total": 2}]'
#
# [[run]]
# args = ["--words", "a.txt"]
# out = "3 words"
# records = '[{"path": "a.txt", "lines": 2, "words": 3}, {"total": 2}]'
#
# [[run]]
# args = []
# status = 2
#
# [[run]]
# args = ["a.txt", "missing.txt"]
# status = 1
# out = "a.txt: 2 lines"
# ///
