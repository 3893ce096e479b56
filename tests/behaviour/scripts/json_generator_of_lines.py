"""Show the steps of a sort."""

import argparse
import sys


def steps(numbers):
    numbers = list(numbers)
    for end in range(len(numbers) - 1, 0, -1):
        for i in range(end):
            if numbers[i] > numbers[i + 1]:
                numbers[i], numbers[i + 1] = numbers[i + 1], numbers[i]
                yield " ".join(map(str, numbers))


def lines(numbers, prefix):
    for number, step in enumerate(steps(numbers), 1):
        print("swap", number, file=sys.stderr)
        yield f"{prefix}{step}"


def main(argv=None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="+", type=int)
    parser.add_argument("--prefix", default="")
    args = parser.parse_args(argv)
    print(*lines(args.numbers, args.prefix), sep="\n")
    print("sorted:", *sorted(args.numbers))


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["3", "1", "2"]
# out = "1 3 2\n1 2 3\nsorted: 1 2 3\n"
#
# [[run]]
# args = ["1"]
# out = "\nsorted: 1\n"
#
# [[run]]
# args = ["--prefix", "> ", "2", "1"]
# out = "> 1 2"
# ///
