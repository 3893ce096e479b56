import argparse


def main():
    parser = argparse.ArgumentParser(description="Guess the price")
    parser.add_argument("--price", type=int, default=42)
    args = parser.parse_args()
    guess = int(input("Your guess: "))
    difference = abs(args.price - guess)
    print(f"off by {difference}")


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "input"}
#
# [[run]]
# stdin = "40\n"
# out = "Your guess: off by 2"
# ///
