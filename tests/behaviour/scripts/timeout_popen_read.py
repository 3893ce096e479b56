import os
import sys

listing = os.popen("ls -1").read()
print(len(listing.split()), "files")
for line in os.popen("printf 'x y\\nz\\n'").read().splitlines():
    print("*", line)
if len(sys.argv) > 1:
    print(os.popen("sleep 30; echo late").read())

# /// behaviour
# fixed = ["AUT103"]
#
# [files]
# "a" = ""
#
# [[run]]
# out = "2 files\n* x y\n* z\n"
#
# [[timeout]]
# args = ["x"]
# status = 1
# out = "2 files"
# ///
