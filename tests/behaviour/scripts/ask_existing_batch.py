import argparse


def main():
    parser = argparse.ArgumentParser(description="Plan a trip")
    parser.add_argument("--batch", action="store_true", help="never ask")
    args = parser.parse_args()
    print("planning")
    if input("By train? [Y/n] ").lower() != "n":
        print("by train")
    if input("With the dog? [y/N] ").lower() == "y":
        print("with the dog")
    place = input("Where to? ")
    print("to", place)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201"]
#
# [[run]]
# stdin = "n\ny\nRome\n"
# out = "with the dog"
#
# [[unattended]]
# flag = ["--batch"]
# status = 2
# out = "by train"
# err = "--batch"
# ///
