import argparse
import json


def measure(text):
    return {
        "characters": len(text),
        "words": len(text.split()),
        "longest": max(text.split(), key=len, default=""),
    }


def main():
    parser = argparse.ArgumentParser(description="Measure a sentence")
    parser.add_argument("text")
    parser.add_argument("--indent", type=int, default=2)
    args = parser.parse_args()

    print("Result:")
    print(json.dumps(measure(args.text), indent=args.indent))
    print("Done.")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["to be or not to be"]
# out = "Result:\n{"
# document = '{"characters": 18, "words": 6, "longest": "not"}'
#
# [[run]]
# args = ["--indent", "0", ""]
# document = '{"characters": 0, "words": 0, "longest": ""}'
# ///
