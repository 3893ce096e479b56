import argparse


def main():
    parser = argparse.ArgumentParser(description="Take notes")
    parser.add_argument("count", type=int)
    args = parser.parse_args()
    notes = [input(f"Note {number}: ") for number in range(1, args.count + 1)]
    with open("notes", "w") as file:
        file.write("\n".join(notes))
    print("took", len(notes))


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["2"]
# stdin = "a\nb\n"
# out = "took 2"
#
# [[run]]
# args = ["0"]
# out = "took 0"
# ///
