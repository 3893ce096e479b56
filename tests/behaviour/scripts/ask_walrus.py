import argparse


def main():
    parser = argparse.ArgumentParser(description="A calculator")
    parser.add_argument("--start", type=int, default=0)
    args = parser.parse_args()
    total = args.start
    while (line := input("+ ")) != "=":
        total += int(line)
    print(total)


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT201", "AUT202"]
#
# [[run]]
# stdin = "3\n4\n=\n"
# out = "7\n"
#
# [[run]]
# stdin = "x\n"
# status = 1
# ///
