import subprocess
import sys

CODE = "import sys, time; text = sys.stdin.read(); time.sleep(float(sys.argv[1])); print(text[::-1])"


class Reverser:
    def __init__(self, delay):
        self.child = subprocess.Popen(
            [sys.executable, "-c", CODE, delay],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def reverse(self, text):
        out, _ = self.child.communicate(text)
        return out.strip()


if __name__ == "__main__":
    try:
        print(Reverser(sys.argv[1]).reverse("abc"))
    except subprocess.SubprocessError as error:
        print("no answer:", type(error).__name__)
        sys.exit(3)

# /// behaviour
# fixed = ["AUT102"]
#
# [[run]]
# args = ["0"]
# out = "cba"
#
# [[timeout]]
# args = ["30"]
# status = 3
# raises = false
# out = "no answer: TimeoutExpired"
# ///
