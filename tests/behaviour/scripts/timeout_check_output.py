"""Ask a program for its version."""

import subprocess
import sys


def version(seconds):
    code = f"import time; time.sleep({seconds}); print('1.2.3')"
    return subprocess.check_output([sys.executable, "-c", code], text=True).strip()


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0
    print("asking", flush=True)
    print("version", version(seconds))


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# out = "version 1.2.3"
#
# [[run]]
# args = ["later"]
# status = 1
#
# [[timeout]]
# args = ["30"]
# status = 1
# out = "asking"
# ///
