import os
import sys

if sys.argv[1:] == ["sleep"]:
    os.system("sleep 30")
os.system("echo one; echo two >&2; exit 3")
os.system("cat")
print("end")

# /// behaviour
# fixed = ["AUT103"]
#
# [[run]]
# stdin = "three\n"
# out = "one\nthree\nend\n"
#
# [[timeout]]
# args = ["sleep"]
# status = 1
# ///
