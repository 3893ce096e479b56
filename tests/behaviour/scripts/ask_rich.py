import argparse
import os

from rich.prompt import Confirm, Prompt


def main():
    parser = argparse.ArgumentParser(description="Archive a file")
    parser.add_argument("path")
    args = parser.parse_args()
    name = Prompt.ask("Name of the archive", default="archive")
    os.rename(args.path, name)
    if Confirm.ask("Delete it then?", default=False):
        os.remove(name)
        print("deleted")
    print("archived as", name)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [files]
# "a" = "1"
#
# [[run]]
# args = ["a"]
# stdin = "\ny\n"
# out = "archived as archive"
#
# [[run]]
# args = ["a"]
# stdin = "b\nn\n"
# out = "archived as b"
#
# [[unattended]]
# args = ["a"]
# out = "archived as archive"
# leaves = ["archive"]
# ///
