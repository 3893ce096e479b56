import argparse
import os


class Cleaner:
    def __init__(self, folder):
        self.folder = folder

    def confirm(self, name):
        reply = input(f"Remove {name}? [y/N] ")
        return reply == "y"

    def run(self):
        removed = 0
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".tmp") and self.confirm(name):
                os.remove(os.path.join(self.folder, name))
                removed += 1
        print(removed, "removed")
        return 0


def main():
    parser = argparse.ArgumentParser(description="Remove temporary files")
    parser.add_argument("folder", nargs="?", default=".")
    args = parser.parse_args()
    return Cleaner(args.folder).run()


if __name__ == "__main__":
    raise SystemExit(main())

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [files]
# "a.tmp" = ""
# "b.tmp" = ""
# "c.txt" = ""
#
# [[run]]
# stdin = "y\nn\n"
# out = "1 removed"
#
# [[unattended]]
# out = "0 removed"
# ///
