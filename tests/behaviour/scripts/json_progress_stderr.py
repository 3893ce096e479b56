import argparse
import sys
import time


def progress(done, total):
    width = 20 * done // total
    sys.stderr.write(f"\r[{'#' * width:<20}] {done}/{total}")
    sys.stderr.flush()


def factor(number):
    found = []
    divisor = 2
    while number > 1:
        while number % divisor == 0:
            found.append(divisor)
            number //= divisor
        divisor += 1
    return found


def main():
    parser = argparse.ArgumentParser(description="Factor numbers")
    parser.add_argument("numbers", type=int, nargs="+")
    parser.add_argument("--pause", type=float, default=0.0)
    args = parser.parse_args()
    for done, number in enumerate(args.numbers, 1):
        factors = factor(number)
        time.sleep(args.pause)
        progress(done, len(args.numbers))
        print(number, "=", " * ".join(map(str, factors)) or "1")
    print(file=sys.stderr)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["12", "1", "97"]
# out = "12 = 2 * 2 * 3\n1 = 1\n97 = 97\n"
# ///
