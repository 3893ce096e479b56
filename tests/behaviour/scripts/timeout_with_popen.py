import subprocess
import sys

CODE = "import sys, time; print('first', flush=True); time.sleep(float(sys.argv[1])); print('last')"


def read(delay):
    command = [sys.executable, "-c", CODE, delay]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        out, _ = child.communicate()
    return out.split()


if __name__ == "__main__":
    print(read(sys.argv[1]))

# /// behaviour
# either = ["AUT102"]
#
# [[run]]
# args = ["0"]
# out = "['first', 'last']"
# ///
