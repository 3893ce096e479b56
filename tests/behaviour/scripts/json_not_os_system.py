import argparse
import os


def main():
    parser = argparse.ArgumentParser(description="Sizes of folders")
    parser.add_argument("folders", nargs="+")
    args = parser.parse_args()
    for folder in args.folders:
        print(f"{folder}:", flush=True)
        os.system("printf '%s\\n' 12")
        print(f"{len(folder)} letters")


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "standard output"}
#
# [[run]]
# args = ["a"]
# out = "a:\n12\n1 letters"
# ///
