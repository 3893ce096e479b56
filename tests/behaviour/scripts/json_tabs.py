#!/usr/bin/env python3
import argparse, sys

def walk(depth, width, prefix = ''):
	for i in range(width):
		yield prefix + str(i)
		if depth > 1:
			for item in walk(depth - 1, width, prefix + str(i) + '.'):
				yield item

def main():
	p = argparse.ArgumentParser()
	p.add_argument('--depth', type = int, default = 2)
	p.add_argument('--width', type = int, default = 2)
	a = p.parse_args()
	n = 0
	for item in walk(a.depth, a.width):
		n = n + 1
		print('%s' % item)
	if n > 10: print('many'); sys.exit(2)
	print('%d items' % n)

if __name__ == '__main__': main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "1.1\n6 items\n"
#
# [[run]]
# args = ["--depth", "3"]
# status = 2
# out = "many"
# ///
