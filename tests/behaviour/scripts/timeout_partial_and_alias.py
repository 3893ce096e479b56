import subprocess as sp
import sys
from functools import partial
from subprocess import check_call as must

quiet = partial(sp.run, stdout=sp.DEVNULL, check=True)


def sleep(seconds):
    quiet([sys.executable, "-c", f"import time; time.sleep({seconds}); print('unseen')"])


def fail():
    must([sys.executable, "-c", "raise SystemExit(6)"])


if __name__ == "__main__":
    sleep(sys.argv[1])
    print("slept", sys.argv[1], flush=True)
    try:
        fail()
    except sp.SubprocessError as error:
        print("status", error.returncode)

# /// behaviour
# fixed = ["AUT101"]
#
# [[run]]
# args = ["0"]
# out = "slept 0\nstatus 6\n"
#
# [[timeout]]
# args = ["30"]
# status = 1
# ///
