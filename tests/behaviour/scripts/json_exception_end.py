import argparse


class BadRow(Exception):
    pass


def parse(line, number):
    name, separator, value = line.partition("=")
    if not separator:
        raise BadRow(f"line {number}: no '='")
    return name.strip(), value.strip()


def main():
    parser = argparse.ArgumentParser(description="Show the settings in a file")
    parser.add_argument("path")
    options = parser.parse_args()
    with open(options.path) as file:
        for number, line in enumerate(file, 1):
            name, value = parse(line.rstrip("\n"), number)
            print(f"{number}\t{name}\t{value}")
    print("end of file")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [files]
# "good" = "a = 1\nb=2\n"
# "bad" = "a = 1\n\nb=2\n"
#
# [[run]]
# args = ["good"]
# out = "2\tb\t2\nend of file"
#
# [[run]]
# args = ["bad"]
# status = 1
# out = "1\ta\t1"
# records = '[{"number": 1, "name": "a", "value": "1"}]'
#
# [[run]]
# args = ["none"]
# status = 1
# ///
