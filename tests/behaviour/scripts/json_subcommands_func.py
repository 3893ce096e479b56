"""Look after a small stock of seeds."""

import argparse

STOCK = {"beet": 30, "chard": 0, "dill": 4}


def cmd_list(args):
    for name, count in STOCK.items():
        if count or args.all:
            print(f"{name:<8}{count:>5}")


def cmd_show(args):
    count = STOCK.get(args.name)
    if count is None:
        print(f"{args.name} is unknown")
        return 1
    print(f"{args.name}: {count} packets")
    return 0


def cmd_check(args):
    empty = [name for name, count in STOCK.items() if count < args.least]
    for name in empty:
        print("order", name)
    return 1 if empty else 0


def main(argv=None):
    parser = argparse.ArgumentParser(prog="seeds", description=__doc__)
    sub = parser.add_subparsers(dest="command", required=True)

    p = sub.add_parser("list", help="list the stock")
    p.add_argument("--all", action="store_true")
    p.set_defaults(func=cmd_list)

    p = sub.add_parser("show", help="show one kind")
    p.add_argument("name")
    p.set_defaults(func=cmd_show)

    p = sub.add_parser("check", help="what to order")
    p.add_argument("--least", type=int, default=1)
    p.set_defaults(func=cmd_check)

    args = parser.parse_args(argv)
    return args.func(args)


if __name__ == "__main__":
    raise SystemExit(main())

# /// behaviour
# fixed = ["AUT301"]
# help = [[], ["list"], ["check"]]
#
# [[run]]
# args = ["list"]
# out = "dill        4"
#
# [[run]]
# args = ["list", "--all"]
# out = "chard"
#
# [[run]]
# args = ["show", "leek"]
# status = 1
# out = "leek is unknown"
#
# [[run]]
# args = ["check", "--least", "5"]
# status = 1
# out = "order dill"
#
# [[run]]
# args = []
# status = 2
# ///
