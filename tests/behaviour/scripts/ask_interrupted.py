import argparse
import sys


def main():
    parser = argparse.ArgumentParser(description="Collect names")
    parser.add_argument("--least", type=int, default=1)
    args = parser.parse_args()
    names = []
    try:
        while len(names) < args.least:
            names.append(input("Name: ").title())
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    with open("names", "w") as file:
        file.write(",".join(names))
    print("collected", *names)
    return 0


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["--least", "2"]
# stdin = "ann\nbob\n"
# out = "collected Ann Bob"
#
# [[unattended]]
# status = 2
# err = "--"
# ///
