import argparse


def main():
    parser = argparse.ArgumentParser(description="Copy, not deep")
    parser.add_argument("--non-recursive", action="store_true")
    parser.add_argument("path")
    args = parser.parse_args()
    how = "flat" if args.non_recursive else "deep"
    if input(f"Copy {args.path} ({how})? [y/N] ") == "y":
        print("copied", how)


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["--non", "a"]
# stdin = "y\n"
# out = "copied flat"
# ///
