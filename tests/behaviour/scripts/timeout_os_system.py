import os
import shlex
import sys


def python(code):
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


def main():
    delay = sys.argv[1]
    code = f"import time; time.sleep({delay}); raise SystemExit({len(sys.argv) - 2})"
    if os.system(python(code)) != 0:
        print("it failed")
        return 1
    print("it went well")
    return 0


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT103"]
#
# [[run]]
# args = ["0"]
# out = "it went well"
#
# [[run]]
# args = ["0", "x"]
# status = 1
# out = "it failed"
#
# [[timeout]]
# args = ["30"]
# status = 1
# ///
