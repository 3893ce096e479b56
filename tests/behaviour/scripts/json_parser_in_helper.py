#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""List the prime numbers below a limit."""
from __future__ import annotations

import argparse
from collections.abc import Iterator


def get_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("limit", type=int)
    parser.add_argument("--twins", action="store_true", help="pairs only")
    return parser


def primes(limit: int) -> Iterator[int]:
    found: list[int] = []
    for number in range(2, limit):
        if all(number % prime for prime in found):
            found.append(number)
            yield number


def main(argv: list[str] | None = None) -> int:
    args = get_parser().parse_args(argv)
    last = 0
    count = 0
    for prime in primes(args.limit):
        if not args.twins:
            print(prime)
            count += 1
        elif prime - last == 2:
            print(last, prime)
            count += 1
        last = prime
    print(f"{count} found")
    return 0 if count else 1


if __name__ == "__main__":
    raise SystemExit(main())

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["12"]
# out = "11\n5 found"
# records = '[{"count": 5}]'
#
# [[run]]
# args = ["--twins", "20"]
# out = "11 13\n"
#
# [[run]]
# args = ["2"]
# status = 1
# ///
