from subprocess import PIPE, run
import sys


def version(program, *options):
    try:
        done = run([program, *options], stdout=PIPE, universal_newlines=True)
    except OSError:
        return None
    return done.stdout.strip()


def main():
    if "slow" in sys.argv:
        print(version(sys.executable, "-c", "import time; time.sleep(30)"))
    print(version("no-such-program", "--version"))
    print(version(sys.executable, "-c", "print('3')"))


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# out = "None\n3\n"
#
# [[timeout]]
# args = ["slow"]
# raises = false
# out = "None\nNone\n3\n"
# ///
