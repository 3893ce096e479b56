"""The handler wants a status, which TimeoutExpired has not: it must not be sent there."""

import subprocess
import sys


def main(code):
    try:
        subprocess.check_call([sys.executable, "-c", code])
    except subprocess.CalledProcessError as error:
        print(f"status {error.returncode}")
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# args = ["raise SystemExit(4)"]
# status = 4
# out = "status 4"
#
# [[timeout]]
# args = ["import time; time.sleep(30)"]
# status = 1
# ///
