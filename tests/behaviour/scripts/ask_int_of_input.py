import argparse


def main():
    parser = argparse.ArgumentParser(description="Order bread")
    parser.add_argument("--kind", default="rye")
    args = parser.parse_args()
    try:
        loaves = int(input("How many loaves? "))
    except ValueError:
        print("that is no number")
        return 1
    with open("order", "w") as file:
        file.write(f"{loaves} {args.kind}")
    print("ordered", loaves, args.kind)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# stdin = "2\n"
# out = "ordered 2 rye"
#
# [[run]]
# stdin = "two\n"
# status = 1
#
# [[unattended]]
# args = ["--kind", "oat"]
# status = 2
# err = "--"
# ///
