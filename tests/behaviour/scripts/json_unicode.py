"""Greet in several languages."""

import argparse

GREETINGS = {"de": "Grüß Gott", "el": "Γειά σου", "ja": "こんにちは", "emoji": "👋🏽", "he": "שָׁלוֹם"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("größe", nargs="?", type=int, default=1)
    args = parser.parse_args()
    for sprache, gruß in GREETINGS.items():
        print(f"{sprache}: {gruß * getattr(args, 'größe')}")
    print("line\u2028separator and\x0bvertical tab and\x0cform feed \x1b[1mbold\x1b[0m")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "de: Grüß Gott"
#
# [[run]]
# args = ["2"]
# out = "👋🏽👋🏽"
# ///
