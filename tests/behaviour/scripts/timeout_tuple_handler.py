"""Try several commands until one works."""

import subprocess
import sys

COMMANDS = {
    "missing": ["no-such-program"],
    "failing": [sys.executable, "-c", "raise SystemExit(1)"],
    "slow": [sys.executable, "-c", "import time; time.sleep(30)"],
    "good": [sys.executable, "-c", "pass"],
}


def works(name):
    try:
        subprocess.run(COMMANDS[name], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{name} does not work: {type(error).__name__}")
        return False
    return True


def main(names):
    for name in names:
        if works(name):
            print(f"{name} works")
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# args = ["missing", "failing", "good"]
# out = "missing does not work: FileNotFoundError\nfailing does not work: CalledProcessError\ngood works"
#
# [[timeout]]
# args = ["slow", "good"]
# raises = false
# out = "slow does not work: TimeoutExpired\ngood works"
# ///
