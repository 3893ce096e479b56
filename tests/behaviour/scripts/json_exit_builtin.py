# Quick and dirty: the shell way of writing Python.
import argparse

parser = argparse.ArgumentParser()
parser.add_argument('files', nargs='*')
parser.add_argument('-l', '--long', action='store_true', help='show longest line')
args = parser.parse_args()

def stats(path):
    lines = open(path).read().splitlines()
    return len(lines), max(map(len, lines), default=0)

if __name__ == '__main__':
    if not args.files: exit(2)
    for f in args.files:
        try: n, longest = stats(f)
        except OSError as e:
            print(f, 'cannot be read')
            exit(1)
        if args.long: print(n, longest, f)
        else: print(n, f)
    quit()

# /// behaviour
# fixed = ["AUT301"]
#
# [files]
# "a" = "x\nyy\n"
#
# [[run]]
# args = ["a", "-l"]
# out = "2 2 a"
#
# [[run]]
# args = ["a", "b"]
# status = 1
# out = "2 a\nb cannot be read"
#
# [[run]]
# status = 2
# ///
