import argparse


class Version:
    def __init__(self, text):
        self.parts = tuple(map(int, text.split(".")))

    def __str__(self):
        return ".".join(map(str, self.parts))

    def __format__(self, spec):
        return f"v{self}" if spec == "v" else str(self)


def main():
    parser = argparse.ArgumentParser(description="Odd values in texts")
    parser.add_argument("versions", nargs="*", type=Version)
    args = parser.parse_args()
    for version in args.versions:
        print(f"{version:v}")
    infinite, big, raw, pair = float("inf"), 10**40, b"\xff\x00", {("a", 1): {2, 2}}
    print(f"{infinite} {big} {raw} {pair}")
    cycle = []
    cycle.append(cycle)
    print(f"{cycle} {len}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["1.2", "3.0.1"]
# out = "v1.2\nv3.0.1\ninf 1000"
# ///
