"""Print squares; what other tools of the family understand is passed over."""

import argparse


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", type=int, nargs="*")
    args, _ = parser.parse_known_args()
    for number in args.numbers:
        square = number**2
        print(f"{number}: {square}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["--cache-dir=/nowhere", "3", "4"]
# out = "3: 9\n4: 16\n"
# records = '[{"number": 3, "square": 9}, {"number": 4, "square": 16}]'
# ///
