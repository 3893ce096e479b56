"""Show the configuration as it is merged from files."""

import argparse
from pprint import pprint

DEFAULTS = {"colour": "auto", "paths": ["src", "lib"], "limits": {"lines": 200, "columns": 100}}


def merged(overrides):
    found = dict(DEFAULTS)
    for override in overrides:
        key, _, value = override.partition("=")
        found[key] = value
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("override", nargs="*", metavar="KEY=VALUE")
    args = parser.parse_args()
    print("configuration:")
    pprint(merged(args.override), width=60)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "'colour': 'auto'"
#
# [[run]]
# args = ["colour=never", "deep=yes"]
# out = "'deep': 'yes'"
# ///
