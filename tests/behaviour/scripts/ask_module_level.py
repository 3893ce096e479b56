#!/usr/bin/env python3
# Publish a page.
import argparse
import sys

parser = argparse.ArgumentParser()
parser.add_argument("page")
args = parser.parse_args()

print("publishing", args.page)
if input("Are you sure? [y/N] ") != "y":
    sys.exit("not published")
with open("published", "w") as file:
    file.write(args.page)
print("published")

# /// behaviour
# fixed = ["AUT201"]
#
# [[run]]
# args = ["p"]
# stdin = "y\n"
# out = "published\n"
#
# [[run]]
# args = ["p"]
# stdin = "n\n"
# status = 1
#
# [[unattended]]
# args = ["p"]
# status = 1
# err = "not published"
# ///
