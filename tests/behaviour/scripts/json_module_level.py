# Print the share of each language in a list of files.
import argparse
import os
from collections import Counter

parser = argparse.ArgumentParser()
parser.add_argument("names", nargs="*")
parser.add_argument("-n", type=int, default=3, help="how many to show")
args = parser.parse_args()

LANGUAGES = {".py": "Python", ".rs": "Rust", ".md": "Markdown"}

counter = Counter(LANGUAGES.get(os.path.splitext(name)[1], "other") for name in args.names)
total = sum(counter.values())

if __name__ == "__main__":
    if not total:
        raise SystemExit("nothing to count")
    for language, count in counter.most_common(args.n):
        share = 100 * count / total
        print(f"{language:10} {share:5.1f} %")

# /// behaviour
# shown = {AUT301 = "above its main guard"}
#
# [[run]]
# args = ["a.py", "b.py", "c.rs", "LICENSE"]
# out = "Python      50.0 %"
#
# [[run]]
# args = ["-n", "1", "a.md"]
# out = "Markdown   100.0 %"
#
# [[run]]
# status = 1
# ///
