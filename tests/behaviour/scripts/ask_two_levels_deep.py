"""Upgrade packages, one after the other."""

import argparse

INSTALLED = {"alpha": "1.0", "beta": "2.1"}
LATEST = {"alpha": "1.1", "beta": "3.0"}


def yes(question):
    return input(question + " [y/N] ").strip().lower().startswith("y")


def wanted(name):
    old, new = INSTALLED[name], LATEST[name]
    if old.split(".")[0] == new.split(".")[0]:
        return True
    return yes(f"{name} {old} -> {new}: upgrade?")


def upgrade(names):
    for name in names:
        if wanted(name):
            with open(f"{name}.done", "w") as file:
                file.write(LATEST[name])
            print("upgraded", name)
        else:
            print("skipped", name)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    upgrade(args.names or sorted(INSTALLED))


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# stdin = "Yes\n"
# out = "upgraded beta"
#
# [[run]]
# args = ["alpha"]
# out = "upgraded alpha"
#
# [[unattended]]
# out = "skipped beta"
# leaves = ["alpha.done"]
# ///
