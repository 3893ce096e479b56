import os
import subprocess
import sys

LOCK = "lock"


def main():
    open(LOCK, "w").close()
    try:
        subprocess.run("sleep " + sys.argv[1], shell=True, check=True)
    finally:
        os.remove(LOCK)
        print("unlocked")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# args = ["0"]
# out = "unlocked"
#
# [[timeout]]
# args = ["30"]
# status = 1
# out = "unlocked"
# ///
