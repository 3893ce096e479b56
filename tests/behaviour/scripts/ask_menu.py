import argparse

ACTIONS = {"1": "start", "2": "stop", "q": "quit"}


def menu():
    for key, action in ACTIONS.items():
        print(f"  {key}) {action}")
    return input("Choose: ")


def main():
    parser = argparse.ArgumentParser(description="Steer a server")
    parser.add_argument("--name", default="web")
    args = parser.parse_args()
    choice = menu()
    while choice != "q":
        if choice in ACTIONS:
            print(f"{ACTIONS[choice]} {args.name}")
            open(f"{ACTIONS[choice]}ed", "w").close()
        choice = menu()
    print("bye")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# stdin = "1\nx\n2\nq\n"
# out = "stop web"
#
# [[unattended]]
# status = 2
# err = "--"
# ///
