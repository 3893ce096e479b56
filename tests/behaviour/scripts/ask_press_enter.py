import argparse


def main():
    parser = argparse.ArgumentParser(description="Count, with pauses")
    parser.add_argument("limit", type=int)
    args = parser.parse_args()
    for number in range(1, args.limit + 1):
        print(number)
        if number % 2 == 0:
            input("Press Enter to continue...")
    print("end")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["3"]
# stdin = "\n"
# out = "end"
#
# [[unattended]]
# args = ["4"]
# out = "end"
# ///
