"""Sum the columns of a table."""

import argparse


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table")
    parser.add_argument(
        "--column",
        type=int,
        default=0,
    )
    args = parser.parse_args()
    total = 0
    for line in open(args.table):
        value = int(line.split(",")[args.column])
        total += value
        print(f"""row
{value}""")
    print(f"sum: {total}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [files]
# "t.csv" = "1,2\n3,4\n"
#
# [[run]]
# args = ["t.csv"]
# out = "row\n3\nsum: 4"
#
# [[run]]
# args = ["t.csv", "--column", "1"]
# out = "sum: 6"
# ///
