"""Names of our own that a fix must not trample on."""

import argparse
import contextlib
import io


def json(value):
    return str(value).upper()


def run(sys, output):
    print(f"{sys}: {json(output)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", default="r")
    parser.add_argument("--command", default="c")
    args = parser.parse_args()
    buffer = io.StringIO()
    with contextlib.redirect_stdout(buffer):
        print("not shown", end="")
    run("hidden", len(buffer.getvalue()))
    run(args.records, args.command)
    result = document = stdout = status = lines = 1
    print(f"{result + document + stdout + status + lines} names")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "hidden: 9\nr: C\n5 names\n"
#
# [[run]]
# args = ["--records", "x", "--command", "y"]
# out = "x: Y"
# ///
