"""Wait for a child, whatever it does."""

import subprocess
import sys


def main(seconds):
    child = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"])
    print("started", flush=True)
    status = child.wait()
    print("ended with", status)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "0"))

# /// behaviour
# fixed = ["AUT102"]
#
# [[run]]
# out = "ended with 0"
#
# [[run]]
# args = ["-1"]
# status = 1
# out = "ended with 1"
#
# [[timeout]]
# args = ["30"]
# status = 1
# out = "started"
# ///
