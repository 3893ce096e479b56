"""Lengths in other units."""

import argparse

UNITS = {"m": 1.0, "ft": 0.3048, "in": 0.0254}

common = argparse.ArgumentParser(add_help=False)
common.add_argument("-l", "--long", action="count", default=0)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, parents=[common])
    lengths = parser.add_argument_group("lengths")
    lengths.add_argument("length", type=float, nargs="+")
    lengths.add_argument("--from", dest="source", choices=UNITS, default="m")
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--feet", action="store_const", dest="to", const="ft")
    target.add_argument("--inches", action="store_const", dest="to", const="in")
    parser.set_defaults(to="m")
    args = parser.parse_args(argv)
    for length in args.length:
        result = length * UNITS[args.source] / UNITS[args.to]
        if args.long:
            print(f"{length} {args.source} = {result:.4g} {args.to}")
        else:
            print(f"{result:.4g}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["1", "2.5", "--feet"]
# out = "3.281\n8.202\n"
#
# [[run]]
# args = ["-l", "1", "--from", "in"]
# out = "1.0 in = 0.0254 m"
#
# [[run]]
# args = ["1", "--feet", "--inches"]
# status = 2
# ///
