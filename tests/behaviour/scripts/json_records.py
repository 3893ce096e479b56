"""Weigh words, and tell of them in several ways."""

import argparse


class Log:
    def __init__(self, prefix):
        self.prefix = prefix

    def line(self, text, end="\n"):
        print(self.prefix, text, end=end)


def say(level, message):
    print("*" * level, message)


def quiet(message, enabled):
    if not enabled:
        return
    print(message)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="+")
    args = parser.parse_args()
    log = Log("log:")
    weights = [(word, len(word)) for word in args.words]
    for word, weight in weights:
        say(2, f"{word} weighs {weight}")
        quiet(f"{word} is not shown", enabled=False)
    log.line(f"{len(weights)} words, prefix {log.prefix}")
    print("\n".join(f"{word}={weight}" for word, weight in weights))
    print(*[f"<{word}>" for word, _ in weights], sep=", ")
    print(f"first: {args.words[0]}" if len(weights) > 1 else f"only: {word!r}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["ab", "c"]
# out = "** ab weighs 2\n** c weighs 1\nlog: 2 words, prefix log:\nab=2\nc=1\n<ab>, <c>\nfirst: ab\n"
# records = '''[{"word": "ab", "weight": 2}, {"word": "c", "weight": 1}, {"log.prefix": "log:"},
#   {"word": "ab", "weight": 2}, {"word": "c", "weight": 1}, {"word": "ab"}, {"word": "c"}]'''
#
# [[run]]
# args = ["x"]
# out = "only: 'x'"
# records = '[{"word": "x", "weight": 1}, {"log.prefix": "log:"}, {"word": "x", "weight": 1}, {"word": "x"}, {"word": "x"}]'
# ///
