import subprocess
import sys


def host():
    return subprocess.getoutput("echo box; echo warning >&2; exit 4")


def main():
    print(repr(host()))
    if len(sys.argv) > 1:
        print(subprocess.getoutput("sleep 30"))
    text = subprocess.getoutput("printf 'a\\n\\n'")
    print(repr(text))


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT103"]
#
# [[run]]
# out = "'a\\n'"
#
# [[timeout]]
# args = ["x"]
# status = 1
# out = "'box\\nwarning'\n"
# ///
