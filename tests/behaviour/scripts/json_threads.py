"""Sizes of many files, read side by side."""

import argparse
import threading
from concurrent.futures import ThreadPoolExecutor

lock = threading.Lock()
turn = threading.Barrier(2, timeout=10)


def measure(path):
    with open(path, "rb") as file:
        return len(file.read())


def show(path):
    size = measure(path)
    with lock:
        print(f"size: {size}")
    return size


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    args = parser.parse_args()
    with ThreadPoolExecutor(max_workers=1) as pool:
        sizes = list(pool.map(show, args.paths))
    last = threading.Thread(target=lambda: print(f"total: {sum(sizes)}"))
    last.start()
    last.join()


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [files]
# "a" = "12345"
# "b" = "1"
#
# [[run]]
# args = ["a", "b"]
# out = "size: 5\nsize: 1\ntotal: 6\n"
#
# [[run]]
# args = ["a", "c"]
# status = 1
# out = "size: 5"
# ///
