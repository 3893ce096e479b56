import argparse


def main():
    parser = argparse.ArgumentParser(description="Split work among jobs")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("items", nargs="*")
    args = parser.parse_args()
    for job in range(args.jobs):
        share = args.items[job :: args.jobs]
        print(f"job {job}: {share}")


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "--jobs"}
#
# [[run]]
# args = ["--j", "1", "a"]
# out = "job 0: ['a']"
# ///
