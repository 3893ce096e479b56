import argparse

name = input("Who are you? ")

parser = argparse.ArgumentParser(description=f"Greet {name}")
parser.add_argument("--loud", action="store_true")

if __name__ == "__main__":
    args = parser.parse_args()
    text = f"hello {name}"
    print(text.upper() if args.loud else text)

# /// behaviour
# either = ["AUT201", "AUT202"]
# help = []
#
# [[run]]
# args = ["--loud"]
# stdin = "ann\n"
# out = "HELLO ANN"
# ///
