import argparse
import sys


def read_name():
    name = input("Project name: ")
    while not name.isidentifier():
        print(f"{name!r} is no name", file=sys.stderr)
        name = input("Project name: ")
    return name


def main():
    parser = argparse.ArgumentParser(description="Start a project")
    parser.add_argument("--license", default="MIT")
    args = parser.parse_args()
    name = read_name()
    with open(f"{name}.toml", "w") as file:
        file.write(f'name = "{name}"\nlicense = "{args.license}"\n')
    print("created", name)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# stdin = "my project\nproject\n"
# out = "created project"
#
# [[run]]
# args = ["--license", "BSD"]
# stdin = "tool\n"
# out = "created tool"
#
# [[unattended]]
# status = 2
# err = "--"
# ///
