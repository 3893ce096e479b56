import subprocess
import sys


def build(code):
    try:
        try:
            subprocess.run([sys.executable, "-c", code], check=True)
        except subprocess.CalledProcessError:
            print("the build failed")
            return 1
    except Exception as error:
        print("something else:", type(error).__name__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(build(sys.argv[1]))

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# args = ["1/0"]
# status = 1
# out = "the build failed"
#
# [[timeout]]
# args = ["import time; time.sleep(30)"]
# status = 2
# raises = false
# out = "something else: TimeoutExpired"
# ///
