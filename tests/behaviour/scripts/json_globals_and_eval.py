import argparse
import sys

args = None
WIDTH = 0


def show(name, value):
    print(name.rjust(WIDTH), value, sep=" = ")


def compute(expression):
    value = eval(expression, {"__builtins__": {}}, {"x": args.x})
    show(expression, value)
    return value


def main():
    global args, WIDTH
    parser = argparse.ArgumentParser(description="Compute expressions of x")
    parser.add_argument("-x", type=float, default=1.0)
    parser.add_argument("-w", type=int, default=0)
    parser.add_argument("expressions", nargs="+")
    args, rest = parser.parse_known_args()
    WIDTH = args.w
    for word in rest:
        show("ignored", word)
    values = [compute(expression) for expression in args.expressions]
    if any(value < 0 for value in values):
        sys.exit(9)


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "options that it does not know"}
#
# [[run]]
# args = ["x+1", "-x", "2"]
# out = "x+1 = 3.0"
#
# [[run]]
# args = ["-w", "8", "x-2", "--strange"]
# status = 9
# out = " ignored = --strange\n     x-2 = -1.0\n"
#
# [[run]]
# args = ["1/0"]
# status = 1
# ///
