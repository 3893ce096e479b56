import argparse
import sys

write = sys.stdout.write


def show(rows, file=sys.stdout):
    for name, value in rows:
        print(f"{name}: {value}", file=file)


def main():
    parser = argparse.ArgumentParser(description="Show the limits")
    parser.add_argument("--soft", action="store_true")
    args = parser.parse_args()
    show([("files", 1024 if args.soft else 4096), ("processes", 500)])
    write("end\n")


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT301"]
#
# [[run]]
# out = "files: 4096\nprocesses: 500\nend\n"
# ///
