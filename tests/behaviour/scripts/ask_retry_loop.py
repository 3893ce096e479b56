"""Book seats."""

import argparse
import sys


def seats(free):
    while True:
        answer = input(f"How many seats (1-{free})? ")
        try:
            number = int(answer)
        except ValueError:
            print(f"{answer!r} is no number", file=sys.stderr)
            continue
        if 1 <= number <= free:
            return number
        print("too many or too few", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--free", type=int, default=5)
    args = parser.parse_args()
    number = seats(args.free)
    with open("booked", "w") as file:
        file.write(f"{number}\n")
    print("booked", number)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# stdin = "some\n9\n3\n"
# out = "booked 3"
#
# [[unattended]]
# args = ["--free", "2"]
# status = 2
# err = "--"
# ///
