"""Write the settings of a new project."""

import argparse
import getpass
import json


def ask(question, default):
    return input(f"{question} [{default}]: ") or default


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    args = parser.parse_args(argv)
    settings = {
        "name": input("Name [demo]: ") or "demo",
        "port": int(input("Port [8080]: ").strip() or 8080),
        "licence": ask("Licence", "MIT"),
    }
    with open(args.target, "w") as file:
        json.dump(settings, file)
    print("wrote", args.target)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["s.json"]
# stdin = "x\n\nBSD\n"
# out = "wrote s.json"
#
# [[run]]
# args = ["s.json"]
# stdin = "x\nport\n"
# status = 1
#
# [[unattended]]
# args = ["s.json"]
# out = "wrote s.json"
# leaves = ["s.json"]
# ///
