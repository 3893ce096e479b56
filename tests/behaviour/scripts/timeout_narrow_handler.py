"""Build, and say so if that fails."""

import argparse
import subprocess
import sys


def build(seconds: str) -> bool:
    code = "import sys, time; time.sleep(float(sys.argv[1]))"
    try:
        subprocess.run([sys.executable, "-c", code, seconds], check=True)
    except subprocess.CalledProcessError as error:
        print(f"the build failed: {error}", file=sys.stderr)
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", default="0")
    args = parser.parse_args()
    return 0 if build(args.seconds) else 4


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# status = 0
#
# [[timeout]]
# args = ["--seconds", "30"]
# status = 4
# raises = false
# err = "the build failed: "
# ///
