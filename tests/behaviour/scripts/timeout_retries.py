import subprocess
import sys
import time


def fetch(delay, attempts=2):
    for attempt in range(1, attempts + 1):
        try:
            subprocess.check_call(
                [
                    sys.executable,
                    "-c",
                    f"import time; time.sleep({delay})",  # stands for the network
                ],
            )
            return attempt
        except subprocess.CalledProcessError:
            print("attempt", attempt, "failed")
            time.sleep(0.01)
    raise SystemExit("gave up")


if __name__ == "__main__":
    print("done in", fetch(sys.argv[1]))

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# args = ["0"]
# out = "done in 1"
#
# [[run]]
# args = ["-1"]
# status = 1
# out = "attempt 2 failed"
#
# [[timeout]]
# args = ["30"]
# status = 1
# raises = false
# out = "attempt 1 failed\nattempt 2 failed\n"
# err = "gave up"
# ///
