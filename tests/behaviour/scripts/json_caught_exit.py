import argparse
import sys


def step(name, fail):
    print(f"step {name}")
    if fail:
        sys.exit(f"{name} failed")


def main():
    parser = argparse.ArgumentParser(description="Rate the steps of a release")
    parser.add_argument("--fail", nargs="*", default=[])
    args = parser.parse_args()
    bad = 0
    for name in ("build", "sign", "ship"):
        try:
            step(name, name in args.fail)
        except SystemExit as error:
            bad += 1
            print(f"caught: {error.code}")
        finally:
            print(f"{name} costs {len(name)}")
    if bad:
        raise SystemExit(bad)


if __name__ == "__main__":
    try:
        main()
    except SystemExit as error:
        print("leaving with", error.code)
        raise
    finally:
        print("bye", file=sys.stderr)

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["--fail", "sign", "ship"]
# status = 2
# out = "leaving with 2"
#
# [[run]]
# out = "ship costs 4\n"
# ///
