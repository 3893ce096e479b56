import argparse


def main():
    parser = argparse.ArgumentParser(description="Letters of a word")
    parser.add_argument("word")
    word = parser.parse_args().word
    for letter in sorted(set(word)):
        print(letter, word.count(letter))


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["noon"]
# out = "n 2\no 2\n"
# ///
