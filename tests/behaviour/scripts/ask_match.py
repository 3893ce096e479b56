import argparse


def main():
    parser = argparse.ArgumentParser(description="Feed the cat")
    parser.add_argument("--food", default="fish")
    args = parser.parse_args()
    match input("Feed the cat? [y/N/later] ").lower():
        case "y" | "yes":
            open("fed", "w").close()
            print("fed with", args.food)
        case "later":
            print("later")
        case _:
            print("hungry")


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT201", "AUT202"]
#
# [[run]]
# stdin = "y\n"
# out = "fed with fish"
#
# [[run]]
# stdin = "later\n"
# out = "later"
# ///
