import argparse


def main():
    parser = argparse.ArgumentParser(description="Split work among jobs", allow_abbrev=False)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--join", action="store_true")
    parser.add_argument("items", nargs="*")
    args = parser.parse_args()
    for job in range(args.jobs):
        share = args.items[job :: args.jobs]
        print(f"{job}: {'+'.join(share) if args.join else share}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["a", "b", "c"]
# out = "0: ['a', 'c']\n1: ['b']\n"
#
# [[run]]
# args = ["--join", "--jobs", "1", "a", "b"]
# out = "0: a+b\n"
#
# [[run]]
# args = ["--jo", "1"]
# status = 2
# ///
