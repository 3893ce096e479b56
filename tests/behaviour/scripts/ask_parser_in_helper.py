"""Send a letter."""
import argparse
import sys


def parse(argv):
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("to")
	parser.add_argument("--copies", type=int, default=1)
	return parser.parse_args(argv)


def send(to, copies):
	if copies > 1:
		sure = input("Send {} copies? [y/N] ".format(copies))
		if sure not in ("y", "Y"):
			print("sent nothing")
			return False
	with open(to, "w") as file:
		file.write("letter" * copies)
	return True


def main(argv=None):
	options = parse(argv)
	if send(options.to, options.copies):
		print("sent to", options.to)
		return 0
	return 3


if __name__ == "__main__":
	sys.exit(main())

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["ann", "--copies", "2"]
# stdin = "Y\n"
# out = "sent to ann"
#
# [[run]]
# args = ["ann"]
# out = "sent to ann"
#
# [[unattended]]
# args = ["ann", "--copies", "2"]
# status = 3
# out = "sent nothing"
# ///
