"""Show measurements, as a table or as CSV."""

import argparse
import csv
import sys

ROWS = [("north", 3.5), ("south", 4.25)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv", action="store_true")
    args = parser.parse_args()
    if args.csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(["station", "metres"])
        writer.writerows(ROWS)
        return
    for station, metres in ROWS:
        print(f"{station:<8}{metres:6.2f}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "north     3.50"
#
# [[run]]
# args = ["--csv"]
# out = "station,metres\r\n"
# ///
