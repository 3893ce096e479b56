"""Show runners and their times."""

import argparse
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple


class Runner(NamedTuple):
    name: str
    seconds: float

    @property
    def club(self):
        return "none"


RUNNERS = [Runner("Ann", 61.25), Runner('O"Neil', 59.5)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fee", type=Decimal, default=Decimal("2.50"))
    parser.add_argument("--log", type=Path, default=Path("run.log"))
    args = parser.parse_args()
    for place, runner in enumerate(RUNNERS, start=1):
        time = timedelta(seconds=runner.seconds)
        print(f"{place:>2}. {runner.name!r:<10} {time} {runner.club}")
    fastest = min(runner.seconds for runner in RUNNERS)
    missing = float("nan")
    print(f"{fastest=} {missing:.1f} {args.fee} {args.log}")
    print(f"{len(RUNNERS)} runners, {'even' if len(RUNNERS) % 2 == 0 else 'odd'}")
    print(f"{{braces}} {b'raw'!r} {RUNNERS[0].name:{'>'}{8}}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "fastest=59.5 nan 2.50 run.log"
#
# [[run]]
# args = ["--fee", "NaN"]
# out = " NaN run.log"
# ///
